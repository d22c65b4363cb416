/** What every sampler must do, whatever its method. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Parameter, RangeDomain, Value, Values } from '../spec/types.js';
import { SAMPLER_NAMES, suggest, type SampleRequest, type SampledTrial } from './index.js';

function parameter(name: string, domain: Parameter['domain'], initial: Value, when?: Values): Parameter {
  return { name, phase: 'gp', tier: 'IMPORTANT', domain, default: initial, ...(when && { when }) };
}
const range = (low: number, high: number, more: Partial<RangeDomain> = {}): RangeDomain => ({
  kind: 'range',
  low,
  high,
  scale: 'linear',
  ...more,
});

const SPACE: Parameter[] = [
  parameter('rate', range(1e-4, 1e-1, { scale: 'log' }), 1e-2),
  parameter('shift', range(-1, 1), 0),
  parameter('layers', range(1, 4, { step: 1 }), 2),
  parameter('dropout', range(0.1, 0.5, { step: 0.1 }), 0.3),
  parameter('width', range(16, 1024, { scale: 'log', step: 16 }), 64),
  parameter('kernel', { kind: 'choices', choices: ['rbf', 'matern', 'linear'] }, 'rbf'),
  parameter('deep', { kind: 'choices', choices: [true, false] }, true),
  parameter('output', { kind: 'choices', choices: [6, 10, 16] }, 10, { deep: true }),
  parameter('smoothness', { kind: 'choices', choices: [0.5, 1.5, 2.5] }, 2.5, {
    kernel: 'matern',
    deep: true,
  }),
  parameter('outer', range(0, 10), 5, { loss: 'huber' }),
];

const ADAPTIVE = ['gp', 'tpe'];

type Objective = (values: Values, index: number) => number | null;

function request(type: string, index: number, more: Partial<SampleRequest> = {}): SampleRequest {
  const options = ADAPTIVE.includes(type) ? { type, lag: 1 } : { type };
  return {
    space: SPACE,
    incumbent: {},
    history: [],
    maximize: true,
    index,
    seed: 7,
    stream: 'gp/IMPORTANT',
    options,
    ...more,
  };
}

/** The first `count` trials of a tier run one after the other. */
function run(
  type: string,
  count: number,
  objective: Objective,
  more: Partial<SampleRequest> = {},
): SampledTrial[] {
  const history: SampledTrial[] = [];
  for (let index = 0; index < count; index++) {
    const values = suggest(
      request(type, index, { ...more, history: ADAPTIVE.includes(type) ? [...history] : [] }),
    );
    history.push({ index, values, objective: objective(values, index) });
  }
  return history;
}

const smooth: Objective = ({ rate, shift, layers = 3 }) =>
  -((Math.log10(Number(rate)) + 2) ** 2) - Number(shift) ** 2 - Math.abs(Number(layers) - 3);

function check(values: Values): void {
  for (const [name, value] of Object.entries(values)) {
    const { domain } = SPACE.find((candidate) => candidate.name === name)!;
    if (domain.kind === 'choices') {
      expect(domain.choices).toContain(value);
      continue;
    }
    expect(typeof value).toBe('number');
    expect(value).toBeGreaterThanOrEqual(domain.low);
    expect(value).toBeLessThanOrEqual(domain.high);
    expect(Object.is(value, -0)).toBe(false);
  }
  if ('layers' in values) expect(Number.isInteger(values['layers'])).toBe(true);
  if ('width' in values) expect(Number(values['width']) % 16).toBe(0);
  if ('dropout' in values) expect([0.1, 0.2, 0.3, 0.4, 0.5]).toContain(values['dropout']);
}

describe.each(SAMPLER_NAMES)('%s', (type) => {
  it('stays in range, on steps and among choices, and gives active parameters alone', () => {
    for (const { values } of run(type, 40, smooth)) {
      check(values);
      expect('output' in values).toBe(values['deep']);
      expect('smoothness' in values).toBe(values['deep'] === true && values['kernel'] === 'matern');
      expect(values).not.toHaveProperty('outer');
      const declared = SPACE.map(({ name }) => name).filter((name) => name in values);
      expect(Object.keys(values)).toEqual(declared);
    }
  });

  it('opens conditions on parameters outside of the space', () => {
    for (const { values } of run(type, 20, smooth, { incumbent: { loss: 'huber', kernel: 'linear' } })) {
      expect(values).toHaveProperty('outer');
    }
  });

  it('starts from the incumbent', () => {
    const incumbent = { rate: 0.05, deep: false, output: 16, stranger: 1 };
    expect(suggest(request(type, 0, { incumbent }))).toEqual({
      rate: 0.05,
      shift: 0,
      layers: 2,
      dropout: 0.3,
      width: 64,
      kernel: 'rbf',
      deep: false,
    });
  });

  it('goes on after failed trials and objectives that are not finite', () => {
    const bad = [null, NaN, Infinity, -Infinity];
    for (const { values } of run(type, 24, (values, i) => bad[i % 5] ?? smooth(values, i))) check(values);
    for (const { values } of run(type, 16, () => null)) check(values);
    for (const { values } of run(type, 16, () => NaN)) check(values);
    for (const { values } of run(type, 16, () => 1)) check(values);
    for (const { values } of run(type, 16, (_, i) => (i % 2 ? 1e300 : -1e300))) check(values);
  });

  it('gives the same values for the same request, and leaves the request as it was', () => {
    const history = run(type, 20, smooth);
    const asked = request(type, 20, { history });
    const before = structuredClone(asked);
    const values = suggest(asked);
    expect(suggest(asked)).toEqual(values);
    expect(asked).toEqual(before);
  });

  it('does not repeat itself where the space allows', () => {
    const space = [SPACE[0]!, SPACE[1]!, SPACE[5]!];
    const options = type === 'grid' ? { type, levels: 20 } : request(type, 0).options;
    // Samplers that adapt work through all trials so far for each one: 1,000 would take minutes.
    const count = ADAPTIVE.includes(type) ? 80 : 1000;
    const trials = run(type, count, smooth, { space, options });
    expect(new Set(trials.map(({ values }) => JSON.stringify(values))).size).toBe(count);
  }, 30_000);

  it('searches a space of one value, and a space of nothing active', () => {
    const single = [
      parameter('a', range(2, 2, { scale: 'log' }), 2),
      parameter('b', range(0, 0.5, { step: 1 }), 0),
    ];
    const seen = type === 'grid' ? 2 : 12;
    for (const { values } of run(type, seen, () => 1, { space: single }))
      expect(values).toEqual({ a: 2, b: 0 });
    for (const { values } of run(type, seen, () => 1, { space: [SPACE[9]!] })) expect(values).toEqual({});
  });
});

describe.each(SAMPLER_NAMES.filter((type) => type !== 'grid'))('%s', (type) => {
  it('gives other points to another seed and another stream', () => {
    const at = (more: Partial<SampleRequest>) => suggest(request(type, 3, more));
    expect(at({ seed: 8 })).not.toEqual(at({}));
    expect(at({ stream: 'gp/CRITICAL' })).not.toEqual(at({}));
  });
});

describe('in another process', () => {
  const source = fileURLToPath(new URL('.', import.meta.url));
  let compiled: string;

  beforeAll(() => {
    compiled = mkdtempSync(join(tmpdir(), 'nx-tune-sample-'));
    writeFileSync(join(compiled, 'package.json'), '{"type":"module"}');
    const options = {
      module: ts.ModuleKind.ESNext,
      target: ts.ScriptTarget.ES2023,
      verbatimModuleSyntax: true,
    };
    for (const file of readdirSync(source, { recursive: true, encoding: 'utf8' })) {
      if (!file.endsWith('.ts') || file.endsWith('.test.ts')) continue;
      const target = join(compiled, file.replace(/\.ts$/, '.js'));
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, ts.transpile(readFileSync(join(source, file), 'utf8'), options));
    }
  });
  afterAll(() => {
    rmSync(compiled, { recursive: true });
  });

  it.each(SAMPLER_NAMES)('%s gives the same values', (type) => {
    const history = run(type, 24, smooth);
    const asked = [1, 9, 24].map((index) => request(type, index, { history: history.slice(0, index) }));
    const program =
      "import { suggest } from './index.js';" +
      'console.log(JSON.stringify(JSON.parse(process.argv[1]).map((request) => suggest(request))));';
    const printed = execFileSync(
      process.execPath,
      ['--input-type=module', '--eval', program, JSON.stringify(asked)],
      { cwd: compiled, encoding: 'utf8' },
    );
    expect(JSON.parse(printed)).toEqual(asked.map((each) => suggest(each)));
  });
});
