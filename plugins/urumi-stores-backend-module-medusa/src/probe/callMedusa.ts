import { JsonObject, JsonValue } from '@backstage/types';
import {
  asObject,
  StoreProbeContext,
  StoreProbeError,
  StoreProbeRequest,
} from '@urumi/backstage-plugin-urumi-stores-node';

/** A call of Medusa's API, with the headers that let its caller in. */
export type MedusaCall = (
  method: NonNullable<StoreProbeRequest['method']>,
  path: string,
  body?: JsonValue,
) => Promise<JsonObject>;

/** Calls Medusa's API through the ingress, and takes nothing but success for an answer. */
export function createMedusaCall(
  { request }: Pick<StoreProbeContext, 'request'>,
  headers: Record<string, string> = {},
): MedusaCall {
  return async (method, path, body) => {
    const answer = await request({ method, path, headers, body });
    if (answer.status === 200 || answer.status === 201) {
      return asObject(answer.json());
    }
    const [what] = path.split('?');
    throw new StoreProbeError({
      code: 'CallFailed',
      message: `${method} ${what} answered ${answer.status}${reasonOf(
        answer.text,
      )}`,
      // A conflict is Medusa's way to say that somebody else holds a lock.
      retry: answer.status >= 500 || answer.status === 409,
      layer: path.startsWith('/store/payment-') ? 'payment' : 'application',
    });
  };
}

/** What Medusa says, if it is Medusa that answers. */
function reasonOf(text: string): string {
  try {
    const { message } = asObject(JSON.parse(text));
    return typeof message === 'string' ? `: ${message.slice(0, 200)}` : '';
  } catch {
    return '';
  }
}
