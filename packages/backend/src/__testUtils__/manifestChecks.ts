import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { writeSchemas } from './kubernetesSchemas';

const run = promisify(execFile);

/** What a checker finds, and in which object. */
export interface ManifestFinding {
  check: string;
  object: string;
  comment: string;
}

interface ScoredObject {
  object_name: string;
  checks: {
    check: { id: string };
    grade: number;
    skipped: boolean;
    comments: { path: string; summary: string }[] | null;
  }[];
}

/** Grade that kube-score gives to what is as it should be. */
const FINE = 10;

/** Checks manifests by the schemas of a real API server, with nothing unknown in them, and by kube-score. */
export class ManifestChecks {
  readonly #folder: string;
  readonly #programs: string;

  private constructor(folder: string, programs: string) {
    this.#folder = folder;
    this.#programs = programs;
  }

  /** Gets the schemas from the cluster of the tests. */
  static async create(): Promise<ManifestChecks> {
    const cluster = process.env.URUMI_TEST_CLUSTER_DIR;
    if (!cluster) {
      throw new Error(
        'URUMI_TEST_CLUSTER_DIR is not set: these tests need a cluster and its programs',
      );
    }
    const programs = join(cluster, 'bin');
    const { stdout } = await run(
      join(programs, 'kubectl'),
      [
        ...['--kubeconfig', process.env.URUMI_TEST_KUBECONFIG ?? ''],
        ...['get', '--raw', '/openapi/v2'],
      ],
      { maxBuffer: 50_000_000 },
    );
    const folder = await mkdtemp(join(tmpdir(), 'manifests-'));
    const schemas = join(folder, 'schemas');
    await mkdir(schemas);
    await writeSchemas({ openApi: JSON.parse(stdout), folder: schemas });
    return new ManifestChecks(folder, programs);
  }

  /** @throws Error with every object that no schema takes, as kubeconform words it. */
  async conform(manifest: string, options?: { skip?: string }): Promise<void> {
    await run(join(this.#programs, 'kubeconform'), [
      '-strict',
      ...(options?.skip ? ['-skip', options.skip] : []),
      '-schema-location',
      join(this.#folder, 'schemas/{{ .ResourceKind }}{{ .KindSuffix }}.json'),
      await this.#write(manifest),
    ]);
  }

  /** What kube-score finds. */
  async score(manifest: string): Promise<ManifestFinding[]> {
    const file = await this.#write(manifest);
    const program = join(this.#programs, 'kube-score');
    const args = ['score', '--output-format', 'json', file];
    // It exits with 1 when it finds anything.
    const { stdout } = await run(program, args, {
      maxBuffer: 10_000_000,
    }).catch((error: { stdout?: string }) => {
      if (!error.stdout) {
        throw error;
      }
      return { stdout: error.stdout };
    });
    const objects = JSON.parse(stdout) as ScoredObject[];
    return objects.flatMap(({ object_name: object, checks }) =>
      checks
        .filter(({ grade, skipped }) => !skipped && grade < FINE)
        .map(({ check, comments }) => ({
          check: check.id,
          object,
          comment: (comments ?? [])
            .map(({ path, summary }) => `${path} ${summary}`.trim())
            .join('; '),
        })),
    );
  }

  async close(): Promise<void> {
    await rm(this.#folder, { recursive: true });
  }

  async #write(manifest: string): Promise<string> {
    const file = join(this.#folder, 'manifest.yaml');
    await writeFile(file, manifest);
    return file;
  }
}
