import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, test } from 'vitest';
import { temporaryFolders } from '../../test/temporary.js';
import { CONTRACT_VERSION } from './definition.js';
import {
  changedParts,
  checkReceipt,
  digestOutputs,
  inputParts,
  inputsDigest,
  writeReceipt,
  type Receipt,
  type TrialInputs,
} from './receipt.js';

const newFolder = temporaryFolders();

const INPUTS: TrialInputs = {
  command: ['run', 'it'],
  env: { THREADS: '1' },
  config: {
    pipeline: 'demo',
    phase: 'a',
    tier: 'CRITICAL',
    trial: 'a_CRITICAL_001',
    seed: 7,
    params: { x: 0.5 },
    upstream: {},
  },
  upstream: { before: 'ab'.repeat(32) },
  sources: 'cd'.repeat(32),
  data: 'ef'.repeat(32),
  artifact: 'model.txt',
};

const RECORD: Receipt['record'] = {
  trial: 'a_CRITICAL_001',
  status: 'complete',
  attempts: [],
  started: '2026-01-05T12:00:00.000Z',
  finished: '2026-01-05T12:01:00.000Z',
  gate: [],
  origin: 'sobol 0',
  metrics: {},
};

describe('the digest of the inputs', () => {
  it.each<[string, Partial<TrialInputs>]>([
    ['an argument', { command: ['run', 'it', 'twice'] }],
    ['the bounds of arguments', { command: ['run it'] }],
    ['the environment', { env: { THREADS: '2' } }],
    ['a value', { config: { ...INPUTS.config, params: { x: 0.25 } } }],
    ['the type of a value', { config: { ...INPUTS.config, params: { x: '0.5' } } }],
    ['the seed', { config: { ...INPUTS.config, seed: 8 } }],
    ['an upstream artifact', { upstream: { before: 'ac'.repeat(32) } }],
    ['the sources', { sources: 'cc'.repeat(32) }],
    ['the prepared data', { data: 'ee'.repeat(32) }],
    ['which file is the artifact', { artifact: 'other.txt' }],
    ['a retry', { retry: '1\n' }],
  ])('changes with %s', (_what, change) => {
    expect(inputsDigest({ ...INPUTS, ...change })).not.toBe(inputsDigest(INPUTS));
  });

  it('does not change with the order of keys', () => {
    const { command, env, ...rest } = INPUTS;
    expect(inputsDigest({ ...rest, env, command })).toBe(inputsDigest(INPUTS));
  });
});

describe('a receipt', () => {
  const inputs = inputsDigest(INPUTS);
  let folder: string;
  let receipt: Receipt;

  beforeEach(async () => {
    folder = newFolder();
    mkdirSync(join(folder, 'sub'));
    writeFileSync(join(folder, 'metrics.json'), '{"score":1}');
    writeFileSync(join(folder, 'sub/model.txt'), 'model');
    const outputs = await digestOutputs(folder, ['metrics.json', 'sub/model.txt']);
    receipt = { contract: 1, inputs, status: 'complete', outputs, record: RECORD };
    await writeReceipt(folder, receipt);
  });

  it('is valid while inputs and files are what they were', async () => {
    expect(await checkReceipt(folder, inputs)).toEqual({ kind: 'valid', receipt });
    writeFileSync(join(folder, 'trial.log'), 'more');
    expect((await checkReceipt(folder, inputs)).kind).toBe('valid');
  });

  it('is not for other inputs', async () => {
    expect(await checkReceipt(folder, inputsDigest({ ...INPUTS, retry: '1\n' }))).toEqual({
      kind: 'inputs-changed',
      receipt: expect.objectContaining({ inputs: inputsDigest(INPUTS) }) as Receipt,
      reason: 'its inputs changed',
    });
  });

  it('does not vouch for a file that changed in one byte, or is gone', async () => {
    writeFileSync(join(folder, 'sub/model.txt'), 'modeL');
    const changed = { kind: 'outputs-changed', reason: 'sub/model.txt is not what the trial wrote' };
    expect(await checkReceipt(folder, inputs)).toEqual(changed);
    rmSync(join(folder, 'sub'), { recursive: true });
    expect(await checkReceipt(folder, inputs)).toEqual(changed);
  });

  it('is not there before the trial ran, nor when it was deleted', async () => {
    const none = { kind: 'none', reason: 'it has not run yet' };
    rmSync(join(folder, 'receipt.json'));
    expect(await checkReceipt(folder, inputs)).toEqual(none);
    expect(await checkReceipt(join(folder, 'no-such-folder'), inputs)).toEqual(none);
  });

  it.each([
    ['', 'its receipt cannot be read'],
    ['{ "torn', 'its receipt cannot be read'],
    ['[]', 'its receipt is not one of ours'],
    ['{"a": 1}', 'its receipt is not one of ours'],
    ['"text"', 'its receipt is not one of ours'],
  ])('that reads %s is none', async (text, reason) => {
    writeFileSync(join(folder, 'receipt.json'), text);
    expect(await checkReceipt(folder, inputs)).toEqual({ kind: 'unreadable', reason });
  });

  it.each(['inputs', 'outputs', 'record', 'status'])('without `%s` is none', async (key) => {
    const cut = Object.fromEntries(Object.entries(receipt).filter(([name]) => name !== key));
    writeFileSync(join(folder, 'receipt.json'), JSON.stringify(cut));
    expect(await checkReceipt(folder, inputs)).toEqual({
      kind: 'unreadable',
      reason: 'its receipt is not one of ours',
    });
  });

  it('keeps the record of the run, so that a reused trial can still tell of it', () => {
    const text = readFileSync(join(folder, 'receipt.json'), 'utf8');
    expect((JSON.parse(text) as Receipt).record).toEqual(RECORD);
  });
});

test('a file that is missing when the receipt is made is an error, not a receipt', async () => {
  await expect(digestOutputs(newFolder(), ['model.txt'])).rejects.toMatchObject({ code: 'ENOENT' });
});

describe('a change of the inputs', () => {
  const RECEIPT: Receipt = {
    contract: CONTRACT_VERSION,
    inputs: inputsDigest(INPUTS),
    parts: inputParts(INPUTS),
    status: 'complete',
    outputs: {},
    record: RECORD,
  };

  it.each<[string, Partial<TrialInputs>]>([
    ['values', { config: { ...INPUTS.config, params: { x: 0.25 } } }],
    ['command', { command: ['run', 'it', 'twice'] }],
    ['environment variables', { env: { THREADS: '2' } }],
    ['seed', { config: { ...INPUTS.config, seed: 8 } }],
    ['sources', { sources: 'dc'.repeat(32) }],
    ['prepared data', { data: 'fe'.repeat(32) }],
    ['upstream artifact', { upstream: { before: 'ba'.repeat(32) } }],
    ['name of the artifact', { artifact: 'other.txt' }],
    ['request to retry', { retry: '1' }],
    ['values, sources', { config: { ...INPUTS.config, params: {} }, sources: 'dc'.repeat(32) }],
  ])('is named: %s', (name, change) => {
    expect(changedParts(RECEIPT, inputParts({ ...INPUTS, ...change }))).toBe(`changed: ${name}`);
  });

  it('is named where it is of the contract, and not where the receipt holds no parts', () => {
    expect(changedParts({ ...RECEIPT, contract: 0 }, inputParts(INPUTS))).toBe(
      'changed: contract between runner and program',
    );
    const { contract, inputs, status, outputs, record } = RECEIPT;
    const old = { contract, inputs, status, outputs, record };
    expect(changedParts(old, inputParts({ ...INPUTS, retry: '1' }))).toBe('its inputs changed');
  });
});
