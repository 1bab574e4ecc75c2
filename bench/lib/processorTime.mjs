import fs from 'node:fs';

/** Milliseconds of processor that a process, its children and their ended children have used, on Linux. */
export function processorTime(pid) {
  const { own, children } = readTimes(pid);
  return own + children;
}

/**
 * What processes use of the processor from now on, on Linux.
 *
 * @param processes process ids by name
 * @returns seconds by name when called, those of children apart; what used nothing is left out
 */
export function watchProcessors(processes) {
  const read = () =>
    Object.fromEntries(
      Object.entries(processes).flatMap(([name, pid]) => {
        const { own, children } = readTimes(pid);
        return [
          [name, own],
          [`children of ${name}`, children],
        ];
      }),
    );
  const before = read();
  return () =>
    Object.fromEntries(
      Object.entries(read())
        .map(([name, now]) => [
          name,
          Math.round((now - before[name]) / 10) / 100,
        ])
        .filter(([, seconds]) => seconds > 0),
    );
}

/** Milliseconds of a process itself, and of its children, those that have ended and those that have not. */
function readTimes(pid) {
  const process = readStat(pid);
  const children = fs
    .readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .map(readStat)
    .filter(stat => stat?.parent === pid);
  return {
    own: process?.own ?? 0,
    children: children.reduce(
      (sum, { own, endedChildren }) => sum + own + endedChildren,
      process?.endedChildren ?? 0,
    ),
  };
}

/** Undefined when the process has ended meanwhile. */
function readStat(pid) {
  let stat;
  try {
    stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT' || error.code === 'ESRCH') {
      return undefined;
    }
    throw error;
  }
  // The name in parentheses may hold spaces; the times are the 14th to 17th field, in hundredths of a second.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const sum = ticks => ticks.reduce((all, each) => all + Number(each) * 10, 0);
  return {
    parent: Number(fields[1]),
    own: sum(fields.slice(11, 13)),
    endedChildren: sum(fields.slice(13, 15)),
  };
}
