import { redact } from '../helm/redact';

/** Shorter values are no secrets, and would be found in ordinary words. */
const MIN_LENGTH = 6;
const REDACTED = '[redacted]';

/**
 * Makes a function that takes known secrets out of a text, as they are and as programs write them
 * (base64, in an address, in JSON), and then what looks like one.
 */
export function redactValues(
  secrets: readonly string[],
): (text: string) => string {
  const known = secrets
    .filter(({ length }) => length >= MIN_LENGTH)
    .flatMap(secret => [
      secret,
      encodeURIComponent(secret),
      JSON.stringify(secret).slice(1, -1),
      Buffer.from(secret).toString('base64').replace(/=+$/, ''),
    ])
    // One may be a part of another one.
    .sort((left, right) => right.length - left.length);
  return text =>
    redact(
      known.reduce((rest, secret) => rest.replaceAll(secret, REDACTED), text),
    );
}
