import type { Facts, ParameterRow } from '../facts.js';
import { blocks, code, plain, table } from '../markdown.js';
import { formatJson, formatNumber } from '../numbers.js';

/** Lines of YAML with all digits, ready to be copied. */
export function bestConfiguration({ phases, parameters, fixedValues }: Facts): string | undefined {
  const found = parameters.filter(({ best_value }) => best_value !== null);
  // A later cycle's takes the place of an earlier one's.
  const last = new Map(found.map((row) => [row.parameter, row.phase]));
  const lines = phases.flatMap(({ phase, best }) => {
    const known = found.filter((row) => row.phase === phase && last.get(row.parameter) === phase);
    if (best === null || known.length === 0) return [];
    return [
      `# ${phase}: ${best}`,
      ...known.map(({ parameter, best_value }) => `${parameter}: ${best_value}`),
    ];
  });
  if (lines.length === 0) return undefined;
  const fixed = fixedValues.map(({ name, value }) => `${name}: ${value}`);
  const text = [...lines, ...(fixed.length > 0 ? ['# fixed', ...fixed] : [])].join('\n');
  return blocks('## Best configuration', `\`\`\`yaml\n${text}\n\`\`\``);
}

/** Best against default, with the space that was searched. */
export function parameterTable({ parameters }: Facts, phase: string): string | undefined {
  const rows = parameters.filter((row) => row.phase === phase);
  if (rows.length === 0) return undefined;
  const columns = [
    { title: 'Parameter' },
    { title: 'Tier' },
    { title: 'Searched' },
    { title: 'Default', right: true },
    { title: 'Best', right: true },
  ];
  const cells = rows.map((row) => [
    code(row.parameter),
    row.tier,
    searched(row),
    formatJson(row.default_value),
    best(row),
  ]);
  return blocks('### Best against default', table(columns, cells));
}

function best({ best_value, default_value }: ParameterRow): string {
  if (best_value === null) return '–';
  return best_value === default_value
    ? `${formatJson(best_value)} (default)`
    : `**${formatJson(best_value)}**`;
}

function searched({ kind, low, high, scale, step, choices, fixed, rungs }: ParameterRow): string {
  if (fixed !== null) return 'fixed';
  if (rungs !== null)
    return `rungs ${(JSON.parse(rungs) as number[]).map((each) => formatNumber(each)).join(', ')}`;
  if (kind === 'choices')
    return (JSON.parse(choices ?? '[]') as unknown[]).map((choice) => plain(String(choice))).join(', ');
  const steps = step === null ? '' : `, step ${formatNumber(step)}`;
  return `${formatNumber(low!)} to ${formatNumber(high!)}${scale === 'log' ? ', log' : ''}${steps}`;
}
