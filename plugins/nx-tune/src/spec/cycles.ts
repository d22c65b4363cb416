import * as z from 'zod/mini';
import { described } from './described.js';
import type { Located } from './located.js';
import type { Phase, Spec } from './types.js';
import { quote } from './wording.js';

const DEFAULT_CYCLES = 1;

export const cyclesShape = described(
  `How often all phases are gone through, each time around the best of the time before, in narrower ranges. Default: ${DEFAULT_CYCLES}.`,
  z.int().check(z.gte(1), z.lte(10)),
);

/** All phases again for each cycle after the first, each under a name of its own. */
export function inCycles(file: Located, written: readonly Phase[]): Phase[] {
  const cycles = file.get(cyclesShape, ['cycles']) ?? DEFAULT_CYCLES;
  const repeated = Array.from({ length: cycles - 1 }, (_, at) =>
    written.map((phase) => ({ ...phase, name: nameIn(phase.of, at + 2), cycle: at + 2 })),
  ).flat();
  const taken = new Set(repeated.map(({ name }) => name));
  for (const { name } of written.filter((phase) => taken.has(phase.name))) {
    const message = `Expected a phase to have another name than that of a later cycle, found ${quote(name)}.`;
    file.reportKey(['phases', name], message, 'rename it');
  }
  return [...written, ...repeated];
}

/** The phase that ended the cycle before the one which this phase ends; undefined where it ends none but the first. */
export const endBefore = ({ phases }: Spec, { of, cycle }: Phase): Phase | undefined =>
  phases.at(-1)?.of === of ? phases.find((each) => each.of === of && each.cycle === cycle - 1) : undefined;

/** `vae`, then `vae-cycle-2` */
const nameIn = (phase: string, cycle: number): string => `${phase}-cycle-${cycle}`;
