import { JsonObject } from '@backstage/types';
import {
  claims,
  KubernetesObject,
  PodTemplate,
  quantity,
  sumOfPods,
} from '@urumi/backstage-plugin-urumi-stores-node/testUtils';
import { engine, podOf, render, valuesOf } from './__testUtils__/medusaChart';

describe.each(engine.plans.map(plan => [plan.name, plan] as const))(
  'the sizes of the chart in plan %s',
  (_, plan) => {
    let objects: KubernetesObject[];

    beforeAll(async () => {
      objects = await render(valuesOf({ plan }));
    });

    const pod = (name: string) => podOf(objects, name);

    it('bounds the heap of each Node process below the memory of its container', () => {
      for (const name of [
        'Deployment server',
        'Deployment storefront',
        'Job setup',
      ]) {
        const [{ env, resources }] = pod(name).spec.containers;
        const options = env?.find(one => one.name === 'NODE_OPTIONS')?.value;
        const heap = Number(
          /--max-old-space-size=(\d+)/.exec(options ?? '')?.[1],
        );
        expect(heap * 2 ** 20).toBeLessThan(
          quantity(resources.limits.memory) * 0.8,
        );
      }
    });

    it('fits into its quota with every pod that can exist at once', () => {
      const setup = pod('Job setup');
      const { replicas } = (plan.values.storefront ?? {}) as JsonObject;
      const atOnce = [
        // A server beside its replacement, a rolling update of the storefront, and the set-up of
        // an upgrade beside the last one.
        pod('Deployment server'),
        pod('Deployment server'),
        ...Array<PodTemplate>(Number(replicas) + 1).fill(
          pod('Deployment storefront'),
        ),
        pod('StatefulSet database'),
        setup,
        setup,
      ];
      for (const part of ['requests', 'limits'] as const) {
        for (const resource of ['cpu', 'memory'] as const) {
          expect(sumOfPods({ pods: atOnce, part, resource })).toBeLessThan(
            quantity(plan.quota[`${part}.${resource}`]),
          );
        }
      }
      expect(atOnce.length).toBeLessThan(Number(plan.quota.pods));

      const sizes = claims(objects).map(claim =>
        quantity(claim.spec.resources.requests.storage),
      );
      expect(sizes.length).toBeLessThanOrEqual(
        Number(plan.quota.persistentvolumeclaims),
      );
      expect(sizes.reduce((a, b) => a + b)).toBeLessThanOrEqual(
        quantity(plan.quota['requests.storage']),
      );
      expect(Math.max(...sizes)).toBeLessThanOrEqual(
        quantity(plan.limitRange.maxVolume),
      );

      const count = (kind: string) =>
        objects.filter(object => object.kind === kind).length;
      // The cluster adds kube-root-ca.crt to the ConfigMaps.
      expect(count('ConfigMap') + 1).toBeLessThan(
        Number(plan.quota['count/configmaps']),
      );
      expect(count('Job') * 2).toBeLessThan(
        Number(plan.quota['count/jobs.batch']),
      );
      expect(count('Service')).toBeLessThan(Number(plan.quota.services));
      for (const [kind, key] of [
        ['Deployment', 'count/deployments.apps'],
        ['StatefulSet', 'count/statefulsets.apps'],
        ['Ingress', 'count/ingresses.networking.k8s.io'],
      ]) {
        expect(count(kind)).toBeLessThanOrEqual(Number(plan.quota[key]));
      }
    });

    it('gives containers without sizes something that the quota has room for', () => {
      for (const resource of ['cpu', 'memory'] as const) {
        const request = quantity(plan.limitRange.defaultRequest[resource]);
        const limit = quantity(plan.limitRange.default[resource]);
        expect(request).toBeGreaterThan(0);
        expect(request).toBeLessThanOrEqual(limit);
        expect(limit).toBeLessThan(quantity(plan.quota[`limits.${resource}`]));
      }
    });
  },
);
