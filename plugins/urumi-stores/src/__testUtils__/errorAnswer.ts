import { HttpResponse } from 'msw';

/** What the API answers when it cannot do what it is asked. */
export function errorAnswer(
  status: number,
  detail: unknown,
  headers: Record<string, string> = {},
) {
  return HttpResponse.json(
    {
      error: { name: 'Error', message: 'It did not work' },
      response: { statusCode: status },
      detail,
    },
    { status, headers },
  );
}
