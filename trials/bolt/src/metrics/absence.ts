/** When a metric has no value, in words for the log. The precise rule is in the metric's docstring. */
const NO_VALUE_WHEN: Readonly<Record<string, string>> = {
  reconstruction_cosine: 'no vectors, a zero vector, or a number that is not finite',
  reconstruction_mse: 'no vectors, or a number that is not finite',
  kl_divergence: 'no latent vectors, or a number that is not finite',
  retrieval_accuracy_at_8: 'nothing to retrieve, or a number that is not finite',
  lipschitz_constant: 'no Jacobian, or a number that is not finite',
  percentile10_cosine: 'no vectors, a zero vector, or a number that is not finite',
  ndcg_at_8: 'no relevant exemplar in any pool, or a grade that is not finite',
  mrr: 'no ranked list, or a score that is not finite',
  selection_loss: 'no ranked list, or a score that is not finite',
  exemplar_diversity: 'fewer than two exemplars, or a zero vector',
  exemplar_variance: 'fewer than two selections, or an empty one',
  spearman_correlation: 'fewer than three held-out prompts, or constant predictions or measurements',
  rmse: 'no held-out prompts, or a prediction that is not finite',
  calibration_error: 'no held-out prompts, or a predictive variance that is not positive',
  lengthscale_ratio: 'a lengthscale that is not positive and finite',
  nll_heldout: 'no held-out prompts, or a predictive variance that is not positive',
  system_gap: 'no proposals, or a design without two distinct points',
  rejection_rate: 'no candidates',
  improvement_rate: 'no iterations',
  best_error_rate: 'an error rate that is not finite',
  convergence_speed: 'no iteration that improved on the design',
  final_accuracy: 'fewer than three optimisation seeds, or an error rate that is not finite',
  sample_efficiency: 'no final accuracy, or no reader calls',
};

export interface Measured {
  /** The metrics that have a value. */
  readonly metrics: Record<string, number>;
  /** One line for the log per metric that has none, and why. */
  readonly absent: readonly string[];
}

/** Parts computed metrics into those for metrics.json and the reasons why the others are not in it. */
export function partAbsent(values: Readonly<Record<string, number | undefined>>): Measured {
  const metrics: Record<string, number> = {};
  const absent: string[] = [];
  for (const [name, value] of Object.entries(values)) {
    if (value !== undefined) metrics[name] = value;
    else
      absent.push(
        `Metric \`${name}\` is absent: ${NO_VALUE_WHEN[name] ?? 'it has no value for these data'}.`,
      );
  }
  return { metrics, absent };
}
