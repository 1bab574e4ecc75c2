import { widestPlan } from './widestPlan';

const plan = (quota: Record<string, string>, maxVolume: string) => ({
  quota,
  limitRange: {
    defaultRequest: { cpu: quota['requests.cpu'] },
    default: {},
    maxVolume,
  },
});

describe('widestPlan', () => {
  it('takes the larger of each limit, and the defaults of the first plan', () => {
    expect(
      widestPlan([
        plan({ pods: '10', 'requests.cpu': '500m' }, '10Gi'),
        plan({ pods: '8', 'requests.cpu': '2', extra: '1' }, '20480Mi'),
      ]),
    ).toEqual({
      quota: { pods: '10', 'requests.cpu': '2', extra: '1' },
      limitRange: {
        defaultRequest: { cpu: '500m' },
        default: {},
        maxVolume: '20480Mi',
      },
    });
  });
});
