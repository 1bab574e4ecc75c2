import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * What tells a process from a later one with the same number: when it began, on this boot of the machine.
 *
 * @returns undefined when there is no such process
 */
export function processMark(pid) {
  try {
    if (process.platform === 'linux') {
      const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
      // The name in parentheses may hold spaces; the start time is the 22nd field of the line, the 20th after it.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      const boot = fs.readFileSync('/proc/sys/kernel/random/boot_id', 'utf8');
      return fields[0] === 'Z' ? undefined : `${boot.trim()} ${fields[19]}`;
    }
    const line = execFileSync('ps', ['-o', 'lstart=', '-p', `${pid}`], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return line.trim() || undefined;
  } catch {
    return undefined;
  }
}

/** Processes of one running copy, kept in a file so that a crash can be cleaned up after. */
export class ProcessRecord {
  #file;

  constructor(file) {
    this.#file = file;
  }

  /** Remembers a process under a name. */
  add(name, pid) {
    const all = { ...this.#read(), [name]: { pid, mark: processMark(pid) } };
    const temporary = `${this.#file}.new`;
    fs.writeFileSync(temporary, JSON.stringify(all), { mode: 0o600 });
    fs.renameSync(temporary, this.#file);
  }

  /** The recorded process when it still is the same one and alive. */
  living(name) {
    const { pid, mark } = this.#read()[name] ?? {};
    return mark !== undefined && processMark(pid) === mark ? pid : undefined;
  }

  /**
   * Ends a recorded process in order, and by force when it has not ended within the given milliseconds. A number that
   * has become another process's is left alone.
   *
   * @returns whether there was something to end
   */
  async end(name, { patience }) {
    const pid = this.living(name);
    if (pid === undefined) {
      return false;
    }
    process.kill(pid, 'SIGTERM');
    const deadline = performance.now() + patience;
    while (this.living(name) !== undefined) {
      if (performance.now() > deadline) {
        process.kill(pid, 'SIGKILL');
      }
      await sleep(100);
    }
    return true;
  }

  clear() {
    fs.rmSync(this.#file, { force: true });
  }

  #read() {
    try {
      return JSON.parse(fs.readFileSync(this.#file, 'utf8'));
    } catch (error) {
      if (error.code === 'ENOENT' || error instanceof SyntaxError) {
        return {};
      }
      throw error;
    }
  }
}
