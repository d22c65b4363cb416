/** The files of the data folder: written by `prepare`, read by the phases. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readTensors, writeAtomically, writeTensors, type Tensor, type Tensors } from 'trials-kit';
import { DIMENSIONS } from './embedding.js';
import type { Instruction } from './instructions.js';
import type { Measured } from './design.js';
import type { Relevance } from './relevance.js';
import type { LabelledRows, Prompt, PromptParts } from '../reader.js';

export interface PreparedData extends PromptParts {
  readonly fit: LabelledRows;
  readonly validation: LabelledRows;
  readonly devTest: LabelledRows;
  /** Positions of the pool's mails in `fit`. */
  readonly poolRows: Int32Array;
  /** 1 for instructions that no autoencoder is trained on. */
  readonly heldOut: Uint8Array;
  readonly design: readonly Measured[];
  readonly designHoldOut: readonly Measured[];
}

const PARTS = ['fit', 'validation', 'devTest'] as const;
const SEALED = 'sealed-test.safetensors';
const DATA = 'data.safetensors';
const RELEVANCE = 'relevance.safetensors';
const WORDS = 'instructions.json';

export function writePrepared(dir: string, data: PreparedData, sealedTest: LabelledRows): void {
  writeTensors(join(dir, DATA), {
    ...Object.fromEntries(PARTS.flatMap((part) => labelledTensors(part, data[part]))),
    ...Object.fromEntries(labelledTensors('pool', data.pool)),
    poolRows: vector(data.poolRows),
    instructions: matrix(data.instructions.rows),
    instructionMean: vector(data.instructions.mean),
    instructionDeviation: vector(data.instructions.deviation),
    heldOut: vector(data.heldOut),
    ...designTensors('design', data.design),
    ...designTensors('designHoldOut', data.designHoldOut),
  });
  writeTensors(join(dir, SEALED), Object.fromEntries(labelledTensors('sealedTest', sealedTest)));
}

export function readPrepared(dir: string): PreparedData {
  const { tensors } = readTensors(join(dir, DATA));
  return {
    columns: DIMENSIONS,
    fit: labelledRows('fit', tensors),
    validation: labelledRows('validation', tensors),
    devTest: labelledRows('devTest', tensors),
    pool: labelledRows('pool', tensors),
    poolRows: tensors['poolRows']!.data as Int32Array,
    instructions: {
      rows: tensors['instructions']!.data as Float32Array,
      mean: tensors['instructionMean']!.data as Float32Array,
      deviation: tensors['instructionDeviation']!.data as Float32Array,
    },
    heldOut: tensors['heldOut']!.data as Uint8Array,
    design: measured('design', tensors),
    designHoldOut: measured('designHoldOut', tensors),
  };
}

/** The mails that only the winner and the defaults are ever scored on. Called by `finish`, and by nothing else. */
export function readSealedTest(dir: string): LabelledRows {
  return labelledRows('sealedTest', readTensors(join(dir, SEALED)).tensors);
}

/** Measured on fit mails, and on validation mails. */
export interface Relevances {
  readonly training: Relevance;
  readonly heldOut: Relevance;
}

const RELEVANCE_PARTS = ['training', 'heldOut'] as const;

export function writeRelevance(dir: string, relevances: Relevances): void {
  const tensors = RELEVANCE_PARTS.map((part): Tensors => {
    const { prompts, effects } = relevances[part];
    const shape = [prompts.length, effects.length / prompts.length];
    return { ...promptTensors(part, prompts), [`${part}Effects`]: { shape, data: effects } };
  });
  writeTensors(join(dir, RELEVANCE), Object.assign({}, ...tensors) as Tensors);
}

export function readRelevance(dir: string): Relevances {
  const { tensors } = readTensors(join(dir, RELEVANCE));
  const read = (part: string): Relevance => ({
    prompts: prompts(part, tensors),
    effects: tensors[`${part}Effects`]!.data as Float32Array,
  });
  return { training: read('training'), heldOut: read('heldOut') };
}

export function writeInstructions(dir: string, instructions: readonly Instruction[]): void {
  const texts = instructions.map(({ words }) => words.join(' '));
  writeAtomically(join(dir, WORDS), `${JSON.stringify(texts, null, 1)}\n`);
}

/** The words of every instruction, for people. */
export const readInstructions = (dir: string): string[] =>
  JSON.parse(readFileSync(join(dir, WORDS), 'utf8')) as string[];

function labelledTensors(name: string, { rows, labels }: LabelledRows): [string, Tensor][] {
  return [
    [name, matrix(rows)],
    [`${name}Labels`, vector(labels)],
  ];
}

const labelledRows = (name: string, tensors: Tensors): LabelledRows => ({
  rows: tensors[name]!.data as Float32Array,
  labels: tensors[`${name}Labels`]!.data as Uint8Array,
});

function designTensors(name: string, design: readonly Measured[]): Tensors {
  return {
    ...promptTensors(
      name,
      design.map(({ prompt }) => prompt),
    ),
    [`${name}Error`]: vector(Float64Array.from(design, ({ error }) => error)),
    [`${name}Fidelity`]: vector(Int32Array.from(design, ({ fidelity }) => fidelity)),
  };
}

function measured(name: string, tensors: Tensors): Measured[] {
  return prompts(name, tensors).map((prompt, i) => ({
    prompt,
    error: tensors[`${name}Error`]!.data[i]!,
    fidelity: tensors[`${name}Fidelity`]!.data[i]!,
  }));
}

function promptTensors(name: string, list: readonly Prompt[]): Tensors {
  const exemplars = Int32Array.from(list.flatMap((prompt) => prompt.exemplars));
  return {
    [`${name}Instruction`]: vector(Int32Array.from(list, ({ instruction }) => instruction)),
    [`${name}Exemplars`]: { shape: [list.length, exemplars.length / list.length], data: exemplars },
  };
}

function prompts(name: string, tensors: Tensors): Prompt[] {
  const { shape, data: exemplars } = tensors[`${name}Exemplars`]!;
  const width = shape[1]!;
  return Array.from({ length: shape[0]! }, (_, i) => ({
    instruction: tensors[`${name}Instruction`]!.data[i]!,
    exemplars: [...exemplars.subarray(i * width, (i + 1) * width)],
  }));
}

const vector = (data: Tensor['data']): Tensor => ({ shape: [data.length], data });

const matrix = (data: Float32Array): Tensor => ({ shape: [data.length / DIMENSIONS, DIMENSIONS], data });
