import { setTimeout as sleep } from 'node:timers/promises';
import { v7 as uuid } from 'uuid';
import { ClusterClient } from '../kubernetes';

/** The API server takes a policy up from a watch, and nothing tells when it has. */
const SETTLE_MS = 2_000;
const API_VERSION = 'admissionregistration.k8s.io/v1';

/** A policy that is in force until it is cleared. */
export interface AdmissionPolicy {
  clear(): Promise<void>;
}

/** Puts an admission policy and its binding in force. */
export async function applyAdmissionPolicy(
  client: ClusterClient,
  options: {
    kind: 'MutatingAdmissionPolicy' | 'ValidatingAdmissionPolicy';
    spec: Record<string, unknown>;
    /** Of the binding, beside the policy's name. */
    binding?: Record<string, unknown>;
  },
): Promise<AdmissionPolicy> {
  const { kind, spec, binding } = options;
  const name = `test-${uuid()}`;
  const objects = [
    { kind, spec },
    { kind: `${kind}Binding`, spec: { ...binding, policyName: name } },
  ];
  for (const object of objects) {
    await client.apply(
      { apiVersion: API_VERSION, metadata: { name }, ...object },
      { fieldManager: 'urumi-test' },
    );
  }
  await sleep(SETTLE_MS);
  return {
    async clear() {
      for (const object of objects) {
        await client.delete(
          client.objectPath(API_VERSION, object.kind, undefined, name),
        );
      }
      await sleep(SETTLE_MS);
    },
  };
}
