/** How sure a comparison on the sealed test is. */

/** Mean accuracy of several prompts on the same mails. */
export interface Accuracy {
  readonly mean: number;
  readonly standardError: number;
}

/**
 * Accuracy and its standard error: over mails (each mail's share of prompts that label it correctly varies) and over
 * the prompts, one an optimisation seed, added as variances.
 *
 * @param right - per prompt, 1 for every mail that it labels correctly; at least two prompts, all of the same mails
 */
export function accuracyOf(right: readonly ArrayLike<number>[]): Accuracy {
  const shares = perMail(right);
  const prompts = right.map((labels) => average(Float64Array.from(labels)));
  return {
    mean: average(shares),
    standardError: Math.sqrt(varianceOfMean(shares) + varianceOfMean(Float64Array.from(prompts))),
  };
}

/**
 * Metrics of finish: tuned_accuracy and default_accuracy with their standard errors, and their difference on the same
 * mails, whose standard error leaves out what is hard about a mail for both.
 */
export function comparison(
  tuned: readonly ArrayLike<number>[],
  defaults: readonly ArrayLike<number>[],
): Record<string, number> {
  const [a, b] = [accuracyOf(tuned), accuracyOf(defaults)];
  const base = perMail(defaults);
  const differences = perMail(tuned).map((share, i) => share - base[i]!);
  const seeds = [tuned, defaults].map((group) =>
    varianceOfMean(Float64Array.from(group, (labels) => average(Float64Array.from(labels)))),
  );
  return {
    tuned_accuracy: a.mean,
    tuned_accuracy_se: a.standardError,
    default_accuracy: b.mean,
    default_accuracy_se: b.standardError,
    paired_difference: average(differences),
    paired_difference_se: Math.sqrt(varianceOfMean(differences) + seeds[0]! + seeds[1]!),
  };
}

/** Per mail the share of prompts that label it correctly. */
function perMail(right: readonly ArrayLike<number>[]): Float64Array {
  return Float64Array.from(
    right[0]!,
    (_, mail) => right.reduce((sum, labels) => sum + labels[mail]!, 0) / right.length,
  );
}

const average = (values: Float64Array): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** Sample variance over the number of values. */
function varianceOfMean(values: Float64Array): number {
  const mean = average(values);
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return squares / (values.length - 1) / values.length;
}
