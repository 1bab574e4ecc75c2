import { LoggerService } from '@backstage/backend-plugin-api';

/** Keeps every line that is logged through it or its children, and what a child adds to each. */
export class RecordingLogger implements LoggerService {
  readonly lines: string[];
  readonly #fields: object;

  constructor(lines: string[] = [], fields: object = {}) {
    this.lines = lines;
    this.#fields = fields;
  }

  error = this.#record('error');
  warn = this.#record('warn');
  info = this.#record('info');
  debug = this.#record('debug');

  child(meta: object): LoggerService {
    return new RecordingLogger(this.lines, { ...this.#fields, ...meta });
  }

  #record(level: string) {
    return (message: string, meta?: object) => {
      const more =
        meta instanceof Error ? `${meta.stack}` : JSON.stringify(meta ?? {});
      const fields = JSON.stringify(this.#fields);
      this.lines.push(`${level} ${message} ${more} ${fields}`);
    };
  }
}
