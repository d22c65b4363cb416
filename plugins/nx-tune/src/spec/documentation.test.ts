import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { inWorkspace } from '../../test/spec/written.js';
import { formatProblems } from './format-problems.js';
import { loadSpec } from './load.js';

const page = readFileSync(new URL('../../../../docs/pipeline.md', import.meta.url), 'utf8');
const blocks = (language: string): string[] =>
  [...page.matchAll(new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, 'gs'))].map((match) => match[1]!);

const [example = '', extending = ''] = blocks('yaml');
const FILE = 'pipelines/digits/pipeline.yaml';
const QUICK = 'pipelines/digits-quick/pipeline.yaml';

test('the examples of docs/pipeline.md are pipelines', () => {
  inWorkspace({ [FILE]: example, [QUICK]: extending }, (root) => {
    expect(loadSpec(root, FILE)).toMatchObject({ ok: true, spec: { name: 'digits' } });
    const quick = loadSpec(root, QUICK);
    expect(quick.ok && quick.spec.phases.map((phase) => phase.tiers.map((tier) => tier.trials))).toEqual([
      [5, 5],
      [5],
    ]);
  });
});

test('the mistakes that docs/pipeline.md shows look like that', () => {
  const broken = example
    .replace('[0.0001, 0.01]', '[0, 0.01]')
    .replace('[accuracy', '[acuracy')
    .replace('trials: 6', 'trails: 6');
  inWorkspace({ [FILE]: broken }, (root) => {
    const loaded = loadSpec(root, FILE);
    expect(`${loaded.ok ? '' : formatProblems(loaded.problems, () => broken)}\n`).toBe(blocks('text')[0]);
  });
});
