/** DuckDB refused a query. The text has its reason and what there is to query. */
export class QueryError extends Error {
  override readonly name = 'QueryError';

  constructor(query: string, views: readonly string[], options: { readonly cause: unknown }) {
    const { cause } = options;
    super(
      `Expected \`query\` to be SQL that DuckDB accepts, got \`${query}\`.\n` +
        `${cause instanceof Error ? cause.message : String(cause)}\n` +
        `Tables and views: ${views.join(', ')}.`,
      options,
    );
  }
}

/** Parquet is no text that a terminal could show. */
export class OutputError extends Error {
  override readonly name = 'OutputError';

  constructor(format: string) {
    super(`Expected \`output\` to name a file when \`format\` is \`${format}\`, got none.`);
  }
}
