import { WriteEntry, WriteSeries } from './decideSeries';
import { JobLease } from './JobLease';
import { WriteQueue } from './WriteQueue';

const nextGroup = () =>
  new Promise(resolve => {
    setImmediate(() => setImmediate(resolve));
  });

/** A queue whose groups are only noted; they and their entries come to an end when the test says so. */
function createQueue({ atOnce = 1, written = async () => {} } = {}) {
  const groups: (readonly WriteSeries[])[] = [];
  const queue = new WriteQueue(
    async group => {
      groups.push(group);
      await written();
    },
    { atOnce },
  );
  const leases = ['a', 'a', 'b', 'c', 'd'].map(
    (storeId, index) =>
      ({
        storeId,
        job: { action: index < 3 ? 'PROVISION' : 'DELETE' },
        signal: new AbortController().signal,
      } as JobLease),
  );
  const add = (lease: JobLease) =>
    queue.add(lease, () => ({ value: undefined }), { isAhead: false });
  const taken = () =>
    groups.map(group => group.map(({ entries }) => entries.length));
  const entriesOf = (group: number): readonly WriteEntry[] =>
    groups[group].flatMap(({ entries }) => entries);
  return { add, leases, taken, entriesOf };
}

it('gives what one job wants together, and what another job of its store wants after that', async () => {
  const { add, leases, taken } = createQueue();
  const [old, young, other] = leases;
  [old, young, old, other, old].forEach(add);
  await nextGroup();
  await nextGroup();
  expect(taken()).toEqual([[3, 1], [1]]);
});

it('gives nothing of a job while something of it is under way, and all of the others', async () => {
  const { add, leases, taken, entriesOf } = createQueue();
  const [lease, , other] = leases;
  add(lease);
  add(lease);
  await nextGroup();
  add(lease);
  add(other);
  await nextGroup();
  expect(taken()).toEqual([[2], [1]]);
  entriesOf(0)[0].resolve(undefined);
  await nextGroup();
  expect(taken()).toHaveLength(2);
  entriesOf(0)[1].resolve(undefined);
  await nextGroup();
  expect(taken()).toEqual([[2], [1], [1]]);
});

it('gives as many groups at a time as it may, and of those with deletes one', async () => {
  const ends: (() => void)[] = [];
  const { add, leases, taken } = createQueue({
    atOnce: 2,
    written: () => new Promise(resolve => ends.push(resolve)),
  });
  const [first, , second, deleted, removed] = leases;
  add(first);
  add(deleted);
  await nextGroup();
  add(second);
  add(removed);
  await nextGroup();
  expect(taken()).toEqual([[1, 1], [1]]);
  ends[1]();
  await nextGroup();
  expect(taken()).toHaveLength(2);
  ends[0]();
  await nextGroup();
  expect(taken()).toEqual([[1, 1], [1], [1]]);
});
