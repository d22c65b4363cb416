export { evaluate, formatCondition, marginsOf, meetsAll, parseCondition } from './condition.js';
export { endBefore } from './cycles.js';
export { dependsOnProblems, type KnownTargets } from './depends-on.js';
export { parseDuration } from './duration.js';
export { formatProblems } from './format-problems.js';
export { loadSpec } from './load.js';
export { MEASURED_METRICS } from './metric.js';
export { parseObjective } from './objective.js';
export { validateNames } from './project-names.js';
export {
  budgetAt,
  mostAt,
  rankingOf,
  rankingsOf,
  stageBefore,
  stageName,
  stagesOf,
  type Stage,
} from './stage.js';
export { formatTarget, meetsTarget, parseTarget } from './target.js';
export { contains, isIntegral } from './domain.js';
export * from './types.js';
