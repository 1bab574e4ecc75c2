/** Blocks of shell commands in a Markdown page, with the words after their fence: `sh`, `sh run`, `console`. */
export function commandBlocks(text) {
  return [
    ...text.matchAll(/^( *)```((?:sh|bash|console)[^\n]*)\n([\s\S]*?)^\1```/gm),
  ].map(([, indent, language, code]) => ({
    language: language.trim(),
    code: code.replace(new RegExp(`^${indent}`, 'gm'), ''),
  }));
}

/** The commands of a block: comments and variables before them left out, lines that go on put together. */
export function commandsOf(code) {
  return code
    .replace(/\\\n\s*/g, ' ')
    .split('\n')
    .map(line => line.replace(/(^|\s)#.*$/, '').trim())
    .filter(line => line !== '' && !line.startsWith('export '))
    .map(line => {
      const words = line.match(/(?:"[^"]*"|'[^']*'|\S)+/g) ?? [];
      const start = words.findIndex(word => !/^\w+=/.test(word));
      const [program, ...args] = words.slice(start);
      return { line, program, args };
    });
}
