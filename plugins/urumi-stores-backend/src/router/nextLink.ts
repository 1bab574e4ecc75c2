import { Request } from 'express';

/**
 * The `Link` header of a page: the same request with the next cursor.
 */
export function nextLink(request: Request, nextCursor: string): string {
  const [path, query] = request.originalUrl.split('?', 2);
  const parameters = new URLSearchParams(query);
  parameters.set('cursor', nextCursor);
  return `<${path}?${parameters}>; rel="next"`;
}
