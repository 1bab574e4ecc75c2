import { OWNER, OWNER_ANNOTATION } from './guardrails';
import { isNamespaceOf } from './removeNamespace';

const storeId = '01991b1e-7a52-7c3d-8e4f-5a6b7c8d9e0f';
const marks = {
  labels: { 'urumi.io/store': storeId },
  annotations: { [OWNER_ANNOTATION]: OWNER },
};

describe('a namespace is the one of a store', () => {
  it.each([
    ['by its uid, whatever was made of its marks', {}, 'a', true],
    ['not by its marks when another one was made', marks, 'b', false],
    ['by its marks while no uid is recorded', marks, undefined, true],
    ['not by its name', {}, undefined, false],
    ['not by a label alone', { labels: marks.labels }, undefined, false],
  ])('%s', (_, metadata, recordedUid, expected) => {
    const namespace = {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: `store-${storeId}`, uid: 'a', ...metadata },
    };
    expect(isNamespaceOf(namespace, { storeId, recordedUid })).toBe(expected);
  });
});
