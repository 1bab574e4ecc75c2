import { readFileSync } from 'node:fs';

/** What the store is told by its environment. */
export interface Environment {
  storeId: string;
  storeName: string;
  /** Without a trailing slash. */
  storeUrl: string;
  /** Lower case, as Medusa has it. */
  currency: string;
  /** Lower case ISO 3166 alpha-2, as Medusa has it. */
  country: string;
  sampleData: boolean;
  adminEmail: string;
  databaseUrl: string;
  jwtSecret: string;
  cookieSecret: string;
}

/** While the image is built there is no store yet. */
const BUILD: Record<string, string> = {
  STORE_ID: 'build',
  STORE_NAME: 'build',
  STORE_URL: 'http://localhost',
  STORE_CURRENCY: 'USD',
  STORE_COUNTRY: 'US',
  STORE_SAMPLE_DATA: 'false',
  STORE_ADMIN_EMAIL: 'build@urumi.invalid',
  DATABASE_HOST: 'localhost',
  DATABASE_NAME: 'build',
  DATABASE_USER: 'build',
  DATABASE_PASSWORD: 'build',
  JWT_SECRET: 'build',
  COOKIE_SECRET: 'build',
};

/** @throws Error naming the first variable that is missing. */
export function readEnvironment(): Environment {
  const user = encodeURIComponent(setting('DATABASE_USER'));
  const password = encodeURIComponent(setting('DATABASE_PASSWORD'));
  const port = process.env.DATABASE_PORT || '5432';
  return {
    storeId: setting('STORE_ID'),
    storeName: setting('STORE_NAME'),
    storeUrl: setting('STORE_URL').replace(/\/+$/, ''),
    currency: setting('STORE_CURRENCY').toLowerCase(),
    country: setting('STORE_COUNTRY').toLowerCase(),
    sampleData: setting('STORE_SAMPLE_DATA') === 'true',
    adminEmail: setting('STORE_ADMIN_EMAIL'),
    databaseUrl: `postgres://${user}:${password}@${setting(
      'DATABASE_HOST',
    )}:${port}/${setting('DATABASE_NAME')}`,
    jwtSecret: setting('JWT_SECRET'),
    cookieSecret: setting('COOKIE_SECRET'),
  };
}

/** The value of a variable, or of the file that `<name>_FILE` names. */
export function setting(name: string): string {
  const file = process.env[`${name}_FILE`];
  const value = file
    ? readFileSync(file, 'utf8').replace(/\r?\n$/, '')
    : process.env[name];
  if (value) {
    return value;
  }
  if (process.env.MEDUSA_IMAGE_BUILD === '1' && BUILD[name]) {
    return BUILD[name];
  }
  throw new Error(`${file ?? name} is not set or empty`);
}
