import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { ANNOTATION_LOCATION, Entity } from '@backstage/catalog-model';
import { AppConfig } from '@backstage/config';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import scaffolderPlugin from '@backstage/plugin-scaffolder-backend';
import scaffolderModuleUrumiStores from '@urumi/backstage-plugin-scaffolder-backend-module-urumi-stores';
import urumiStoresPlugin from '@urumi/backstage-plugin-urumi-stores-backend';
import urumiStoresModuleMedusa from '@urumi/backstage-plugin-urumi-stores-backend-module-medusa';
import request from 'supertest';
import { parse } from 'yaml';

type JsonObject = AppConfig['data'];

/** A Software Template, as far as the tests look into it. */
export interface Template extends Entity {
  spec: {
    parameters: { properties: Record<string, JsonObject> }[];
    steps: { id: string; action: string; input: JsonObject }[];
  };
}

/** The body of an answer that has the wanted status. */
function answered(wanted: number, answer: request.Response) {
  if (answer.status !== wanted) {
    throw new Error(
      `Answered ${answer.status} instead of ${wanted}: ${answer.text}`,
    );
  }
  return answer.body;
}

/** Folders of all templates of the stores. */
export const TEMPLATES = [
  'create-store',
  'create-woocommerce-store',
  'create-medusa-store',
  'change-plan',
  'upgrade-store',
  'retire-store',
] as const;

/** Owner of the stores that the tests make. */
export const OWNER = 'group:default/storefront';

const owner: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Group',
  metadata: { name: 'storefront' },
  spec: { type: 'team', children: [] },
};

/** How a run of a template has ended. */
export interface TemplateRun {
  status: string;
  /** All lines of its log. */
  log: string;
  /** By title. */
  links: Record<string, string>;
}

/** Reads a template from its folder. */
export function readTemplate(name: string): Template {
  return parse(
    readFileSync(
      resolve(
        resolvePackagePath('backend'),
        '../../templates',
        name,
        'template.yaml',
      ),
      'utf8',
    ),
  );
}

/** The scaffolder with the actions of the stores, and the stores backend that they ask. */
export class TemplateBackend {
  readonly #backend: Awaited<ReturnType<typeof startTestBackend>>;

  private constructor(backend: Awaited<ReturnType<typeof startTestBackend>>) {
    this.#backend = backend;
  }

  /** @param clusters - as in the configuration of the stores */
  static async start(clusters: JsonObject[]): Promise<TemplateBackend> {
    const templates = TEMPLATES.map(name => {
      const { metadata, ...template } = readTemplate(name);
      return {
        ...template,
        metadata: {
          ...metadata,
          annotations: { [ANNOTATION_LOCATION]: 'url:https://example.com/x' },
        },
      };
    });
    const backend = await startTestBackend({
      features: [
        scaffolderPlugin,
        scaffolderModuleUrumiStores,
        urumiStoresPlugin,
        urumiStoresModuleMedusa,
        catalogServiceMock.factory({ entities: [owner, ...templates] }),
        mockServices.rootConfig.factory({
          data: {
            app: { baseUrl: 'http://localhost' },
            backend: { baseUrl: 'http://localhost' },
            urumiStores: {
              helm: { binary: process.env.URUMI_TEST_HELM ?? 'helm' },
              clusters,
              images: { registry: 'registry.example.com/urumi' },
            },
          },
        }),
      ],
    });
    return new TemplateBackend(backend);
  }

  async stop(): Promise<void> {
    await this.#backend.stop();
  }

  async get(path: string): Promise<unknown> {
    const answer = await request(this.#backend.server)
      .get(path)
      .set('authorization', mockCredentials.user.header());
    return answered(200, answer);
  }

  async #post(path: string, body: object) {
    return request(this.#backend.server)
      .post(path)
      .set('authorization', mockCredentials.user.header())
      .send(body);
  }

  /** The log of a template that is only tried, or why it failed. */
  async dryRun(name: string, values: JsonObject): Promise<string> {
    const { body } = await this.#post('/api/scaffolder/v2/dry-run', {
      template: readTemplate(name),
      values,
      directoryContents: [],
    });
    return JSON.stringify(body.log ?? body.error.message);
  }

  /** Starts a template. @returns the id of the task */
  async begin(name: string, values: JsonObject): Promise<string> {
    const answer = await this.#post('/api/scaffolder/v2/tasks', {
      templateRef: `template:default/${readTemplate(name).metadata.name}`,
      values,
    });
    return answered(201, answer).id;
  }

  /** Waits until a task has written something, or has ended. */
  async untilLogged(taskId: string, text: RegExp): Promise<void> {
    let run = await this.#read(taskId);
    while (!text.test(run.log)) {
      if (run.status !== 'open' && run.status !== 'processing') {
        throw new Error(`The task is ${run.status} without that: ${run.log}`);
      }
      await sleep(100);
      run = await this.#read(taskId);
    }
  }

  async cancel(taskId: string): Promise<void> {
    answered(
      200,
      await this.#post(`/api/scaffolder/v2/tasks/${taskId}/cancel`, {}),
    );
  }

  /** Waits until a task has ended, and its last words are there. */
  async ended(taskId: string): Promise<TemplateRun> {
    for (;;) {
      const run = await this.#read(taskId);
      if (run.status !== 'open' && run.status !== 'processing') {
        return run;
      }
      await sleep(200);
    }
  }

  /** Runs a template to its end. */
  async run(name: string, values: JsonObject): Promise<TemplateRun> {
    return this.ended(await this.begin(name, values));
  }

  async #read(taskId: string): Promise<TemplateRun> {
    const path = `/api/scaffolder/v2/tasks/${taskId}`;
    const { status } = (await this.get(path)) as { status: string };
    const events = (await this.get(`${path}/events`)) as {
      body: {
        message: string;
        output?: {
          links?: { title: string; url?: string; entityRef?: string }[];
        };
      };
    }[];
    const links = events.flatMap(({ body }) => body.output?.links ?? []);
    return {
      status,
      log: events.map(({ body }) => body.message).join('\n'),
      links: Object.fromEntries(
        links.map(({ title, url, entityRef }) => [
          title,
          url ?? entityRef ?? '',
        ]),
      ),
    };
  }
}
