import { AsyncLocalStorage } from 'node:async_hooks';
import type { Request } from 'express';

const requests = new AsyncLocalStorage<Request>();

/** Runs the work so that {@link currentRequest} gives the request, however deep inside. */
export function withRequest<T>(request: Request, work: () => T): T {
  return requests.run(request, work);
}

/** The HTTP request that is being answered; undefined where there is none, as in actions and jobs. */
export function currentRequest(): Request | undefined {
  return requests.getStore();
}
