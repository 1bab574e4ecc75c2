import { subscribe } from 'node:diagnostics_channel';
import { ServerResponse } from 'node:http';

/**
 * Puts the store's id onto every answer of this process, whoever gives it: the routes, the admin's
 * files, the pictures and the errors.
 */
export function signAnswers(storeId: string): void {
  subscribe('http.server.request.start', message => {
    const { response } = message as { response: ServerResponse };
    response.setHeader('X-Urumi-Store', storeId);
  });
}
