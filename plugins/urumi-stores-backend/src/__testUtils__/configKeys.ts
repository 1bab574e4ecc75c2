import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A key of the configuration as `config.d.ts` has it. */
export interface ConfigKey {
  /** Below `urumiStores`, such as `clusters[].labels.<name>`. */
  path: string;
  /** What it is, without its default. */
  description: string;
  /** `Required`, or the default in words. */
  fallback: string | undefined;
  visibility: string | undefined;
}

const OPENING = /^(?:(\w+)\??|\[(\w+): string\]): (?:(Array<)?\{)$/;
const LEAF = /^(?:(\w+)\??|\[(\w+): string\]): (.+);$/;
const NAMED = /^\{ \[(\w+): string\]: string \}$/;

/** The keys in `config.d.ts` that hold values, in its order. */
export function readConfigKeys(): ConfigKey[] {
  const lines = readFileSync(join(__dirname, '../../config.d.ts'), 'utf8')
    .split('\n')
    .map(line => line.trim());
  const keys: ConfigKey[] = [];
  const open: string[] = [];
  let comment: string[] = [];
  let isComment = false;
  for (const line of lines.slice(lines.indexOf('urumiStores?: {') + 1)) {
    if (line.startsWith('/**')) {
      comment = [];
      isComment = true;
    }
    if (isComment) {
      comment.push(line.replace(/^\/?\*+\/?|\*\/$/g, '').trim());
      isComment = !line.endsWith('*/');
      continue;
    }
    const opening = OPENING.exec(line);
    const leaf = LEAF.exec(line);
    if (opening) {
      const [, name, wildcard, list] = opening;
      open.push(`${name ?? `<${wildcard}>`}${list ? '[]' : ''}`);
    } else if (/^\}>?;$/.test(line)) {
      open.pop();
    } else if (leaf) {
      const [, name, , type] = leaf;
      const inner = NAMED.exec(type)?.[1];
      keys.push({
        path: [...open, name, ...(inner ? [`<${inner}>`] : [])].join('.'),
        ...readComment(comment.join(' ').replace(/\s+/g, ' ').trim()),
      });
      comment = [];
    }
  }
  return keys;
}

function readComment(comment: string): Omit<ConfigKey, 'path'> {
  const [text, visibility] = comment.split(/ ?@visibility /);
  const parts = /^(.*?)(?: Default: (.*)\.| (Required)\.)$/.exec(text);
  return {
    description: parts?.[1] ?? text,
    fallback: parts?.[2] ?? parts?.[3],
    visibility,
  };
}
