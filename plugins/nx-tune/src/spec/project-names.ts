import { stageName, stagesOf } from './stage.js';
import type { Loaded, Outline, Problem, Spec } from './types.js';
import { listed, quote } from './wording.js';

/** What an Nx project stands for, and the file that asks for it. */
interface Claim {
  readonly project: string;
  readonly what: string;
  readonly file: string;
}

/**
 * Mistakes that show only beside other pipelines: two of one name, and names that make equal Nx project names.
 * Projects are `<pipeline>`, `<pipeline>-<phase>`, `<pipeline>-<phase>-<tier>-<index>` and the same with a stage. One problem per file
 * concerned, at its start.
 */
export function validateNames(loaded: readonly Loaded[]): Problem[] {
  const byName = grouped(loaded, (one) => identity(one).name);
  const shared = [...byName.values()].filter((same) => same.length > 1);
  const single = [...byName.values()].filter((same) => same.length === 1).flat();
  return [...shared.flatMap(equalNames), ...equalProjects(single)];
}

function equalNames(same: readonly Loaded[]): Problem[] {
  const files = same.map(fileOf);
  const name = quote(identity(same[0]!).name);
  const message = `Expected pipelines to have different names, found ${name} in ${listed(files, 'and')}.`;
  return files.map((file) => ({
    file,
    line: 1,
    column: 1,
    message,
    hint: 'give one of them another `name`',
  }));
}

function equalProjects(loaded: readonly Loaded[]): Problem[] {
  const claims = loaded.flatMap(claimsOf);
  const trials = trialClaims(loaded, claims);
  return [...grouped([...claims, ...trials], (claim) => claim.project).values()].flatMap((same) => {
    if (same.length < 2) return [];
    const found = same.map((claim) => `${claim.what} in ${quote(claim.file)}`).join(' and ');
    const message = `Expected Nx project names to differ, found ${quote(same[0]!.project)} for ${found}.`;
    const files = [...new Set(same.map((claim) => claim.file))];
    return files.map((file) => ({ file, line: 1, column: 1, message, hint: 'rename a pipeline or a phase' }));
  });
}

/** The pipeline and its phases. */
function claimsOf(loaded: Loaded): Claim[] {
  const { name } = identity(loaded);
  const file = fileOf(loaded);
  const phases = loaded.ok ? loaded.spec.phases.map((phase) => phase.name) : loaded.outline.phases;
  const own = { project: name, what: `pipeline ${quote(name)}`, file };
  return [
    own,
    ...phases.map((phase) => ({ project: `${name}-${phase}`, what: `phase ${quote(phase)}`, file })),
  ];
}

/**
 * The trials whose project name is one of `claims`. Trials of different tiers or phases differ wherever the phases'
 * own projects do, so there is no need to spell out the thousands of them.
 */
function trialClaims(loaded: readonly Loaded[], claims: readonly Claim[]): Claim[] {
  const tiers = new Map<
    string,
    { readonly trials: number; readonly stages: string[]; readonly file: string }
  >();
  for (const one of loaded) {
    if (!one.ok) continue;
    for (const phase of one.spec.phases) {
      const stages = stagesOf(phase).map(stageName);
      for (const { tier, trials } of phase.tiers) {
        const name = `${one.spec.name}-${phase.name}-${tier.toLowerCase()}`;
        tiers.set(name, { trials, stages, file: fileOf(one) });
      }
    }
  }
  const projects = new Set(claims.map((claim) => claim.project));
  return [...projects].flatMap((project) => {
    const [, stem = '', digits = '', stage] = /^(.+?)-(\d{3,})(?:-((?:rung|seed)-\d+))?$/.exec(project) ?? [];
    const tier = tiers.get(stem);
    const index = Number(digits);
    if (tier === undefined || index >= tier.trials || digits !== String(index).padStart(3, '0')) return [];
    if (stage !== undefined && !tier.stages.includes(stage)) return [];
    return [
      {
        project,
        what: `${stage === undefined ? '' : `${stage} of `}trial ${index} of ${quote(stem)}`,
        file: tier.file,
      },
    ];
  });
}

function identity(loaded: Loaded): Spec | Outline {
  return loaded.ok ? loaded.spec : loaded.outline;
}

function fileOf(loaded: Loaded): string {
  return identity(loaded).files[0]!;
}

function grouped<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group === undefined) groups.set(key(item), [item]);
    else group.push(item);
  }
  return groups;
}
