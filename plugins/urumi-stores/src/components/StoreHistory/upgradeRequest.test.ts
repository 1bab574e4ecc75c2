import { upgradeRequest } from './upgradeRequest';

const store = {
  plan: 'small',
  parameters: { currency: 'EUR', tagline: 'Hi' },
};
const choice = { engine: 'woocommerce', ...store };

describe('upgradeRequest', () => {
  it('asks for nothing but what was changed', () => {
    expect(
      upgradeRequest(store, {
        choice: { ...choice, parameters: { currency: 'USD', country: 'US' } },
        version: undefined,
        rollsBack: true,
      }),
    ).toEqual({
      parameters: { currency: 'USD', country: 'US', tagline: null },
      roll_back_on_failure: true,
    });
    expect(
      upgradeRequest(store, {
        choice: { ...choice, plan: 'large' },
        version: '2.0.0',
        rollsBack: false,
      }),
    ).toEqual({
      plan: 'large',
      chart_version: '2.0.0',
      roll_back_on_failure: false,
    });
  });

  it('leaves all as it is when nobody has touched the form', () => {
    expect(
      upgradeRequest(store, {
        choice: undefined,
        version: undefined,
        rollsBack: true,
      }),
    ).toEqual({ roll_back_on_failure: true });
  });
});
