/** Answers one line of JSON `{"problem", "values"}` with one of `{"objective", "feasible", "violation"}`; `{}` gives the spaces. */
import { createInterface } from 'node:readline';
import { PROBLEMS } from './problems.mjs';

function answer({ problem, values }) {
  if (!problem) return Object.fromEntries(Object.entries(PROBLEMS).map(([name, { space }]) => [name, space]));
  const { evaluate, feasible, violation } = PROBLEMS[problem];
  return {
    objective: evaluate(values),
    feasible: feasible?.(values) ?? true,
    violation: violation?.(values) ?? null,
  };
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(JSON.stringify(answer(JSON.parse(line))) + '\n');
}
