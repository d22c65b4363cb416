import * as z from 'zod/mini';
import { described } from './described.js';
import { parseDuration } from './duration.js';
import type { Located } from './located.js';
import type { Runtime } from './types.js';
import { show } from './wording.js';

const durationShape = z.union([z.number(), z.string()]);

export const runtimeShape = z.strictObject({
  attempts: z.optional(
    described('How often a failing program is tried. Default: 3.', z.int().check(z.gte(1), z.lte(100))),
  ),
  backoff: z.optional(described('Wait before another attempt, such as `5s`. Default: 5s.', durationShape)),
  timeout: z.optional(described('Longest time for one attempt, such as `2h`. Default: none.', durationShape)),
  stall: z.optional(described('Longest time without progress, such as `15m`. Default: none.', durationShape)),
  heartbeat: z.optional(described('Time between updates of heartbeat.json. Default: 60s.', durationShape)),
  grace: z.optional(described('Time to save a checkpoint after SIGTERM. Default: 30s.', durationShape)),
  gate: z.optional(
    described(
      'Whether a closed gate ends the run or is only reported. Default: stop.',
      z.enum(['stop', 'warn']),
    ),
  ),
  max_failed: z.optional(
    described(
      "Share of a tier's trials that may fail before the phase does. Default: 0.5.",
      z.number().check(z.gte(0), z.lte(1)),
    ),
  ),
});

export function readRuntime(file: Located): Runtime {
  const raw = file.fields(runtimeShape, ['runtime']) ?? {};
  return {
    attempts: raw.attempts ?? 3,
    backoff: duration(file, 'backoff', 5_000),
    timeout: duration(file, 'timeout', Infinity),
    stall: duration(file, 'stall', Infinity),
    heartbeat: duration(file, 'heartbeat', 60_000),
    grace: duration(file, 'grace', 30_000),
    gate: raw.gate ?? 'stop',
    maxFailed: raw.max_failed ?? 0.5,
  };
}

/** In milliseconds. `none` is for keys that have no limit by default, and undoes an inherited one. */
function duration(file: Located, key: string, preset: number): number {
  const path = ['runtime', key];
  const raw = file.get(durationShape, path);
  if (raw === undefined) return preset;
  const endless = preset === Infinity;
  if (endless && raw === 'none') return Infinity;
  const found = parseDuration(raw);
  const mayBeZero = key === 'backoff' || key === 'grace';
  if (found !== undefined && (found > 0 || mayBeZero)) return found;
  const least = found === 0 ? 'a duration above 0' : 'a duration such as `500ms`, `5s`, `15m`, `2h` or `1d`';
  file.report(path, `Expected \`${key}\` to be ${least}${endless ? ', or `none`' : ''}, got ${show(raw)}.`);
  return preset;
}
