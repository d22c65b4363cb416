import type { ExecutorContext } from '@nx/devkit';
import { setTimeout as delay } from 'node:timers/promises';
import { loadPipeline } from '../../launch/pipeline.js';
import { formatStatus } from '../../report/status.js';
import { layoutOf } from '../../results/layout.js';
import { reporting, say } from '../adapt.js';

const REFRESH_MS = 2_000;
/** Cursor home, and away with what was below. */
const CLEAR = '\u001b[H\u001b[J';

export interface StatusOptions {
  readonly pipeline: string;
  /** Goes on until it is interrupted. */
  readonly watch?: boolean;
}

export default function status(
  { pipeline, watch }: StatusOptions,
  { root }: ExecutorContext,
): Promise<{ success: boolean }> {
  return reporting(async () => {
    do {
      const spec = loadPipeline(root, pipeline);
      const text = formatStatus({ workspaceRoot: root, resultsDir: layoutOf(spec.name).root, spec });
      say(watch === true && process.stdout.isTTY ? `${CLEAR}${text}` : text);
      if (watch === true) await delay(REFRESH_MS);
    } while (watch === true);
    return true;
  });
}
