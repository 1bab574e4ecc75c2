import { RegisteredEngine } from '../engines/EngineRegistry';
import { createTestEngine } from '../__testUtils__/engineModule';
import { DesiredState } from './desiredState';
import { planUpgrade } from './planUpgrade';

const registered: RegisteredEngine = {
  engine: createTestEngine({ id: 'shop' }),
  chart: { name: 'shop', version: '2.0.0', appVersion: '2' },
  chartDirectory: '/charts/shop',
  chartDigest: 'new',
  images: { shop: 'shop:2' },
  disabled: false,
};

const desired: DesiredState = {
  input: {
    display_name: null,
    hostname: 'shop.localhost',
    plan: 'small',
    parameters: { currency: 'EUR', admin_email: 'a@example.org' },
    chart_version: '1.0.0',
  },
  chartDigest: 'old',
  images: { shop: 'shop:1' },
};

const plan = (
  request: Parameters<typeof planUpgrade>[0]['request'],
  overrides: Partial<DesiredState> = {},
) =>
  planUpgrade({
    request,
    registered,
    desired: { ...desired, ...overrides },
    readParameters: () => [],
  });

describe('planUpgrade', () => {
  it('leaves chart and images alone when only the plan is named', () => {
    expect(plan({ plan: 'medium' })).toEqual({
      input: { ...desired.input, plan: 'medium' },
      target: { chart_digest: 'old', images: { shop: 'shop:1' }, values: null },
      reason: 'Upgrade: plan small to medium.',
    });
  });

  it('takes the chart and the images of the platform for its version', () => {
    expect(plan({ chart_version: '2.0.0' })).toMatchObject({
      input: { plan: 'small', chart_version: '2.0.0' },
      target: { chart_digest: 'new', images: { shop: 'shop:2' } },
      reason: 'Upgrade: chart 1.0.0 to 2.0.0.',
    });
  });

  it('merges parameters by key, and takes back those that are null', () => {
    expect(
      plan({ parameters: { country: 'AT', admin_email: null } }).input
        .parameters,
    ).toEqual({ currency: 'EUR', country: 'AT' });
  });

  it('refuses plans and versions that there are not, naming those that there are', () => {
    expect(() => plan({ plan: 'huge', chart_version: '3.0.0' })).toThrow(
      'body.plan: must be one of: small, medium, large; body.chart_version: must be one of: 2.0.0, 1.0.0',
    );
  });

  it('asks for a version where nobody knows any more what the store runs', () => {
    const unknown = { chartDigest: undefined, images: undefined };
    expect(() => plan({ plan: 'medium' }, unknown)).toThrow(
      /name chart_version 2\.0\.0/,
    );
    expect(plan({ chart_version: '2.0.0' }, unknown).target.chart_digest).toBe(
      'new',
    );
  });
});
