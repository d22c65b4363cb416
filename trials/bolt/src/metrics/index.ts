export { ABSENCE_REASONS } from './absence.js';
export { LengthError, type Numbers, type Reals } from './arrays.js';
export { finalAccuracy, sampleEfficiency } from './end-to-end.js';
export { calibrationError, lengthscaleRatio, nllHeldout, rmse, spearmanCorrelation } from './gp.js';
export { largestSingularValue, lipschitzConstant } from './lipschitz.js';
export {
  bestErrorRate,
  convergenceSpeed,
  improvementRate,
  rejectionRate,
  systemGap,
  type Run,
} from './optimisation.js';
export { cosineRanks, retrievalAccuracyAt8, shareUnder, type Lookup } from './retrieval.js';
export {
  exemplarDiversity,
  exemplarVariance,
  meanReciprocalRank,
  ndcgAt8,
  selectionLoss,
  type Ranking,
} from './scorer.js';
export {
  klDivergence,
  percentile10Cosine,
  reconstructionCosine,
  reconstructionMse,
  rowCosines,
} from './vae.js';
