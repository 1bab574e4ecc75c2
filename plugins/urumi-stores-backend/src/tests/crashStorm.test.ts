import { writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { createMockDirectory } from '@backstage/backend-test-utils';
import knexFactory, { Knex } from 'knex';
import { BackendProcess } from '../__testUtils__/BackendProcess';
import { PostgresServer } from '../__testUtils__/PostgresServer';
import { SimulatedCluster } from '../__testUtils__/SimulatedCluster';
import { TcpRelay } from '../__testUtils__/TcpRelay';
import { eventually, TestStore } from '../__testUtils__/TestStore';
import { ClusterClient } from '../kubernetes';
import { expectNothingLost } from '../__testUtils__/storm/expectNothingLost';
import { keepFenceLog } from '../__testUtils__/storm/fenceLog';
import {
  Fault,
  planStorm,
  StormEvent,
  StormOptions,
} from '../__testUtils__/storm/planStorm';
import { StormPeople } from '../__testUtils__/storm/StormPeople';

/** Of a variable that is not set, or empty. */
const number = (name: string, fallback: number) =>
  Number(process.env[name] || fallback);

/** Small enough for every run; `make storm` makes larger ones. */
const storm: StormOptions = {
  seed: number('URUMI_STORM_SEED', Math.floor(Math.random() * 2 ** 31)),
  stores: number('URUMI_STORM_STORES', 12),
  backends: number('URUMI_STORM_BACKENDS', 2),
  milliseconds: number('URUMI_STORM_SECONDS', 36) * 1000,
};
/** A node takes 110 pods, and a store has three at most. */
const STORES_PER_NODE = 30;
const SETTLE_MS = 180_000 + storm.milliseconds;

jest.setTimeout(storm.milliseconds + SETTLE_MS + 240_000);

describe('a storm of crashes', () => {
  const directory = createMockDirectory();
  const endings: (() => Promise<unknown>)[] = [];
  let cluster: SimulatedCluster;
  let relay: TcpRelay;
  let postgres: PostgresServer;
  let client: ClusterClient;
  let knex: Knex;
  const backends: BackendProcess[] = [];

  beforeAll(async () => {
    cluster = await SimulatedCluster.start({
      nodes: Math.ceil(storm.stores / STORES_PER_NODE),
    });
    endings.push(() => cluster.remove());
    client = await TestStore.connect(cluster.kubeconfig);
    endings.push(() => client.close());
    relay = await TcpRelay.start(client.server);
    endings.push(() => relay.cut());
    const kubeconfig = directory.resolve('kubeconfig');
    await writeFile(kubeconfig, '');
    await relay.writeKubeconfig(cluster.kubeconfig, kubeconfig);

    postgres = await PostgresServer.start();
    endings.push(() => postgres.stop());
    knex = knexFactory({ client: 'pg', connection: postgres.connectionString });
    endings.push(() => knex.destroy());
    const connection = postgres.connectionString;
    for (let index = 0; index < storm.backends; index++) {
      const backend = await BackendProcess.create({
        kubeconfig,
        database: {
          client: 'pg',
          connection,
          ensureExists: false,
          plugin: { 'urumi-stores': { connection } },
        },
        config: {
          limits: {
            storesPerOwner: storm.stores,
            storesPerPerson: storm.stores,
            storesTotal: storm.stores,
            writesPerMinute: 100_000,
          },
        },
      });
      await backend.start();
      backends.push(backend);
      endings.push(() => backend.stop());
    }
    await keepFenceLog(knex);
  });

  afterAll(async () => {
    for (const end of endings.reverse()) {
      await end();
    }
  });

  /** What happens to one part happens one after the other. */
  const parts = new Map<string, Promise<void>>();
  const inPart = (part: string, action: () => Promise<void>) => {
    parts.set(part, (parts.get(part) ?? Promise.resolve()).then(action));
  };

  function damage(event: Fault) {
    switch (event.kind) {
      case 'kill':
        inPart(`backend ${event.backend}`, async () => {
          await backends[event.backend].kill();
          // The database may go away again before it is up.
          await backends[event.backend].start({ launches: 10 });
        });
        break;
      case 'pause':
        inPart(`backend ${event.backend}`, async () => {
          backends[event.backend].pause();
          await sleep(event.ms);
          backends[event.backend].resume();
        });
        break;
      case 'restartDatabase':
        inPart('database', () => postgres.restart());
        break;
      case 'cutCluster':
        inPart('cluster', async () => {
          await relay.cut();
          await sleep(event.ms);
          await relay.join();
        });
        break;
      default:
        inPart('cluster', async () => {
          relay.freeze();
          await sleep(event.ms);
          relay.thaw();
        });
    }
  }

  /** Plays the storm; when it resolves everything is up again. */
  async function play(events: StormEvent[], people: StormPeople) {
    const started = performance.now();
    const asked: Promise<void>[] = [];
    for (const event of events) {
      await sleep(Math.max(0, event.at - (performance.now() - started)));
      if ('store' in event) {
        asked.push(people[event.kind](event.store));
      } else {
        damage(event);
      }
    }
    await Promise.all([...parts.values(), ...asked]);
  }

  /** What failed in the storm is asked for again, as people do. */
  async function settle(people: StormPeople) {
    await eventually(
      async () => {
        let settled = true;
        for (const { id, status } of await people.stores()) {
          const wanted =
            people.intents.get(id) === 'present' ? 'READY' : 'DELETED';
          settled &&= status === wanted;
          if (status === 'FAILED') {
            await (wanted === 'READY'
              ? people.retryById(id)
              : people.deleteById(id));
          }
        }
        return settled;
      },
      'every store is what people last wanted',
      SETTLE_MS,
    );
  }

  it(`loses nothing and leaves nothing over (URUMI_STORM_SEED=${storm.seed})`, async () => {
    const people = new StormPeople({ backends, seed: storm.seed });
    await play(planStorm(storm), people);
    await settle(people);
    await expect(
      expectNothingLost({ knex, client, intents: people.intents }),
    ).resolves.toBeUndefined();
  });
});
