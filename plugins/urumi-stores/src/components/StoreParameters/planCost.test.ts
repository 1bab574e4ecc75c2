import { planCost } from './planCost';

describe('planCost', () => {
  it.each([
    [
      {
        'limits.cpu': '3500m',
        'limits.memory': '1700Mi',
        'requests.storage': '14Gi',
      },
      { cpu: '3.5', memory: '1.7', disk: '14' },
    ],
    [
      {
        'limits.cpu': '8',
        'limits.memory': '2147483648',
        'requests.storage': '1Ti',
      },
      { cpu: '8', memory: '2', disk: '1,024' },
    ],
    [{ 'limits.cpu': 'many' }, { cpu: '–', memory: '–', disk: '–' }],
  ])('reads %p', (quota, cost) => {
    expect(planCost(quota)).toEqual(cost);
  });
});
