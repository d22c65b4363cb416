import type { PhaseImportance } from '../context.js';
import type { Facts, PhaseRow } from '../facts.js';
import { hasGate } from '../sections/verdict.js';
import { importancePlot } from './importance.js';
import { pathPlot } from './path.js';

export interface Plot {
  readonly file: string;
  readonly svg: string;
}

export interface PhasePlots {
  readonly path?: Plot;
  readonly importance?: Plot;
}

/** A plot is absent where there is nothing to draw. */
export function plotsOf(facts: Facts, phase: PhaseRow, importance: PhaseImportance | undefined): PhasePlots {
  const axis = facts.pathAxis.find((row) => row.phase === phase.phase);
  const ofPhase = <Row extends { readonly phase: string }>(rows: readonly Row[]) =>
    rows.filter((row) => row.phase === phase.phase);
  const limits = ofPhase(facts.planGates)
    .filter(({ metric }) => metric === phase.metric)
    .flatMap(({ limit, low, high }) => [limit, low, high].filter((each) => each !== null));
  const path = axis && {
    phase,
    axis,
    limits,
    tiers: ofPhase(facts.tiers),
    path: ofPhase(facts.path),
    gated: hasGate(facts, phase),
  };
  return {
    ...(path && { path: { file: `${phase.phase}-path.svg`, svg: pathPlot(path) } }),
    ...(importance && {
      importance: { file: `${phase.phase}-importance.svg`, svg: importancePlot(phase.phase, importance) },
    }),
  };
}
