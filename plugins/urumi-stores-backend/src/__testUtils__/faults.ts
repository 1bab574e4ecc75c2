/** What a client asked of an API server. */
export interface ProxiedRequest {
  method: string;
  /** Without the query. */
  path: string;
  query: URLSearchParams;
  userAgent: string;
  body: string;
  /** Undefined when no answer was seen. */
  status?: number;
}

/** An answer in the place of the API server's. */
export interface FaultAnswer {
  status: number;
  headers?: Record<string, string>;
  body: string;
}

/**
 * How a request breaks.
 *
 * `hold`: it is passed on late. `answer`: the API server never gets it. `cut`: neither; the
 * connection ends. `cut-answer`: the connection ends in the middle of the answer. `lose-answer`: the
 * API server did it, and nobody is told. `silence`: it is accepted, and nothing comes after that.
 */
export type Fault =
  | { kind: 'none' | 'cut' | 'cut-answer' | 'lose-answer' | 'silence' }
  | { kind: 'hold'; until: Promise<unknown> }
  | { kind: 'answer'; answer: (request: ProxiedRequest) => FaultAnswer };

/** Which requests break, and how. */
export interface FaultRule {
  fault: Fault;
  /** Default: all. */
  matches?: (request: ProxiedRequest) => boolean;
  /** How many of them; default: all. */
  times?: number;
}

/** A rule that counts, and that is over when its time is. */
export function injectedFault(rule: FaultRule): {
  rule: FaultRule;
  hits: () => number;
} {
  let hits = 0;
  return {
    hits: () => hits,
    rule: {
      fault: rule.fault,
      matches: request => {
        const fits =
          hits < (rule.times ?? Infinity) && (rule.matches?.(request) ?? true);
        hits += fits ? 1 : 0;
        return fits;
      },
    },
  };
}

/** Requests of that method and path. */
export function asking(method: RegExp, path: RegExp) {
  return (request: ProxiedRequest) =>
    method.test(request.method) && path.test(request.path);
}

/** An answer with the body that the Kubernetes API gives to what it refuses. */
export function refusing(
  status: number,
  reason: string,
  message: string,
  headers: Record<string, string> = {},
): Fault {
  return {
    kind: 'answer',
    answer: () => ({
      status,
      headers,
      body: JSON.stringify({
        apiVersion: 'v1',
        kind: 'Status',
        status: 'Failure',
        code: status,
        reason,
        message,
      }),
    }),
  };
}

/** What a server answers that has too much to do. */
export function throttling(retryAfterSeconds: number): Fault {
  return refusing(429, 'TooManyRequests', 'too many requests, try again', {
    'retry-after': String(retryAfterSeconds),
  });
}

/** Something that a test lets happen when it is time. */
export function gate(): { opened: Promise<void>; open: () => void } {
  let open = () => {};
  const opened = new Promise<void>(resolve => {
    open = resolve;
  });
  return { opened, open };
}
