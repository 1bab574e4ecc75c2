import { OWNER, OWNER_ANNOTATION } from './guardrails';
import { isNamespaceOf } from './removeNamespace';

const storeId = '01991b1e-7a52-7c3d-8e4f-5a6b7c8d9e0f';
const marks = {
  labels: { 'urumi.io/store': storeId },
  annotations: { [OWNER_ANNOTATION]: OWNER },
};
const platform = { name: 'east', names: ['east', 'before'] };
const marksOf = (name: string) => ({
  ...marks,
  labels: { ...marks.labels, 'urumi.io/platform': name },
});

describe('a namespace is the one of a store', () => {
  it.each([
    ['by its uid, whatever was made of its marks', {}, 'a', true],
    ['not by its marks when another one was made', marks, 'b', false],
    ['by its marks while no uid is recorded', marks, undefined, true],
    ['by its marks and our own', marksOf('east'), undefined, true],
    ['by its marks and our own of before', marksOf('before'), undefined, true],
    ['not by its marks with that of others', marksOf('west'), undefined, false],
    ['by its uid with the mark of others', marksOf('west'), 'a', true],
    ['not by its name', {}, undefined, false],
    ['not by a label alone', { labels: marks.labels }, undefined, false],
  ])('%s', (_, metadata, recordedUid, expected) => {
    const namespace = {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: `store-${storeId}`, uid: 'a', ...metadata },
    };
    expect(isNamespaceOf(namespace, { storeId, recordedUid, platform })).toBe(
      expected,
    );
  });
});
