/**
 * Writes the tables of docs/search.md from lines of JSON by run.mjs and optuna_runs.py.
 *
 *   node tools/bench/search/table.mjs tools/bench/search/recorded.jsonl
 */
import { readFileSync } from 'node:fs';
import { PROBLEMS } from './problems.mjs';

const AT = [10, 20, 40, 80];
const SAMPLERS = ['random', 'sobol', 'tpe', 'gp', 'optuna-tpe', 'optuna-gp'];

const runs = process.argv
  .slice(2)
  .flatMap((file) => readFileSync(file, 'utf8').trim().split('\n'))
  .map((line) => JSON.parse(line));

const recorded = (name) => name.startsWith('bolt-');
const GROUPS = {
  'Standard functions': Object.keys(PROBLEMS).filter((name) => !recorded(name)),
  "BOLT's phases": Object.keys(PROBLEMS).filter(recorded),
};

/** The best values of all seeds after `AT[k]` trials; a run without a valid trial counts as the worst. */
function values(problem, sampler, k) {
  return runs
    .filter((run) => run.problem === problem && run.sampler === sampler)
    .sort((a, b) => a.seed - b.seed)
    .map(({ best }) => best[k] ?? Infinity);
}

function quantile(list, share) {
  const sorted = [...list].sort((a, b) => a - b);
  const at = share * (sorted.length - 1);
  const [low, high] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
  return low === high ? low : low + (at - Math.floor(at)) * (high - low);
}

const shown = (x, digits = 3) => (Number.isFinite(x) ? x.toFixed(Math.abs(x) >= 100 ? 1 : digits) : 'none');

/** Ranks from 1, equal values sharing the mean of theirs. */
function ranks(list) {
  return list.map((x) => {
    const better = list.filter((y) => y < x).length;
    const equal = list.filter((y) => y === x).length;
    return better + (equal + 1) / 2;
  });
}

function problemTable(problem) {
  const cell = (x) => shown(x, recorded(problem) ? 4 : 3);
  const rows = SAMPLERS.map((sampler) => AT.map((_, k) => values(problem, sampler, k)));
  const medians = rows.map((row) => row.map((list) => quantile(list, 0.5)));
  const lines = SAMPLERS.map((sampler, i) => {
    const cells = rows[i].map((list, k) => {
      const least = Math.min(...medians.map((row) => row[k]));
      const text = cell(medians[i][k]);
      const median = cell(least) === text ? `**${text}**` : text;
      return `${median} (${cell(quantile(list, 0.25))} to ${cell(quantile(list, 0.75))})`;
    });
    return `| ${sampler} | ${cells.join(' | ')} |`;
  });
  const { description, optimum } = PROBLEMS[problem];
  const known = optimum === null ? '' : ` Its minimum is ${optimum}.`;
  const head = `| sampler | ${AT.join(' | ')} |\n|---|${AT.map(() => '---|').join('')}`;
  return `### ${problem}\n\n${description}.${known}\n\n${head}\n${lines.join('\n')}\n`;
}

/** Mean rank over problems and seeds: the samplers' runs of one seed are ranked against each other. */
function rankTable(names) {
  const means = AT.map((_, k) => {
    const all = names.flatMap((problem) => {
      const lists = SAMPLERS.map((sampler) => values(problem, sampler, k));
      return lists[0].map((_, seed) => ranks(lists.map((list) => list[seed])));
    });
    return SAMPLERS.map((_, i) => all.reduce((sum, each) => sum + each[i], 0) / all.length);
  });
  const lines = SAMPLERS.map(
    (sampler, i) => `| ${sampler} | ${means.map((row) => row[i].toFixed(2)).join(' | ')} |`,
  );
  return `| mean rank after | ${AT.join(' | ')} |\n|---|${AT.map(() => '---|').join('')}\n${lines.join('\n')}\n`;
}

/** Trials at which a sampler's median has reached random's median after 80. */
function raceTable(names) {
  const head = `| problem | ${SAMPLERS.join(' | ')} |\n|---|${SAMPLERS.map(() => '---|').join('')}`;
  const lines = names.map((problem) => {
    const goal = quantile(values(problem, 'random', 3), 0.5);
    const cells = SAMPLERS.map((sampler) => {
      const k = AT.findIndex((_, at) => quantile(values(problem, sampler, at), 0.5) <= goal);
      return k < 0 ? '> 80' : String(AT[k]);
    });
    return `| ${problem} | ${cells.join(' | ')} |`;
  });
  return `${head}\n${lines.join('\n')}\n`;
}

for (const [title, names] of Object.entries(GROUPS)) {
  console.log(
    `## ${title}\n\n${rankTable(names)}\n${raceTable(names)}\n${names.map(problemTable).join('\n')}`,
  );
}
