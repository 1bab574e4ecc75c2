import { spawn } from 'node:child_process';
import { isError } from '@backstage/errors';

const MAX_OUTPUT = 1024 * 1024;
const KILL_AFTER_MS = 5_000;

export interface ProcessResult {
  /** Null when a signal ended the process. */
  exitCode: number | null;
  stdout: string;
  stderr: string;
}

export interface ProcessOptions {
  program: string;
  args: readonly string[];
  /** The complete environment: nothing is inherited. */
  env: Record<string, string>;
  cwd: string;
  /** Milliseconds of wall clock. */
  timeoutMs: number;
  signal?: AbortSignal;
}

/**
 * Runs a program to its end, without a shell.
 *
 * @remarks
 * When the time is over or the signal aborts, the program is asked to end and killed five seconds
 * later. It has always ended when the promise settles. Of each output the first megabyte is kept.
 *
 * @throws The signal's reason when it aborted; an Error when the program cannot be started.
 */
export async function runProcess(
  options: ProcessOptions,
): Promise<ProcessResult> {
  const { program, args, env, cwd, timeoutMs, signal } = options;
  signal?.throwIfAborted();
  const child = spawn(program, args, {
    cwd,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let killTimer: NodeJS.Timeout | undefined;
  const end = () => {
    child.kill('SIGTERM');
    killTimer ??= setTimeout(() => child.kill('SIGKILL'), KILL_AFTER_MS);
  };
  const timer = setTimeout(end, timeoutMs);
  signal?.addEventListener('abort', end, { once: true });
  const stdout = collect(child.stdout);
  const stderr = collect(child.stderr);
  try {
    const exitCode = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    signal?.throwIfAborted();
    return { exitCode, stdout: stdout(), stderr: stderr() };
  } catch (error) {
    if (isError(error) && 'code' in error && error.code === 'ENOENT') {
      throw new Error(`The program '${program}' does not exist`);
    }
    throw error;
  } finally {
    clearTimeout(timer);
    clearTimeout(killTimer);
    signal?.removeEventListener('abort', end);
  }
}

function collect(stream: NodeJS.ReadableStream): () => string {
  const chunks: Buffer[] = [];
  let size = 0;
  stream.on('data', (chunk: Buffer) => {
    const room = MAX_OUTPUT - size;
    if (room > 0) {
      chunks.push(chunk.subarray(0, room));
      size += Math.min(chunk.length, room);
    }
  });
  return () => Buffer.concat(chunks).toString();
}
