import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Workspace } from './workspace.js';

const YAML = 'pipelines/demo/pipeline.yaml';
const TUNE = ['run', 'demo:tune'];
const STARTUP = 3;
const LAG = 2;
const TRIALS = 9;

/**
 * Score is highest at x = 0.3, y = 0.1; cost grows with x. Says when it begins and when it ends. With MEET, trials 3
 * and 4, 5 and 6, 7 and 8 end only after both of a pair have begun.
 */
const PROGRAM = `
import { appendFileSync, readFileSync, watch, writeFileSync } from 'node:fs';
import { join } from 'node:path';
const { trial, params } = JSON.parse(process.env.TUNE_TRIAL);
appendFileSync('runs.log', trial + '\\n');
appendFileSync('events.log', 'begin ' + trial + '\\n');
const { x, y } = params;
const index = Number(trial.slice(-1));
if (process.env.MEET === 'yes' && index >= 3) {
  const partner = 'begin ' + trial.slice(0, -1) + (index % 2 === 1 ? index + 1 : index - 1);
  await new Promise((resolve) => {
    const check = () => readFileSync('events.log', 'utf8').includes(partner) && resolve(watcher.close());
    const watcher = watch('events.log', check);
    check();
  });
}
const metrics = { score: 1 - (x - 0.3) ** 2 - (y - 0.1) ** 2, cost: x };
writeFileSync(join(process.env.TUNE_OUTPUT_DIR, 'metrics.json'), JSON.stringify(metrics));
appendFileSync('events.log', 'end ' + trial + '\\n');
`;

const pipeline = (sampler: string): string => `
program: { command: node src/program.mjs, sources: ["src/program.mjs"] }
parameters:
  x: { phase: a, range: [0, 1], default: 0.9 }
  y: { phase: a, range: [0, 1], default: 0.9 }
sampler: { type: ${sampler}, startup: ${STARTUP}, lag: ${LAG} }
phases:
  a: { objective: maximize score, gate: cost <= 0.95, trials: ${TRIALS} }
`;

const name = (index: number): string => `a_CRITICAL_${String(index).padStart(3, '0')}`;
const ALL = Array.from({ length: TRIALS }, (_, index) => name(index));

const observations = (workspace: Workspace): Promise<string[]> =>
  Promise.all(ALL.map((trial) => workspace.read(`results/demo/trials/${trial}/observation.json`)));

const started = (sampler: string): Promise<Workspace> =>
  Workspace.create({ 'src/program.mjs': PROGRAM, [YAML]: pipeline(sampler) });

describe.each(['tpe', 'gp'])('the sampler %s in the graph', (sampler) => {
  const tuned: Workspace[] = [];
  const slots = [1, 2, 4];
  let workspace: Workspace;

  beforeAll(async () => {
    for (const count of slots) {
      const each = await started(sampler);
      tuned.push(each);
      expect(
        await each.ran(TUNE, { TUNE_CPU_SLOTS: String(count), MEET: count < LAG ? 'no' : 'yes' }),
      ).toEqual(ALL);
    }
  });
  beforeEach(async () => {
    workspace = await tuned[1]!.clone();
  });
  afterEach(() => workspace.dispose());
  afterAll(() => Promise.all(tuned.map((each) => each.dispose())));

  it('makes the same trials on one, two and four devices', async () => {
    const [one, two, four] = await Promise.all(tuned.map(observations));
    expect(two).toEqual(one);
    expect(four).toEqual(one);
    // The same for want of choice they are not.
    expect(new Set(one!.map((text) => /"x": (\S+)/.exec(text)![1])).size).toBe(TRIALS);
  });

  it('starts a trial when those that it looks at have ended, and as many at once as the lag allows', async () => {
    const events = (await tuned[2]!.read('events.log')).trim().split('\n');
    let most = 0;
    for (let index = STARTUP; index < TRIALS; index++) {
      const begin = events.indexOf(`begin ${name(index)}`);
      const ended = events.slice(0, begin).filter((event) => event.startsWith('end '));
      expect(ended).toEqual(expect.arrayContaining(ALL.slice(0, index - LAG + 1).map((id) => `end ${id}`)));
      most = Math.max(most, events.slice(0, begin + 1).length - 2 * ended.length);
    }
    expect(most).toBe(LAG);
  });

  it('depends on each trial that a trial looks at and on no other, through few edges', async () => {
    await workspace.nx([...TUNE, '--graph=tasks.json']);
    const { tasks } = await workspace.json<{ tasks: { dependencies: Record<string, { id: string }[]> } }>(
      'tasks.json',
    );
    const edges = (index: number): number[] =>
      tasks.dependencies[`demo-a-critical-${String(index).padStart(3, '0')}:trial`]!.map(({ id }) =>
        Number(id.slice(-9, -6)),
      );
    const behind = (index: number): Set<number> =>
      new Set(edges(index).flatMap((other) => [other, ...behind(other)]));
    for (let index = 0; index < TRIALS; index++) {
      const seen = index < STARTUP ? 0 : index - LAG + 1;
      expect([...behind(index)].sort()).toEqual(Array.from({ length: seen }, (_, other) => other));
    }
    expect(edges(TRIALS - 1)).toEqual([TRIALS - 1 - 2 * LAG + 1, TRIALS - 1 - LAG]);
  });

  it('runs nothing a second time, nor after nx reset', async () => {
    expect(await workspace.ran(TUNE)).toEqual([]);
    await workspace.nx(['reset']);
    expect(await workspace.ran(TUNE)).toEqual([]);
  });
});

describe('an adaptive phase, edited', () => {
  let tuned: Workspace;
  let workspace: Workspace;

  beforeAll(async () => {
    tuned = await started('gp');
    expect(await tuned.ran(TUNE)).toEqual(ALL);
  });
  beforeEach(async () => {
    workspace = await tuned.clone();
  });
  afterEach(() => workspace.dispose());
  afterAll(() => tuned.dispose());

  it('runs a lost trial again, and none of those that look at it, since it comes to the same', async () => {
    await workspace.nx(['reset']);
    await workspace.remove('results/demo/trials/a_CRITICAL_001');
    expect(await workspace.ran(TUNE)).toEqual([name(1)]);
  });

  it('runs more trials without those that are there', async () => {
    await workspace.edit(YAML, `trials: ${TRIALS}`, `trials: ${TRIALS + 2}`);
    expect(await workspace.ran(TUNE)).toEqual([name(TRIALS), name(TRIALS + 1)]);
  });

  it('suggests anew where the gate says that other trials may win, but leaves those that look at none', async () => {
    await workspace.edit(YAML, 'cost <= 0.95', 'cost <= 0.25');
    const ran = await workspace.ran(TUNE);
    expect(ran).not.toHaveLength(0);
    expect(ALL.slice(STARTUP)).toEqual(expect.arrayContaining(ran));
  });

  it('suggests anew where the direction changes, but leaves the trials that look at none', async () => {
    await workspace.edit(YAML, 'maximize score', 'minimize score');
    const ran = await workspace.ran(TUNE);
    expect(ran).toContain(name(TRIALS - 1));
    expect(ALL.slice(STARTUP)).toEqual(expect.arrayContaining(ran));
  });
});

it('says of a trial which one it waited for in vain', async () => {
  const workspace = await started('tpe');
  await workspace.edit(YAML, 'node src/program.mjs', 'no-such-program');
  const { code, output } = await workspace.nx(TUNE);
  expect(code).toBe(1);
  expect(output).toContain(
    'a_CRITICAL_003 was not run: its values depend on the result of a_CRITICAL_000, which was not run.\n',
  );
  expect(await workspace.runs()).toEqual([]);
  await workspace.dispose();
});
