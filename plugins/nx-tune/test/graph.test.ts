import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PIPELINE, Workspace } from './workspace.js';

interface Target {
  readonly executor: string;
  readonly cache?: boolean;
  readonly inputs?: readonly (string | Record<string, unknown>)[];
  readonly outputs?: readonly string[];
}

interface Graph {
  readonly nodes: Readonly<Record<string, { data: { root: string; targets: Record<string, Target> } }>>;
  readonly dependencies: Readonly<Record<string, readonly { target: string }[]>>;
}

describe('the graph of a pipeline', () => {
  let workspace: Workspace;
  let graph: Graph;

  beforeAll(async () => {
    workspace = await Workspace.create({
      'src/prepare.mjs': '',
      'pipelines/demo/pipeline.yaml': `
prepare: { command: node src/prepare.mjs }
finish: { command: node src/program.mjs }
${PIPELINE}
`,
    });
    // As nx has it by default: the plugin in a process of its own.
    await workspace.nx(['graph', '--file=graph.json'], { NX_ISOLATE_PLUGINS: 'true' });
    graph = (await workspace.json<{ graph: Graph }>('graph.json')).graph;
  });
  afterAll(() => workspace.dispose());

  it('has a project for the pipeline, for each phase and for each trial, with the targets that the design names', () => {
    const targets = Object.entries(graph.nodes).map(([name, { data }]) => [
      name,
      data.root,
      Object.keys(data.targets).sort().join(' '),
    ]);
    expect(targets.sort()).toEqual([
      ['demo', 'pipelines/demo', 'finish plan prepare report retry-failed sql status tune tune-a tune-b'],
      ['demo-a', 'results/demo/phase_results/a', 'select select-critical select-important'],
      ...[0, 1, 2, 3].map((index) => [
        `demo-a-critical-00${index}`,
        `results/demo/trials/a_CRITICAL_00${index}`,
        'trial',
      ]),
      ...[0, 1].map((index) => [
        `demo-a-important-00${index}`,
        `results/demo/trials/a_IMPORTANT_00${index}`,
        'trial',
      ]),
      ['demo-b', 'results/demo/phase_results/b', 'select select-critical'],
      ...[0, 1, 2].map((index) => [
        `demo-b-critical-00${index}`,
        `results/demo/trials/b_CRITICAL_00${index}`,
        'trial',
      ]),
    ]);
  });

  it('lists every input and output of a cached target, none of them by default or by project root', () => {
    const cached = Object.values(graph.nodes).flatMap(({ data }) =>
      Object.entries(data.targets).filter(([, { cache }]) => cache),
    );
    expect(cached).toHaveLength(2 + 5 + 9);
    for (const [name, { inputs, outputs }] of cached) {
      expect(inputs, name).toContainEqual({ externalDependencies: [] });
      expect(outputs, name).not.toHaveLength(0);
      const strings = (inputs ?? []).filter((input): input is string => typeof input === 'string');
      for (const input of strings) expect(input, name).toMatch(/^!?\{workspaceRoot\}\//);
    }
  });

  it('leads from the pipeline through its phases in reverse, without a cycle', () => {
    const order: string[] = [];
    const visit = (name: string, path: readonly string[]): void => {
      expect(path, 'a cycle').not.toContain(name);
      if (order.includes(name)) return;
      for (const { target } of graph.dependencies[name] ?? []) visit(target, [...path, name]);
      order.push(name);
    };
    visit('demo', []);
    expect(order.filter((name) => !/-\d+$/.test(name))).toEqual(['demo-a', 'demo-b', 'demo']);
    expect(order).toHaveLength(3 + 9);
  });

  it('writes the graph as a page that shows pipeline, phases and trials', async () => {
    expect((await workspace.nx(['graph', '--file=graph.html'])).code).toBe(0);
    const data = await workspace.read('static/environment.js');
    for (const name of ['"demo"', '"demo-a"', '"demo-a-important-001"']) expect(data).toContain(name);
  });
});
