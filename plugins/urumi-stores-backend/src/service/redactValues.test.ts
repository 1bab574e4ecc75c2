import { redactValues } from './redactValues';

const password = 'pa"ss wörd/8';

describe('redactValues', () => {
  const redact = redactValues([password, 'pa"ss wörd', 'admin']);

  it.each([
    ['as it is', password],
    ['in an address', encodeURIComponent(password)],
    ['in JSON', JSON.stringify({ a: password })],
    ['in base64', Buffer.from(password).toString('base64')],
  ])('takes a secret out %s', (_, text) => {
    expect(redact(`before ${text} after`)).toMatch(
      /^before .*\[redacted\].* after$/,
    );
    expect(redact(text)).not.toContain('w');
  });

  it('takes out what looks like a secret, though it is not known', () => {
    expect(redact('mysql://shop:hunter2@database/shop')).toBe(
      'mysql://shop:[redacted]@database/shop',
    );
  });

  it('leaves words that are too short to be secrets', () => {
    expect(redact('the admin logs in')).toBe('the admin logs in');
  });
});
