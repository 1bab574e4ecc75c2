import { createHmac } from 'node:crypto';
import { signOAuth } from './woocommerceAdminApi';

describe('signOAuth', () => {
  it('signs as RFC 5849 has it, with all that WooCommerce encodes', () => {
    const header = signOAuth({
      method: 'GET',
      url: 'http://store-1.localhost:8080/wp-json/wc/v3/orders',
      query: { search: "it's (a) probe@urumi.invalid", status: 'a,b' },
      key: 'ck_1',
      secret: 'cs_2',
      timestamp: 1700000000,
      nonce: 'abc',
    });
    const base = [
      'GET',
      'http%3A%2F%2Fstore-1.localhost%3A8080%2Fwp-json%2Fwc%2Fv3%2Forders',
      [
        'oauth_consumer_key%3Dck_1',
        'oauth_nonce%3Dabc',
        'oauth_signature_method%3DHMAC-SHA256',
        'oauth_timestamp%3D1700000000',
        'search%3Dit%2527s%2520%2528a%2529%2520probe%2540urumi.invalid',
        'status%3Da%252Cb',
      ].join('%26'),
    ].join('&');
    const signature = createHmac('sha256', 'cs_2&')
      .update(base)
      .digest('base64');
    expect(header).toBe(
      `OAuth oauth_consumer_key="ck_1", oauth_nonce="abc", oauth_signature_method="HMAC-SHA256", oauth_timestamp="1700000000", oauth_signature="${encodeURIComponent(
        signature,
      )}"`,
    );
    expect(header).not.toContain('cs_2');
  });
});
