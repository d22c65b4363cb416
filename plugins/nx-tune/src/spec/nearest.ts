/** `` did you mean `trials`? ``, or nothing when no candidate is close. */
export function didYouMean(found: string, candidates: readonly string[]): string | undefined {
  const best = nearest(found, candidates);
  return best === undefined ? undefined : `did you mean \`${best}\`?`;
}

/** The candidate with the fewest edits to `found`, upper and lower case alike; ties go to the earlier one. */
export function nearest(found: string, candidates: readonly string[]): string | undefined {
  let best: string | undefined;
  let fewest = Infinity;
  for (const candidate of candidates) {
    const most = Math.floor((Math.max(found.length, candidate.length) + 1) / 3);
    const edits = editDistance(found.toLowerCase(), candidate.toLowerCase());
    if (edits <= most && edits < Math.min(fewest, candidate.length)) [best, fewest] = [candidate, edits];
  }
  return best;
}

/**
 * Optimal string alignment distance: insertions, deletions, substitutions and swaps of neighbours each count one.
 * Source: Boytsov, "Indexing methods for approximate dictionary searching", JEA 16 (2011), section 2.1.
 */
export function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let least = Math.min(previous[j]! + 1, row[j - 1]! + 1, previous[j - 1]! + same);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) least = Math.min(least, before[j - 2]! + 1);
      row.push(least);
    }
    [before, previous] = [previous, row];
  }
  return previous[b.length]!;
}
