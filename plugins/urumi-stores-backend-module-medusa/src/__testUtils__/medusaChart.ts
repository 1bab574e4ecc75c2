import { createMockDirectory } from '@backstage/backend-test-utils';
import { JsonObject } from '@backstage/types';
import { StoreEnginePlan } from '@urumi/backstage-plugin-urumi-stores-node';
import {
  KubernetesObject,
  parseManifest,
  PodTemplate,
  podTemplates,
  runHelm,
} from '@urumi/backstage-plugin-urumi-stores-node/testUtils';
import { join } from 'node:path';
import { findChartsDirectory } from '../chartsDirectory';
import { createMedusaEngine } from '../MedusaEngine';

export const engine = createMedusaEngine({
  chartDirectory: join(findChartsDirectory(), 'medusa'),
});
export const storeId = '01991b1e-7a52-7c3d-8e4f-5a6b7c8d9e0f';
export const commonLabels = {
  'urumi.io/store': storeId,
  'urumi.io/managed': 'true',
};

const directory = createMockDirectory();

export function helm(...args: string[]): Promise<string> {
  return runHelm({ args, home: directory.path });
}

/** The values that the engine makes for a store of a plan. */
export function valuesOf(options: {
  plan: StoreEnginePlan;
  displayName?: string;
  classes?: string;
}): JsonObject {
  return engine.values({
    storeId,
    displayName: options.displayName,
    hostname: `store-${storeId}.localhost`,
    url: `http://store-${storeId}.localhost:8080`,
    parameters: {},
    plan: options.plan,
    credentialsSecretName: 'store-credentials',
    serviceAccountName: 'store',
    images: engine.images,
    ingressClassName: options.classes,
    storageClassName: options.classes,
    commonLabels,
  });
}

/** The objects that Helm renders from values. */
export async function render(values: JsonObject): Promise<KubernetesObject[]> {
  directory.addContent({ 'values.json': JSON.stringify(values) });
  return parseManifest(
    await helm(
      'template',
      `store-${storeId}`,
      engine.chartDirectory,
      '--values',
      directory.resolve('values.json'),
    ),
  );
}

/** Path of the values of the last {@link render}. */
export function valuesFile(): string {
  return directory.resolve('values.json');
}

/** The templates of pods by the kind and name of what makes them. */
export function podsOf(objects: KubernetesObject[]): Map<string, PodTemplate> {
  return new Map(
    podTemplates(objects).map(({ object: { kind, metadata }, template }) => [
      `${kind} ${metadata.name.replace(/-.*/, '')}`,
      template,
    ]),
  );
}

/** One of {@link podsOf}. */
export function podOf(objects: KubernetesObject[], name: string): PodTemplate {
  const pods = podsOf(objects);
  const template = pods.get(name);
  if (!template) {
    throw new Error(`There is no ${name} among ${[...pods.keys()]}`);
  }
  return template;
}
