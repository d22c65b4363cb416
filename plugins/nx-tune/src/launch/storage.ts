import { constants, existsSync } from 'node:fs';
import { access } from 'node:fs/promises';
import { dirname } from 'node:path';
import { StorageError } from './errors.js';
import type { Job } from './job.js';

/** Trouble with the disk that the next trial would meet too. */
const LASTING = new Set(['ENOSPC', 'EDQUOT', 'EROFS', 'EACCES', 'EPERM', 'EIO', 'ENOTDIR']);

/** Does something with a job's files. @throws StorageError in place of an error of the file system */
export async function storing<T>(job: Job, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isFileError(error)) throw error;
    const cause = await whyNotWritable(job.folder, error);
    throw new StorageError({ id: job.id, folder: job.shownFolder, why: cause.message, cause });
  }
}

/** Node 20 says ENOENT where a folder cannot be made on a read-only disk: asks again for what is there of the path. */
async function whyNotWritable(folder: string, error: FileError): Promise<FileError> {
  if (error.code !== 'ENOENT') return error;
  let there = folder;
  while (!existsSync(there)) there = dirname(there);
  return access(there, constants.W_OK).then(
    () => error,
    (better: unknown) => (isFileError(better) ? better : error),
  );
}

/** Whether it is no use to start further programs. */
export function lasts(error: unknown): error is StorageError {
  if (!(error instanceof StorageError)) return false;
  return !isFileError(error.cause) || LASTING.has(error.cause.code);
}

/** Whether something could not be written for want of room. */
export const isDiskFull = (error: Error | undefined): boolean =>
  error !== undefined && isFileError(error) && (error.code === 'ENOSPC' || error.code === 'EDQUOT');

type FileError = Error & { code: string };

const isFileError = (error: unknown): error is FileError =>
  error instanceof Error && 'syscall' in error && typeof (error as NodeJS.ErrnoException).code === 'string';
