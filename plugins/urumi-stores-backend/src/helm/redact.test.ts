import { redact } from './redact';

describe('redact', () => {
  it('takes out what looks like a secret', () => {
    const token = `eyJ${'a'.repeat(40)}.${'b'.repeat(40)}.${'c'.repeat(43)}`;
    expect(
      redact(
        [
          `token ${token} was given`,
          '-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----',
          'mysql://shop:swordfish@database/shop',
          'password=swordfish',
        ].join('\n'),
      ),
    ).toBe(
      [
        'token [redacted] was given',
        '[redacted]',
        'mysql://shop:[redacted]@database/shop',
        'password=[redacted]',
      ].join('\n'),
    );
  });

  // The time limit of the test is the point: unbounded, each of them takes minutes.
  it.each(['eyJ', '-----BEGIN x-----', '://a:', 'password'])(
    'does not stop at 256 KiB of %j',
    piece => {
      const text = piece.repeat(Math.floor(262_144 / piece.length));
      expect(redact(text)).toHaveLength(text.length);
    },
    20_000,
  );
});
