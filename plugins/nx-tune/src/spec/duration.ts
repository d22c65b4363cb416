const DURATION = /^(\d+(?:\.\d+)?)\s*(ms|s|m|h|d)?$/;
const MILLISECONDS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** `500ms`, `5s`, `15m`, `2h`, `1d`, or a bare number of seconds, in milliseconds. Undefined for anything else. */
export function parseDuration(written: string | number): number | undefined {
  const [, amount, unit = 's'] = DURATION.exec(String(written).trim()) ?? [];
  if (amount === undefined) return undefined;
  return Math.round(Number(amount) * MILLISECONDS[unit as keyof typeof MILLISECONDS]);
}
