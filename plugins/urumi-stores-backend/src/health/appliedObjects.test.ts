import { StoreRow } from '../database/rows';
import { ReleaseRevision } from '../helm/releaseSecrets';
import { releaseDrift } from './appliedObjects';

const store = { release_name: 'store-1' } as StoreRow;
const release = {
  revision: 2,
  secret: {
    metadata: {
      managedFields: [{ manager: 'helm', time: '2026-11-28T10:41:00Z' }],
    },
  },
} as ReleaseRevision;

describe('releaseDrift', () => {
  it('finds nothing while the revision is the one that a job has made', () => {
    expect(releaseDrift(store, release, { revision: 2 })).toEqual([]);
  });

  it('tells of a revision that somebody made with Helm by hand', () => {
    expect(releaseDrift(store, release, { revision: 1 })).toMatchObject([
      {
        kind: 'Release',
        field: 'revision',
        expected: '1',
        actual: '2',
        changed_by: 'helm',
        changed_at: '2026-11-28T10:41:00.000Z',
      },
    ]);
  });

  it('tells that no revision is deployed any more', () => {
    expect(releaseDrift(store, undefined, { revision: 1 })).toMatchObject([
      { kind: 'Release', name: 'store-1', change: 'missing' },
    ]);
  });
});
