import type { ExecutorContext } from '@nx/devkit';
import { runTrials } from '../../launch/batch.js';
import type { TrialOptions } from '../../launch/planned-trial.js';
import { reporting } from '../adapt.js';

/** One trial, with the code of many: for `nx run … --batch=false`. */
export default function trial(
  options: TrialOptions,
  { root, projectsConfigurations }: ExecutorContext,
): Promise<{ success: boolean }> {
  return reporting(async () => {
    for await (const end of runTrials(root, projectsConfigurations.projects, [{ task: 'trial', options }])) {
      if (end.kind === 'error') throw end.error;
    }
    return true;
  });
}
