import { CustomErrorBase } from '@backstage/errors';

/** The path is there, but not with this method: HTTP 405. */
export class MethodNotAllowedError extends CustomErrorBase {
  name = 'MethodNotAllowedError' as const;
  /** Methods that the path has. */
  readonly allowed: string[];

  constructor(method: string, allowed: string[]) {
    super(`${method} is not possible here, only ${allowed.join(', ')}`);
    this.allowed = allowed;
  }
}
