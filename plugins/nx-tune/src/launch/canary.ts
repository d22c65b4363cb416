import { spawn } from 'node:child_process';
import { platform } from 'node:os';

/**
 * Notices that nx is stopping before this process is told. On a stop nx signals the leaves of its process tree first,
 * and their parents only once those have ended, which for programs that save a checkpoint takes a while. An idle leaf
 * of our own dies at once: that is the sign. Without it a program that answers SIGTERM by exiting with 0 would look
 * like one that has finished.
 *
 * @returns a function that ends the watch
 */
export function watchForStop(onStop: () => void): () => void {
  if (platform() === 'win32') return () => undefined;
  // `cat` waits for an end of input that comes when we end it, or when we are killed. Not with execa: it is no program
  // of anybody's, and must stay in our process group.
  const canary = spawn('cat', [], { stdio: ['pipe', 'ignore', 'ignore'] });
  let watching = true;
  canary.on('exit', () => {
    if (watching) onStop();
  });
  canary.on('error', () => undefined); // no cat: stops are then noticed by the signals alone
  return () => {
    watching = false;
    canary.stdin.destroy();
  };
}
