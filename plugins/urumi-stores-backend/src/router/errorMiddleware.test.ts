import {
  AuthenticationError,
  ConflictError,
  ForwardedError,
  InputError,
  NotAllowedError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import request from 'supertest';
import { TooManyRequestsError, UnprocessableEntityError } from '../errors';
import { errorBodySchema } from '../schema';
import {
  AUTHORIZATION,
  createTestServer,
} from './__testUtils__/createTestServer';

const URL = '/api/urumi-stores/engines';

async function answerTo(failure: unknown) {
  const { app, stores, logger } = createTestServer();
  stores.failure = failure;
  const response = await request(app)
    .get(URL)
    .set('Authorization', AUTHORIZATION);
  expect(errorBodySchema.safeParse(response.body).error).toBeUndefined();
  expect(response.body).toMatchObject({
    request: { method: 'GET', url: URL },
    response: { statusCode: response.status },
  });
  return { response, logger };
}

it.each<[number, Error]>([
  [400, new InputError('m')],
  [401, new AuthenticationError('m')],
  [403, new NotAllowedError('m')],
  [404, new NotFoundError('m')],
  [409, new ConflictError('m')],
  [503, new ServiceUnavailableError('m')],
])('answers with %p to %s', async (status, error) => {
  const { response, logger } = await answerTo(error);
  expect(response.status).toBe(status);
  expect(response.body).toMatchObject({
    error: { name: error.name, message: 'm' },
    detail: 'm',
  });
  expect(logger.error).not.toHaveBeenCalled();
});

it('answers with 422 and every detail', async () => {
  const details = [
    { loc: ['body', 'plan'], msg: 'must be one of: small', type: 'enum' },
    {
      loc: ['body', 'parameters', 'a', 0],
      msg: 'is required',
      type: 'missing',
    },
  ];
  const { response } = await answerTo(new UnprocessableEntityError(details));
  expect(response.status).toBe(422);
  expect(response.body).toMatchObject({
    error: {
      name: 'UnprocessableEntityError',
      message:
        'body.plan: must be one of: small; body.parameters.a.0: is required',
    },
    detail: details,
  });
});

it('answers with 429 and when to try again', async () => {
  const { response } = await answerTo(new TooManyRequestsError('slow', 12.2));
  expect(response.status).toBe(429);
  expect(response.headers['retry-after']).toBe('13');
});

it.each<[string, unknown]>([
  ['an unknown error', new Error('password=canary')],
  ['a cluster that says 404', Object.assign(new Error('x'), { status: 404 })],
  ['a wrapped error', new ForwardedError('while reading', new Error('x'))],
  ['something that is no error', 'canary'],
])('answers with 500 to %s, and tells only the log', async (_, failure) => {
  const { response, logger } = await answerTo(failure);
  expect(response.status).toBe(500);
  expect(JSON.stringify(response.body)).not.toContain('canary');
  expect(logger.error).toHaveBeenCalledTimes(1);
});
