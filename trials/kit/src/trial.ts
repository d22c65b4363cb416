import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

export type Value = number | string | boolean;

/** The content of config.yaml. Paths are relative to the workspace root, which is the working directory. */
export interface TrialConfig {
  readonly pipeline: string;
  readonly phase: string;
  readonly tier: string;
  readonly trial: string;
  readonly seed: number;
  /** The best values of earlier phases, this phase's own, and the fixed ones. */
  readonly params: Readonly<Record<string, Value>>;
  /** Per earlier phase its best trial, and the path of that trial's artifact where it has one. */
  readonly upstream: Readonly<Record<string, { readonly trial: string; readonly artifact?: string }>>;
  /** What the prepare program wrote. */
  readonly data_dir?: string;
  /** Given to a finish program only: every parameter's default. */
  readonly defaults?: Readonly<Record<string, Value>>;
}

export interface Trial {
  readonly config: TrialConfig;
  readonly outputDir: string;
  readonly checkpointDir: string;
}

export class ContractError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ContractError';
  }
}

/** @throws ContractError when the variable is missing or empty */
export function requiredVariable(name: string, env: NodeJS.ProcessEnv = process.env): string {
  const value = env[name];
  if (value === undefined || value === '') {
    throw new ContractError(
      `Expected the environment variable \`${name}\` to be set, got ${value === '' ? 'an empty string' : 'nothing'}.`,
    );
  }
  return value;
}

/** The folder that TUNE_OUTPUT_DIR names, made when it is missing. */
export function outputDirectory(env: NodeJS.ProcessEnv = process.env): string {
  return madeFolder(requiredVariable('TUNE_OUTPUT_DIR', env));
}

/**
 * What the runner asks of this process: TUNE_TRIAL, TUNE_OUTPUT_DIR and TUNE_CHECKPOINT_DIR. Both folders are made
 * when missing.
 *
 * @throws ContractError when a variable is missing, or TUNE_TRIAL is not a JSON object with a phase and parameters
 */
export function readTrial(env: NodeJS.ProcessEnv = process.env): Trial {
  return {
    config: parseConfig(requiredVariable('TUNE_TRIAL', env)),
    outputDir: outputDirectory(env),
    checkpointDir: madeFolder(requiredVariable('TUNE_CHECKPOINT_DIR', env)),
  };
}

/** @throws ContractError when the trial has no such parameter and there is no fallback, or where it is not a number */
export function numberParameter(config: TrialConfig, name: string, fallback?: number): number {
  const value = config.params[name] ?? fallback;
  if (typeof value !== 'number') throw parameterError(name, 'a number', value);
  return value;
}

/** @throws ContractError when the trial has no such parameter, or not a boolean */
export function booleanParameter(config: TrialConfig, name: string): boolean {
  const value = config.params[name];
  if (typeof value !== 'boolean') throw parameterError(name, 'a boolean', value);
  return value;
}

/** @throws ContractError when the phase is unknown or left no artifact */
export function upstreamArtifact(config: TrialConfig, phase: string): string {
  const artifact = config.upstream[phase]?.artifact;
  if (artifact === undefined) {
    throw new ContractError(`Expected \`upstream\` to name an artifact of the phase \`${phase}\`, got none.`);
  }
  return artifact;
}

/** @throws ContractError when the pipeline has no prepare program */
export function dataDirectory(config: TrialConfig): string {
  if (config.data_dir === undefined) throw new ContractError('Expected `data_dir` to be set, got nothing.');
  return config.data_dir;
}

export const artifactPath = (trial: Trial, name: string): string => join(trial.outputDir, name);

function parameterError(name: string, rule: string, value: Value | undefined): ContractError {
  const found = value === undefined ? 'nothing' : `\`${value}\` (${typeof value})`;
  return new ContractError(`Expected the parameter \`${name}\` to be ${rule}, got ${found}.`);
}

function parseConfig(text: string): TrialConfig {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (cause) {
    throw new ContractError('Expected `TUNE_TRIAL` to be JSON, got text that is not.', { cause });
  }
  const config = parsed as Partial<TrialConfig> | null;
  for (const [field, type] of REQUIRED_FIELDS) {
    const found = config?.[field];
    if (typeof found !== type || found === null) {
      throw new ContractError(
        `Expected \`${field}\` in \`TUNE_TRIAL\` to be of type ${type}, got ${shown(found)}.`,
      );
    }
  }
  return config as TrialConfig;
}

const REQUIRED_FIELDS = [
  ['phase', 'string'],
  ['trial', 'string'],
  ['seed', 'number'],
  ['params', 'object'],
  ['upstream', 'object'],
] as const;

const shown = (value: unknown): string => (value === undefined ? 'nothing' : `\`${JSON.stringify(value)}\``);

function madeFolder(path: string): string {
  mkdirSync(path, { recursive: true });
  return path;
}
