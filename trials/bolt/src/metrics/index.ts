export { LengthError, type Numbers, type Reals } from './arrays.js';
export { largestSingularValue, lipschitzConstant } from './lipschitz.js';
export { cosineRanks, retrievalAccuracyAt8, shareUnder, type Lookup } from './retrieval.js';
export {
  klDivergence,
  percentile10Cosine,
  reconstructionCosine,
  reconstructionMse,
  rowCosines,
} from './vae.js';
