import { defineConfig } from '@medusajs/framework/utils';
import { readEnvironment } from './src/lib/environment';
import { signAnswers } from './src/lib/signAnswers';

const environment = readEnvironment();
signAnswers(environment.storeId);

export default defineConfig({
  projectConfig: {
    databaseUrl: environment.databaseUrl,
    // The server, the set-up and a Job for maintenance share the connections of one small database.
    databaseDriverOptions: {
      ssl: false,
      pool: { min: 0, max: 8, acquireTimeoutMillis: 20_000 },
    },
    workerMode: 'shared',
    http: {
      // The shop, its admin and the storefront share one host name.
      storeCors: environment.storeUrl,
      adminCors: environment.storeUrl,
      authCors: environment.storeUrl,
      jwtSecret: environment.jwtSecret,
      cookieSecret: environment.cookieSecret,
    },
    cookieOptions: {
      // A `secure` cookie would never come back to a shop that is served by plain http.
      secure: environment.storeUrl.startsWith('https:'),
      sameSite: 'lax',
    },
  },
  admin: {
    path: '/app',
    backendUrl: '/',
    // Where an image is built, few files may be open at once, and Vite takes those that it cannot
    // open for missing.
    vite: () => ({ build: { rollupOptions: { maxParallelFileOps: 64 } } }),
  },
  modules: [
    {
      resolve: '@medusajs/medusa/file',
      options: {
        providers: [
          {
            resolve: '@medusajs/medusa/file-local',
            id: 'local',
            options: {
              upload_dir: 'static',
              backend_url: `${environment.storeUrl}/static`,
            },
          },
        ],
      },
    },
    {
      resolve: '@medusajs/medusa/locking',
      options: {
        providers: [
          {
            resolve: '@medusajs/medusa/locking-postgres',
            id: 'postgres',
            is_default: true,
          },
        ],
      },
    },
  ],
});
