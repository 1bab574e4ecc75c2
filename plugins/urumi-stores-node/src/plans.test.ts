import { containerResources, ContainerSize, describePlan } from './plans';

const web: ContainerSize = {
  cpu: { request: 100, limit: 1000 },
  memory: { request: 200, limit: 400 },
};
const job: ContainerSize = {
  cpu: { request: 50, limit: 500 },
  memory: { request: 100, limit: 300 },
};

describe('describePlan', () => {
  const plan = describePlan({
    name: 'small',
    title: 'Small',
    description: 'For trying out',
    pods: [{ size: web, atOnce: 2 }],
    jobs: { size: job, atOnce: 3 },
    volumesGi: [10, 4],
    objects: {
      services: 2,
      configMaps: 1,
      deployments: 1,
      statefulSets: 0,
      ingresses: 1,
    },
    values: { web: { resources: containerResources(web) } },
  });

  it('adds up every pod that can exist at once, and every volume', () => {
    expect(plan.quota).toMatchObject({
      pods: '10',
      'requests.cpu': '350m',
      'requests.memory': '700Mi',
      'limits.cpu': '3500m',
      'limits.memory': '1700Mi',
      'requests.storage': '14Gi',
      persistentvolumeclaims: '2',
      services: '4',
      'services.loadbalancers': '0',
      'count/deployments.apps': '2',
      'count/statefulsets.apps': '0',
    });
  });

  it('gives containers without sizes those of a Job, and volumes a bound', () => {
    expect(plan.limitRange).toEqual({
      defaultRequest: { cpu: '50m', memory: '100Mi' },
      default: { cpu: '500m', memory: '300Mi' },
      maxVolume: '10Gi',
    });
  });

  it('keeps the values of the chart as they are', () => {
    expect(plan.values).toEqual({
      web: {
        resources: {
          requests: { cpu: '100m', memory: '200Mi' },
          limits: { cpu: '1000m', memory: '400Mi' },
        },
      },
    });
  });
});
