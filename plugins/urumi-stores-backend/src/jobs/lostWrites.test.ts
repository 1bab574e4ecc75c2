import { NotSentError } from '../database/NotSentError';
import { isRefused } from './lostWrites';

const answer = (code: string) => Object.assign(new Error('No.'), { code });

describe('isRefused', () => {
  it.each([
    ['a value that no column takes', answer('23502')],
    ['a deadlock', answer('40P01')],
    ['a statement that was cancelled', answer('57014')],
    ['a statement that was not sent', new NotSentError(answer('ECONNREFUSED'))],
  ])('is sure that nothing was written by %s', (_, error) => {
    expect(isRefused(error)).toBe(true);
  });

  it.each([
    ['a server that shuts down', answer('57P01')],
    ['a pooler that has lost its server', answer('08P01')],
    ['a socket that was reset', answer('ECONNRESET')],
    ['a socket whose other side is gone', answer('EPIPE')],
    ['a driver', new Error('Connection terminated unexpectedly')],
  ])('is not sure with the error of %s', (_, error) => {
    expect(isRefused(error)).toBe(false);
  });
});
