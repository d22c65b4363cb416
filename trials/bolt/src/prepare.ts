/** Makes the data that all trials share, in TUNE_OUTPUT_DIR: the same bytes every time. */
import { log, outputDirectory } from 'trials-kit';
import { loadMails, type Mail } from './data/corpus.js';
import { halvingDesign, holdOutDesign } from './data/design.js';
import { DIMENSIONS, embed, fitEmbedder } from './data/embedding.js';
import { writeInstructions, writePrepared, writeRelevance, type PreparedData } from './data/files.js';
import { chooseTopics, generateInstructions } from './data/instructions.js';
import { choosePool } from './data/pool.js';
import { measureRelevance } from './data/relevance.js';
import { splitMails } from './data/split.js';
import { Random } from './random.js';
import {
  gather,
  products,
  rowStatistics,
  SimilarityReader,
  type LabelledRows,
  type PromptParts,
} from './reader.js';

/** Of the data alone: which mails are fitted, validated and tested on is the same in every pipeline. */
const SEED = 7;

function main(): void {
  const mails = loadMails();
  const split = splitMails(mails.length, SEED);
  const pick = (positions: readonly number[]): Mail[] => positions.map((i) => mails[i]!);
  const fitMails = pick(split.fit);
  const embedder = fitEmbedder(
    fitMails.map(({ words }) => words),
    SEED,
  );
  const rows = (part: readonly Mail[]): LabelledRows => ({
    rows: Float32Array.from(
      embed(
        part.map(({ words }) => words),
        embedder,
      ),
    ),
    labels: Uint8Array.from(part, ({ spam }) => (spam ? 1 : 0)),
  });
  const instructions = generateInstructions(chooseTopics(embedder), SEED);
  const instructionRows = Float32Array.from(
    embed(
      instructions.map(({ words }) => words),
      embedder,
    ),
  );
  const fit = rows(fitMails);
  const parts = { fit, validation: rows(pick(split.validation)), devTest: rows(pick(split.devTest)) };
  const prompts = promptParts(fit, instructionRows);
  const dir = outputDirectory();
  writeInstructions(dir, instructions);
  const heldOut = Uint8Array.from(instructions, (instruction) => (instruction.heldOut ? 1 : 0));
  const data = { ...prompts, ...parts, heldOut, ...designs(parts.validation, prompts) };
  writePrepared(dir, data, rows(pick(split.sealedTest)));
  writeRelevances(dir, data);
  const spam = mails.filter((mail) => mail.spam).length;
  log(
    `${mails.length} mails, ${((100 * spam) / mails.length).toFixed(1)} % spam, ${embedder.vocabulary.terms.length} terms.`,
  );
}

function promptParts(fit: LabelledRows, rows: Float32Array): PromptParts & { poolRows: Int32Array } {
  const poolRows = Int32Array.from(choosePool(fit.labels, Random.seeded(SEED, 'pool')));
  const pool = {
    rows: gather(fit.rows, DIMENSIONS, poolRows),
    labels: Uint8Array.from(poolRows, (i) => fit.labels[i]!),
  };
  const instructions = { rows, ...rowStatistics(products(rows, fit.rows, DIMENSIONS), fit.labels.length) };
  return { instructions, pool, poolRows, columns: DIMENSIONS };
}

function designs(
  validation: LabelledRows,
  parts: PromptParts,
): Pick<PreparedData, 'design' | 'designHoldOut'> {
  const reader = new SimilarityReader(validation, parts);
  const count = parts.instructions.mean.length;
  return {
    design: halvingDesign(reader, Random.seeded(SEED, 'design'), count),
    designHoldOut: holdOutDesign(reader, Random.seeded(SEED, 'hold-out'), count),
  };
}

/** Training prompts are read on fit mails, held-out ones on validation mails. */
function writeRelevances(dir: string, data: PreparedData): void {
  const instructions = data.heldOut.length;
  const training = new SimilarityReader(mailsOutsidePool(data), data);
  const heldOut = new SimilarityReader(data.validation, data);
  writeRelevance(dir, {
    training: measureRelevance(training, Random.seeded(SEED, 'relevance'), { prompts: 1200, instructions }),
    heldOut: measureRelevance(heldOut, Random.seeded(SEED, 'held-out relevance'), {
      prompts: 80,
      instructions,
    }),
  });
}

/** 1,000 random mails of fit that no prompt shows. */
function mailsOutsidePool({ fit, poolRows }: PreparedData): LabelledRows {
  const outside = [...fit.labels.keys()].filter((i) => !poolRows.includes(i));
  const positions = Random.seeded(SEED, 'relevance mails')
    .sample(outside.length, 1000)
    .map((i) => outside[i]!);
  return {
    rows: gather(fit.rows, DIMENSIONS, positions),
    labels: Uint8Array.from(positions, (i) => fit.labels[i]!),
  };
}

main();
