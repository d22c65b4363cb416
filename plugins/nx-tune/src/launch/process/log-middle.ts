import { open, rename, type FileHandle } from 'node:fs/promises';

const BLOCK_BYTES = 2 ** 20;
const NEWLINE = 10;

/**
 * Replaces a log by its first quarter of the limit, a line that says what is missing, and its last quarter, both cut at
 * the ends of lines where there are any. A crash leaves the old file or the new one.
 */
export async function leaveOutMiddle(path: string, limit: number): Promise<void> {
  const temporary = `${path}.tmp`;
  const source = await open(path, 'r');
  try {
    const target = await open(temporary, 'w');
    try {
      await copyEnds(source, target, limit);
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
  await rename(temporary, path);
}

async function copyEnds(source: FileHandle, target: FileHandle, limit: number): Promise<void> {
  const quarter = Math.floor(limit / 4);
  const longestLine = Math.floor(limit / 8);
  const { size } = await source.stat();
  const headEnd = await lineStart(source, quarter, longestLine);
  const tailStart = Math.max(headEnd, await lineStart(source, size - quarter, longestLine));
  await copy(source, target, { start: 0, end: headEnd });
  if (!(await endsLine(source, headEnd))) await target.appendFile('\n');
  await target.appendFile(`[nx-tune] the middle of this log was left out: it is limited to ${limit} bytes\n`);
  await copy(source, target, { start: tailStart, end: size });
}

async function endsLine(file: FileHandle, end: number): Promise<boolean> {
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, end - 1);
  return buffer[0] === NEWLINE;
}

/** Where the first line begins that starts at or after the position; the position itself if none is near. */
async function lineStart(file: FileHandle, position: number, within: number): Promise<number> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(within), 0, within, position);
  const newline = buffer.subarray(0, bytesRead).indexOf(NEWLINE);
  return newline < 0 ? position : position + newline + 1;
}

async function copy(
  source: FileHandle,
  target: FileHandle,
  range: { readonly start: number; readonly end: number },
): Promise<void> {
  const block = Buffer.alloc(Math.min(BLOCK_BYTES, range.end - range.start));
  for (let at = range.start; at < range.end;) {
    const { bytesRead } = await source.read(block, 0, Math.min(block.length, range.end - at), at);
    if (bytesRead === 0) return;
    await target.appendFile(block.subarray(0, bytesRead));
    at += bytesRead;
  }
}
