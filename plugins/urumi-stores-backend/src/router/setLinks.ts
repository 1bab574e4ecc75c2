import { Request, Response } from 'express';
import { Page } from '../service/types';

/**
 * Sets the `Link` header of a page: the same request with the cursors of its neighbours. Without
 * neighbours there is no header.
 */
export function setLinks(
  request: Request,
  response: Response,
  page: Pick<Page<unknown>, 'nextCursor' | 'previousCursor'>,
): void {
  const [path, query] = request.originalUrl.split('?', 2);
  const links = [
    { relation: 'next', cursor: page.nextCursor },
    { relation: 'prev', cursor: page.previousCursor },
  ].flatMap(({ relation, cursor }) => {
    if (cursor === undefined) {
      return [];
    }
    const parameters = new URLSearchParams(query);
    parameters.set('cursor', cursor);
    return [`<${path}?${parameters}>; rel="${relation}"`];
  });
  if (links.length > 0) {
    response.set('Link', links.join(', '));
  }
}
