import { JsonObject, JsonValue } from '@backstage/types';
import { InputError } from '@backstage/errors';
import { ValueKind } from './valueKinds';

const LONGEST_QUOTE = 60;

/**
 * A block of the configuration that knows its path, so that whatever is wrong in it is told with
 * the path and with what is expected there. `null` is the same as nothing.
 */
export class ConfigBlock {
  readonly #value: JsonObject;
  readonly #path: string;
  readonly #known = new Set<string>();

  /** @throws InputError when the value is no block. */
  constructor(value: JsonValue | undefined, path: string) {
    if (value !== undefined && value !== null && !isBlock(value)) {
      throw wrong(path, value, 'a block of keys');
    }
    this.#value = value ?? {};
    this.#path = path;
  }

  /** @throws InputError when it is there and wrong. */
  optional<T>(key: string, kind: ValueKind<T>): T | undefined {
    const raw = this.#take(key);
    return raw === undefined ? undefined : read(raw, this.pathOf(key), kind);
  }

  /** @throws InputError when it is missing or wrong. */
  required<T>(key: string, kind: ValueKind<T>): T {
    const value = this.optional(key, kind);
    if (value === undefined) {
      throw new InputError(
        `${this.pathOf(key)} is missing; it must be ${kind.expected}`,
      );
    }
    return value;
  }

  /** The values of a list. */
  list<T>(key: string, kind: ValueKind<T>): T[] {
    return this.#items(key).map((item, index) =>
      read(item, `${this.pathOf(key)}[${index}]`, kind),
    );
  }

  block(key: string): ConfigBlock {
    return new ConfigBlock(this.#take(key), this.pathOf(key));
  }

  /** The blocks of a list. */
  blocks(key: string): ConfigBlock[] {
    return this.#items(key).map(
      (item, index) => new ConfigBlock(item, `${this.pathOf(key)}[${index}]`),
    );
  }

  /** The values of a block whose keys are names that the operator chooses. */
  named<T>(key: string, kind: ValueKind<T>): Record<string, T> {
    const block = this.block(key);
    return Object.fromEntries(
      block.#names().map(name => [name, block.required(name, kind)]),
    );
  }

  /** The blocks of a block whose keys are names that the operator chooses. */
  namedBlocks(key: string): Array<[string, ConfigBlock]> {
    const block = this.block(key);
    return block.#names().map(name => [name, block.block(name)]);
  }

  /**
   * To be called when all is read: a misspelt key would otherwise be as good as none.
   *
   * @throws InputError naming a key that nobody has read.
   */
  end(): void {
    const unknown = this.#names().find(key => !this.#known.has(key));
    if (unknown !== undefined) {
      throw new InputError(
        `${this.pathOf(unknown)} is not known; ${this.#path} may have: ${[
          ...this.#known,
        ]
          .sort()
          .join(', ')}`,
      );
    }
  }

  pathOf(key: string): string {
    return `${this.#path}.${key}`;
  }

  #names(): string[] {
    return Object.keys(this.#value).filter(
      name => this.#value[name] !== undefined && this.#value[name] !== null,
    );
  }

  #take(key: string): JsonValue | undefined {
    this.#known.add(key);
    return this.#value[key] ?? undefined;
  }

  #items(key: string): JsonValue[] {
    const raw = this.#take(key);
    if (raw !== undefined && !Array.isArray(raw)) {
      throw wrong(this.pathOf(key), raw, 'a list');
    }
    return raw ?? [];
  }
}

function isBlock(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function read<T>(raw: JsonValue, path: string, kind: ValueKind<T>): T {
  const value = kind.read(raw);
  if (value === undefined) {
    throw wrong(path, kind.secret ? undefined : raw, kind.expected);
  }
  return value;
}

/** The value is left out where it is a secret. */
function wrong(path: string, raw: JsonValue | undefined, expected: string) {
  const quoted = JSON.stringify(raw);
  const is =
    quoted === undefined
      ? 'is wrong'
      : `is ${
          quoted.length > LONGEST_QUOTE
            ? `${quoted.slice(0, LONGEST_QUOTE)}…`
            : quoted
        }`;
  return new InputError(`${path} ${is}; it must be ${expected}`);
}
