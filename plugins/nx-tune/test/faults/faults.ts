import { existsSync } from 'node:fs';
import { appendFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Workspace } from '../workspace.js';
import { rolesOf, signal, type Role } from './processes.js';
import type { Random } from './random.js';

export interface Injected {
  readonly kind: string;
  /** ms since 1970. */
  readonly at: number;
  /** Trials that had a receipt a moment before. */
  readonly recorded: readonly string[];
  /** Trials that lose a result by it, and so must run again. */
  readonly lost: readonly string[];
}

interface Place {
  readonly workspace: Workspace;
  readonly random: Random;
  readonly nx: number | undefined;
}

/** Does its harm; undefined where there is nothing to harm at the moment. */
type Fault = (place: Place) => Promise<readonly string[] | undefined>;

const send =
  (name: NodeJS.Signals, ...roles: readonly Role[]): Fault =>
  ({ workspace, random, nx }) => {
    const running = rolesOf(workspace, nx);
    const pids = roles.flatMap((role) => {
      const found = running.get(role) ?? [];
      return found.length === 0 ? [] : [random.pick(found)];
    });
    const sent = pids.filter((pid) => signal(pid, name));
    return Promise.resolve(sent.length === roles.length ? [] : undefined);
  };

const killAll: Fault = ({ workspace, nx }) => {
  const pids = [...rolesOf(workspace, nx).values()].flat();
  const sent = pids.filter((pid) => signal(pid, 'SIGKILL'));
  return Promise.resolve(sent.length > 0 ? [] : undefined);
};

const TRIALS = 'results/demo/trials';

/** Trials with a receipt. */
export async function finished({ workspace }: Pick<Place, 'workspace'>): Promise<string[]> {
  const names = await readdir(join(workspace.root, TRIALS)).catch(() => []);
  return names.filter((name) => existsSync(join(workspace.root, TRIALS, name, 'receipt.json'))).sort();
}

const harm =
  (work: (folder: string) => Promise<void>): Fault =>
  async (place) => {
    const trials = await finished(place);
    if (trials.length === 0) return undefined;
    const trial = place.random.pick(trials);
    await work(join(place.workspace.root, TRIALS, trial));
    return [trial];
  };

const deleteResults: Fault = async (place) => {
  const trials = await finished(place);
  if (trials.length === 0) return undefined;
  // Programs that run write into it meanwhile.
  await rm(join(place.workspace.root, 'results'), { recursive: true, force: true, maxRetries: 5 });
  return trials;
};

/** The first half ends runs, or parts of them; the rest harms files. */
export const FAULTS: Readonly<Record<string, Fault>> = {
  'kill -9 nx': send('SIGKILL', 'nx'),
  'kill -9 runner': send('SIGKILL', 'runner'),
  'kill -9 program': send('SIGKILL', 'program'),
  'kill -9 child of a program': send('SIGKILL', 'child'),
  'kill -9 guardian': send('SIGKILL', 'guardian'),
  'kill -9 nx, runner, program': send('SIGKILL', 'nx', 'runner', 'program'),
  'kill -9 nx, runner': send('SIGKILL', 'nx', 'runner'),
  'kill -9 runner, program': send('SIGKILL', 'runner', 'program'),
  'kill -9 everything': killAll,
  'SIGTERM nx': send('SIGTERM', 'nx'),
  'SIGINT nx': send('SIGINT', 'nx'),
  'SIGHUP nx': send('SIGHUP', 'nx'),
  'SIGTERM runner': send('SIGTERM', 'runner'),
  'SIGTERM program': send('SIGTERM', 'program'),
  'SIGSTOP program': send('SIGSTOP', 'program'),
  'corrupt a receipt': harm((folder) => writeFile(join(folder, 'receipt.json'), '{"inputs": "1')),
  'change an artifact': harm((folder) => appendFile(join(folder, 'model.json'), ' ')),
  'tear an observation': harm((folder) => writeFile(join(folder, 'observation.json'), '{"trial"')),
  'delete a trial': harm((folder) => rm(folder, { recursive: true, force: true, maxRetries: 5 })),
  'delete the results': deleteResults,
};

/** Tries kinds in random order until one finds something to harm; undefined where none does. */
export async function inject(place: Place): Promise<Injected | undefined> {
  const kinds = Object.keys(FAULTS);
  while (kinds.length > 0) {
    const [kind] = kinds.splice(place.random.below(kinds.length), 1) as [string];
    const recorded = await finished(place);
    const at = Date.now();
    const lost = await FAULTS[kind]!(place);
    if (lost !== undefined) return { kind, at, recorded, lost };
  }
  return undefined;
}
