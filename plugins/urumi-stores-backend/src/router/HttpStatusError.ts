import { CustomErrorBase } from '@backstage/errors';

/** An answer that none of Backstage's errors stands for. */
export class HttpStatusError extends CustomErrorBase {
  name: string;
  readonly statusCode: number;
  readonly headers: Record<string, string>;

  constructor(options: {
    statusCode: number;
    name: string;
    message: string;
    headers?: Record<string, string>;
  }) {
    super(options.message);
    this.name = options.name;
    this.statusCode = options.statusCode;
    this.headers = options.headers ?? {};
  }
}
