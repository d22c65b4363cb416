import * as z from 'zod/mini';
import { parseCondition } from './condition.js';
import { described } from './described.js';
import type { Located } from './located.js';
import { checkMetric } from './metric.js';
import { parseObjective } from './objective.js';
import { checkArtifact, readHalving, stopShape } from './halving.js';
import { minImprovementShape, patienceShape, readPatience } from './patience.js';
import { staysInside } from './paths.js';
import { readSources, sourcesShape } from './program.js';
import { readReplicates, replicatesShape } from './replicates.js';
import { checkSampler, readSampler, samplerShape } from './sampler.js';
import { readTiers, trialsShape } from './tier.js';
import type { SearchedParameters } from './tier.js';
import type { Path } from './tree.js';
import type { Condition, Objective, Phase } from './types.js';
import { show } from './wording.js';

const gateShape = described(
  'Conditions that the best trial must meet before the next phase starts, such as `accuracy >= 0.85` or `kl 0.1..1.0`.',
  z.union([z.string(), z.array(z.string())]),
);

export const phaseShape = z.strictObject({
  objective: described('What the search is for: `maximize metric` or `minimize metric`.', z.string()),
  gate: z.optional(gateShape),
  artifact: z.optional(
    described(
      'File in the output folder of a trial that later phases read.',
      z.string().check(z.minLength(1)),
    ),
  ),
  trials: z.optional(trialsShape),
  sources: z.optional(sourcesShape),
  sampler: z.optional(described('Replaces the general sampler in this phase.', samplerShape)),
  patience: z.optional(patienceShape),
  min_improvement: z.optional(minImprovementShape),
  stop: z.optional(described('Replaces the general `stop` in this phase.', stopShape)),
  replicates: z.optional(described('Replaces the general `replicates` in this phase.', replicatesShape)),
});

/** The phases that are well-formed, in order. */
export function readPhases(file: Located, searched: SearchedParameters): Phase[] {
  const names = file.keys(['phases']);
  if (names.length === 0 && file.get(z.record(z.string(), z.unknown()), ['phases']) !== undefined) {
    file.reportKey(['phases'], 'Expected `phases` to name one phase or more, got an empty map.');
  }
  return names.flatMap((name) => {
    const path = ['phases', name];
    const raw = file.fields(phaseShape, path);
    if (raw === undefined) return [];
    checkSampler(file, [...path, 'sampler']);
    const objective = readObjective(file, [...path, 'objective'], raw.objective);
    const sampler = readSampler(file, name);
    const halving = readHalving(file, { name, objective }, searched);
    const tiers = readTiers(file, name, withoutBudget(searched, halving));
    const artifact = readArtifact(file, [...path, 'artifact'], raw.artifact);
    if (halving.halving) checkArtifact(file, name, artifact);
    const phase = {
      name,
      of: name,
      cycle: 1,
      gate: readGate(file, [...path, 'gate']),
      ...artifact,
      tiers,
      sources: readSources(file, [...path, 'sources']),
      sampler,
      ...readPatience(file, path, sampler),
      // Of one that searches nothing there are no trials to choose between.
      ...(tiers[0]!.parameters.length === 0 ? {} : { ...halving, ...readReplicates(file, name) }),
    };
    return objective === undefined ? [] : [{ ...phase, objective }];
  });
}

/** To the search the budget is as good as pinned. */
const withoutBudget = (
  searched: SearchedParameters,
  { halving }: Pick<Phase, 'halving'>,
): SearchedParameters =>
  halving === undefined
    ? searched
    : { ...searched, fixed: { ...searched.fixed, [halving.budget]: halving.rungs[0]! } };

function readObjective(file: Located, path: Path, raw: string | undefined): Objective | undefined {
  if (raw === undefined) return undefined;
  const objective = parseObjective(raw);
  if (objective !== undefined) checkMetric(file, path, objective.metric);
  else {
    const expected = '`maximize` or `minimize` and one metric';
    file.report(path, `Expected \`objective\` to be ${expected}, got ${show(raw)}.`);
  }
  return objective;
}

function readGate(file: Located, path: Path): Condition[] {
  const single = file.get(z.string(), path);
  const written = single === undefined ? file.items(z.string(), path) : [[path, single] as const];
  return written.flatMap(([where, text]) => {
    const condition = parseCondition(text);
    if (condition !== undefined) checkMetric(file, where, condition.metric);
    else {
      const expected =
        'a metric, one of `>=`, `>`, `<=`, `<` and a number, or a metric and an interval `low..high`';
      const hint = 'such as `accuracy >= 0.85` or `accuracy 0.1..1.0`';
      file.report(where, `Expected a condition of \`gate\` to be ${expected}, got ${show(text)}.`, hint);
    }
    return condition === undefined ? [] : [condition];
  });
}

function readArtifact(file: Located, path: Path, artifact: string | undefined): Pick<Phase, 'artifact'> {
  if (artifact === undefined) return {};
  if (!staysInside(artifact)) {
    const message = `Expected \`artifact\` to stay inside the output folder of a trial, got ${show(artifact)}.`;
    file.report(path, message, 'write it from that folder, with `/` and without `..`');
  }
  return { artifact };
}
