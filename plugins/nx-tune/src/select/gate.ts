import { evaluate, formatCondition } from '../spec/index.js';
import type { Condition, Phase } from '../spec/types.js';
import type { GateResult, Observation } from '../results/types.js';
import { isUsable, type Ranked } from './rank.js';

/** Each condition of the gate, held against one trial. */
export const gateResults = (gate: readonly Condition[], metrics: Observation['metrics']): GateResult[] =>
  gate.map((condition) => ({
    condition: formatCondition(condition),
    metric: condition.metric,
    value: metrics[condition.metric] ?? null,
    passed: evaluate(condition, metrics[condition.metric]),
  }));

/** No trial of a phase meets all conditions of its gate. The text names each, with the best value seen. */
export class GateClosedError extends Error {
  override readonly name = 'GateClosedError';

  constructor(phase: Pick<Phase, 'name' | 'gate'>, ranked: readonly Ranked[]) {
    const finished = ranked.map(({ observation }) => observation).filter(isUsable);
    const conditions = phase.gate.map((condition) => `  ${describe(condition, finished)}`);
    super(
      `Expected a trial of phase \`${phase.name}\` to meet its gate, none of ${finished.length} finished trials does:\n` +
        `${conditions.join('\n')}\n` +
        'Widen the ranges, add trials, loosen the gate, or set `runtime.gate: warn` to go on with the best there is.',
    );
  }
}

function describe(condition: Condition, finished: readonly Observation[]): string {
  const { metric } = condition;
  const passing = finished.filter(({ metrics }) => evaluate(condition, metrics[metric])).length;
  const best = bestFor(condition, finished);
  const seen = best ? `best value seen ${format(best.value)} (${best.trial})` : `no trial reported ${metric}`;
  return `${formatCondition(condition)}: ${seen}, ${passing} of ${finished.length} trials pass`;
}

/** The value nearest to passing, or furthest beyond the limit. */
function bestFor(condition: Condition, finished: readonly Observation[]) {
  const distance = (value: number): number => {
    if (condition.op === 'within') return Math.max(condition.low - value, value - condition.high, 0);
    return condition.op.startsWith('>') ? -value : value;
  };
  return finished
    .flatMap(({ trial, metrics }) => {
      const value = metrics[condition.metric];
      return value === undefined ? [] : [{ trial, value }];
    })
    .sort((a, b) => distance(a.value) - distance(b.value))[0];
}

const format = (value: number): string => String(Number(value.toPrecision(4)));
