import { ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { freePorts } from './freePorts';
import { testClusterDirectory } from './testEnvironment';

const SCRIPT = resolve(__dirname, '../../../../tools/cluster/sim.sh');
const PORTS = [
  'API_PORT',
  'ETCD_PORT',
  'ETCD_PEER_PORT',
  'KCM_PORT',
  'SCHED_PORT',
  'KWOK_PORT',
];
const run = promisify(execFile);

/** A cluster of a test's own, for what would disturb others. It ends with this process. */
export class SimulatedCluster {
  readonly #directory: string;
  readonly #environment: NodeJS.ProcessEnv;
  readonly #process: ChildProcess;

  private constructor(options: {
    directory: string;
    environment: NodeJS.ProcessEnv;
    process: ChildProcess;
  }) {
    this.#directory = options.directory;
    this.#environment = options.environment;
    this.#process = options.process;
  }

  /** Resolves when the cluster is ready. */
  static async start({ nodes = 1 } = {}): Promise<SimulatedCluster> {
    const directory = await mkdtemp(join(tmpdir(), 'simulated-cluster-'));
    const environment = {
      ...process.env,
      ...(await freePorts(PORTS)),
      URUMI_CLUSTER_STATE: directory,
      URUMI_CLUSTER_BIN: join(testClusterDirectory(), 'bin'),
    };
    const script = spawn(SCRIPT, ['run', `${nodes}`], {
      detached: true,
      stdio: ['pipe', 'pipe', 'ignore'],
      env: environment,
    });
    const cluster = new SimulatedCluster({
      directory,
      environment,
      process: script,
    });
    const [line] = await Promise.race([
      once(createInterface({ input: script.stdout }), 'line'),
      once(script, 'close').then(() => ['ended']),
    ]);
    if (line !== 'ready') {
      throw new Error(`The cluster did not start, see ${directory}/logs`);
    }
    return cluster;
  }

  get kubeconfig(): string {
    return join(this.#directory, 'etc/admin.kubeconfig');
  }

  /** Ends the API server alone. */
  async stopApiServer(): Promise<void> {
    await run(SCRIPT, ['stop-api'], { env: this.#environment });
  }

  /** Starts the API server again. */
  async startApiServer(): Promise<void> {
    // What it starts keeps its output; nobody waits for that.
    const up = spawn(SCRIPT, ['up', '1'], {
      stdio: 'ignore',
      env: this.#environment,
    });
    const [code] = await once(up, 'close');
    if (code !== 0) {
      throw new Error(`The API server did not start, see ${this.#directory}`);
    }
  }

  async remove(): Promise<void> {
    const closed = once(this.#process, 'close');
    this.#process.stdin?.end();
    await closed;
    await rm(this.#directory, { recursive: true });
  }
}
