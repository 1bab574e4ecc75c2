import fs from 'node:fs';

/** Milliseconds of processor that a process, its children and their ended children have used, on Linux. */
export function processorTime(pid) {
  const children = fs
    .readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .map(readStat)
    .filter(stat => stat?.parent === pid);
  return [readStat(pid), ...children].reduce(
    (sum, stat) => sum + (stat?.milliseconds ?? 0),
    0,
  );
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
  return {
    parent: Number(fields[1]),
    milliseconds: fields
      .slice(11, 15)
      .reduce((sum, ticks) => sum + Number(ticks) * 10, 0),
  };
}
