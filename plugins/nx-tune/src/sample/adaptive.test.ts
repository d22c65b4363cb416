import { describe, expect, it } from 'vitest';
import type { Parameter, SamplerOptions, Value, Values } from '../spec/types.js';
import { adaptive } from './adaptive.js';
import { suggestGp } from './gp/sampler.js';
import { suggest, visibleTrials, type SampleRequest, type SampledTrial } from './index.js';
import { suggestTpe } from './tpe/sampler.js';

const UNIT = { kind: 'range', low: 0, high: 1, scale: 'linear' } as const;
const SPACE: Parameter[] = ['x', 'y', 'z'].map((name) => {
  return { name, phase: 'p', tier: 'CRITICAL', domain: UNIT, default: 0.9 };
});

type Outcome = Omit<SampledTrial, 'index' | 'values'>;
const bowl = ({ x, y, z }: Values): Outcome => ({
  objective: (Number(x) - 0.3) ** 2 + (Number(y) - 0.6) ** 2 + 0.1 * (Number(z) - 0.2) ** 2,
});

type More = Partial<Pick<SampleRequest, 'seed' | 'space' | 'maximize'>>;

function ask(
  options: SamplerOptions,
  index: number,
  history: readonly SampledTrial[],
  more: More = {},
): Values {
  const request = {
    space: SPACE,
    incumbent: {},
    history,
    maximize: false,
    index,
    seed: 3,
    stream: 'p/CRITICAL',
  };
  return suggest({ ...request, ...more, options });
}

function run(
  options: SamplerOptions,
  count: number,
  outcome: (values: Values) => Outcome = bowl,
  more: More = {},
): SampledTrial[] {
  const history: SampledTrial[] = [];
  for (let index = 0; index < count; index++) {
    const values = ask(options, index, [...history], more);
    history.push({ index, values, ...outcome(values) });
  }
  return history;
}

const lowest = (trials: readonly SampledTrial[]) =>
  Math.min(...trials.map(({ objective }) => objective ?? Infinity));
const distance = (a: Values, b: Values) =>
  Math.hypot(...Object.keys(a).map((k) => Number(a[k]) - Number(b[k])));

describe.each([
  ['tpe', suggestTpe],
  ['gp', suggestGp],
] as const)('%s', (type, model) => {
  it('gives Sobol points up to `startup`, and where no trial has an objective', () => {
    const trials = run({ type, startup: 5, lag: 1 }, 7);
    const sobol = run({ type: 'sobol' }, 7);
    expect(trials.slice(0, 5)).toEqual(sobol.slice(0, 5));
    expect(trials[5]!.values).not.toEqual(sobol[5]!.values);
    const failed = sobol.map((trial) => ({ ...trial, objective: null }));
    expect(ask({ type, startup: 5, lag: 1 }, 6, failed)).toEqual(sobol[6]!.values);
  });

  it('gives the same trials one at a time as three at a time with `lag` 3', () => {
    const options = { type, startup: 4, lag: 3 };
    const waves: SampledTrial[] = [];
    for (let first = 0; first < 15; first += 3) {
      // A wave knows what the waves before it observed, of which trials `lag` lets each see.
      const wave = [first, first + 1, first + 2].map((index) => ({
        index,
        values: ask(options, index, waves),
      }));
      waves.push(...wave.map((trial) => ({ ...trial, ...bowl(trial.values) })));
    }
    expect(waves).toEqual(run(options, 15));
  });

  it('does not look at trials that `lag` hides', () => {
    const options = { type, lag: 2 };
    const trials = run(options, 14);
    const hidden = trials
      .slice(0, 13)
      .map((trial) => (trial.index < 12 ? trial : { ...trial, objective: -1e9 }));
    expect(ask(options, 13, hidden)).toEqual(trials[13]!.values);
    expect(ask(options, 13, trials.slice(0, 12))).toEqual(trials[13]!.values);
  });

  it('keeps away from pending trials', () => {
    const trials = run({ type: 'sobol' }, 20);
    const request: SampleRequest = {
      space: SPACE,
      incumbent: {},
      history: trials,
      maximize: false,
      index: 20,
      seed: 3,
      stream: 's',
      options: { type },
    };
    const alone = model(request, [])!;
    const beside = model(request, [alone])!;
    expect(distance(alone, beside)).toBeGreaterThan(0.02);
  });

  it('tries all of a finite space before it repeats', () => {
    const choices = (name: string, all: Value[]): Parameter => {
      return {
        name,
        phase: 'p',
        tier: 'CRITICAL',
        domain: { kind: 'choices', choices: all },
        default: all[0]!,
      };
    };
    const space = [
      choices('x', [0, 0.3, 0.6, 0.9]),
      choices('y', [0, 0.6, 1]),
      choices('z', ['a', 'b', 'c']),
    ];
    const outcome = ({ x, y, z }: Values) => ({
      objective: Math.abs(Number(x) - 0.3) + Number(y) + Number(z === 'b'),
    });
    const trials = run({ type, lag: 1 }, 36, outcome, { space });
    expect(new Set(trials.map(({ values }) => JSON.stringify(values))).size).toBe(36);
  });

  it('finds the bottom of a bowl sooner than random', () => {
    // One seed would be luck: the sums over streams.
    const sum = (options: SamplerOptions) =>
      [1, 2, 3, 4].reduce((total, seed) => total + lowest(run(options, 30, bowl, { seed })), 0);
    expect(sum({ type, lag: 1 })).toBeLessThan((type === 'gp' ? 0.01 : 0.6) * sum({ type: 'random' }));
  });

  it('maximises what is to be maximised', () => {
    const hill = (values: Values) => ({ objective: -bowl(values).objective! });
    const valuesOf = (trials: SampledTrial[]) => trials.map(({ values }) => values);
    expect(valuesOf(run({ type, lag: 1 }, 25, hill, { maximize: true }))).toEqual(
      valuesOf(run({ type, lag: 1 }, 25)),
    );
  });

  it('learns where trials fail', () => {
    const fails = ({ x }: Values) => Number(x) < 0.5;
    const trials = run({ type, lag: 1 }, 40, (values) =>
      fails(values) ? { objective: null } : bowl(values),
    );
    const failed = trials.slice(20).filter(({ objective }) => objective === null);
    expect(failed.length).toBeLessThanOrEqual(12);
  });

  it('learns where the gate holds', () => {
    const trials = run({ type, lag: 1 }, 40, (values) => ({
      ...bowl(values),
      feasible: Number(values['y']) < 0.4,
    }));
    const passing = trials.slice(20).filter(({ feasible }) => feasible);
    expect(passing.length).toBeGreaterThanOrEqual(8);
  });
});

describe('gp', () => {
  it('finds the gate sooner where it is told how far it is away', () => {
    const gap = ({ x, y }: Values) => Math.min(Number(x), Number(y)) - 0.9;
    const away: Parameter[] = SPACE.map((parameter) => ({ ...parameter, default: 0.1 }));
    const passing = (margins: boolean) =>
      run(
        { type: 'gp', lag: 1 },
        16,
        (values) => {
          const told = margins ? { margins: [gap(values)] } : {};
          return { ...bowl(values), feasible: gap(values) >= 0, ...told };
        },
        { space: away },
      ).filter(({ feasible }) => feasible).length;
    expect(passing(true)).toBeGreaterThan(passing(false));
  });

  it('looks for the gate while no trial has passed it', () => {
    const corner = ({ x, y }: Values) => Number(x) > 0.8 && Number(y) > 0.8;
    const away: Parameter[] = SPACE.map((parameter) => ({ ...parameter, default: 0.1 }));
    const outcome = (values: Values) => ({ ...bowl(values), feasible: corner(values) });
    const trials = run({ type: 'gp', lag: 1 }, 40, outcome, { space: away });
    expect(trials.filter(({ feasible }) => feasible).length).toBeGreaterThanOrEqual(3);
  });
});

describe('adaptive', () => {
  it('tells the model what it may know, and the values of the trials before it that it may not', () => {
    const asked: { index: number; known: number[]; pending: unknown[] }[] = [];
    const sampler = adaptive(({ index, history }, pending) => {
      asked.push({ index, known: history.map((trial) => trial.index), pending: pending.map(({ x }) => x) });
      return { x: index };
    });
    const history = [0, 1, 2, 3, 4, 5].map((index) => ({ index, values: { x: index }, objective: 0 }));
    const request = { space: SPACE, incumbent: {}, maximize: false, index: 7, seed: 3, stream: 's' };
    expect(sampler({ ...request, history, options: { type: 'any', startup: 2, lag: 3 } })).toEqual({ x: 7 });
    // Trial 5 is known to trial 7, but not its outcome; trial 6 is worked out first.
    expect(asked).toEqual([
      { index: 5, known: [0, 1, 2], pending: [3, 4] },
      { index: 6, known: [0, 1, 2, 3], pending: [4, 5] },
      { index: 7, known: [0, 1, 2, 3, 4], pending: [5, 6] },
    ]);
  });
});

describe('visibleTrials', () => {
  it('is nothing during startup, and `lag` behind afterwards', () => {
    const counts = (options: SamplerOptions) =>
      Array.from({ length: 12 }, (_, i) => visibleTrials(options, i));
    expect(counts({ type: 'tpe' })).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 5, 6, 7, 8]);
    expect(counts({ type: 'gp', startup: 3, lag: 2 })).toEqual([0, 0, 0, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(counts({ type: 'gp', startup: 1, lag: 5 })).toEqual([0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7]);
  });
});
