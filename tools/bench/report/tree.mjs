// Writes made-up results of pipeline.yaml: objectives that follow the parameters, with noise, failures and outliers.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadSpec } from '../../../plugins/nx-tune/dist/spec/index.js';
import { FILES, layoutOf, trialId } from '../../../plugins/nx-tune/dist/results/layout.js';

/** The pipeline with `total` trials, shared among its tiers in proportion. */
export function benchSpec(total) {
  const loaded = loadSpec(join(import.meta.dirname, '../../..'), 'tools/bench/report/pipeline.yaml');
  if (!loaded.ok)
    throw new Error(loaded.problems.map(({ line, message }) => `${line}: ${message}`).join('\n'));
  const { spec } = loaded;
  const planned = spec.phases.flatMap(({ tiers }) => tiers).reduce((sum, { trials }) => sum + trials, 0);
  const scaled = (trials) => Math.max(1, Math.round((trials * total) / planned));
  const phases = spec.phases.map((phase) => ({
    ...phase,
    tiers: phase.tiers.map((tier) => ({ ...tier, trials: scaled(tier.trials) })),
  }));
  return { ...spec, phases };
}

export function writeTree(workspaceRoot, spec) {
  const random = mulberry32(spec.seed);
  const layout = layoutOf(spec.name);
  const write = (file, value) => {
    mkdirSync(join(workspaceRoot, file, '..'), { recursive: true });
    writeFileSync(join(workspaceRoot, file), JSON.stringify(value));
  };
  for (const phase of spec.phases) {
    let incumbent = defaults(spec, phase);
    for (const { tier, trials, parameters } of phase.tiers) {
      for (let index = 0; index < trials; index++) {
        const made = index === 0 ? incumbent : { ...incumbent, ...sample(parameters, random) };
        writeTrial(write, layout.trial(trialId(phase.name, tier, index)), {
          phase,
          tier,
          index,
          values: made,
          random,
        });
      }
      incumbent = { ...incumbent, ...sample(parameters, random) };
    }
    write(layout.phaseSummary(phase.name), { phase: phase.name, status: 'complete', best: null });
  }
  write(`${layout.finish}/${FILES.metrics}`, {
    tuned_accuracy: 0.9118,
    tuned_accuracy_se: 0.0077,
    default_accuracy: 0.9096,
    default_accuracy_se: 0.0077,
    sealed_test_size: 1372,
  });
}

function writeTrial(write, folder, { phase, tier, index, values, random }) {
  const trial = trialId(phase.name, tier, index);
  const failed = random() < 0.04;
  const metrics = failed ? {} : MODELS[phase.name](values, random);
  const seconds = 8 + 6 * random();
  const started = Date.UTC(2026, 0, 5, 9, 0, index);
  const reason = 'exit code 1: RuntimeError: CUDA out of memory. Tried to allocate 2.00 GiB';
  write(`${folder}/${FILES.observation}`, {
    trial,
    phase: phase.name,
    tier,
    index,
    status: failed ? 'failed' : 'complete',
    values,
    objective: metrics[phase.objective.metric] ?? null,
    metrics,
  });
  write(`${folder}/${FILES.record}`, {
    trial,
    status: failed ? 'failed' : 'complete',
    attempts: Array.from({ length: failed ? 3 : 1 }, (_, at) => ({
      number: at + 1,
      device: 'cpu-0',
      seconds,
    })),
    started: new Date(started).toISOString(),
    finished: new Date(started + 1000 * seconds).toISOString(),
    origin: index === 0 ? 'incumbent' : `sobol ${index}`,
    metrics: failed ? {} : { wall_clock_time: seconds },
    ...(failed && { reason }),
  });
}

/** Metrics as they could come out: no claim about any model. */
const MODELS = {
  vae: (values, random) => ({
    retrieval_accuracy_at_8:
      0.95 - 1.6 * values.vae_beta + 0.002 * values.instruction_latent_dim - 0.12 * random(),
    lipschitz_constant: 4 + 0.4 / Math.sqrt(values.vae_beta) + 4 * random(),
    kl_divergence: 0.02 / values.vae_beta + 0.2 * random(),
  }),
  scorer: (values, random) => ({
    ndcg_at_8: 0.35 + 0.5 * values.mmr_lambda + 0.08 * (random() - 0.5),
    mrr: 0.43 + 0.09 * random(),
  }),
  gp: (values, random) => ({
    nll_heldout:
      (random() < 0.05 ? 40 : -1.4) +
      30 * values.gp_lr +
      (values.kernel === 'rbf' ? 0.3 : 0) +
      0.2 * random(),
    spearman_correlation: 0.42 + 0.28 * random(),
  }),
  inference: (values, random) => ({
    final_accuracy: 0.885 + 0.04 * random(),
    system_gap: 0.03 * values.ucb_beta + 0.2 * random(),
  }),
};

const defaults = (spec, phase) =>
  Object.fromEntries(
    spec.parameters.filter((each) => each.phase === phase.name).map((each) => [each.name, each.default]),
  );

const sample = (parameters, random) =>
  Object.fromEntries(parameters.map(({ name, domain }) => [name, draw(domain, random())]));

function draw(domain, at) {
  if (domain.kind === 'choices') return domain.choices[Math.floor(at * domain.choices.length)];
  const { low, high, scale, step } = domain;
  if (step !== undefined) return low + step * Math.floor(at * ((high - low) / step + 1));
  return scale === 'log' ? low * (high / low) ** at : low + at * (high - low);
}

/** Small seeded generator, Tommy Ettinger's mulberry32. */
function mulberry32(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let word = Math.imul(state ^ (state >>> 15), state | 1);
    word ^= word + Math.imul(word ^ (word >>> 7), word | 61);
    return ((word ^ (word >>> 14)) >>> 0) / 2 ** 32;
  };
}
