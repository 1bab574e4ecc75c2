import { LoggerService } from '@backstage/backend-plugin-api';

/** Keeps every line that is logged through it or its children. */
export class RecordingLogger implements LoggerService {
  readonly lines: string[];

  constructor(lines: string[] = []) {
    this.lines = lines;
  }

  error = this.#record('error');
  warn = this.#record('warn');
  info = this.#record('info');
  debug = this.#record('debug');

  child(meta: object): LoggerService {
    this.lines.push(JSON.stringify(meta));
    return new RecordingLogger(this.lines);
  }

  #record(level: string) {
    return (message: string, meta?: object) => {
      const more =
        meta instanceof Error ? `${meta.stack}` : JSON.stringify(meta ?? {});
      this.lines.push(`${level} ${message} ${more}`);
    };
  }
}
