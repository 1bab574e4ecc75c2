// Starts the shop. On TERM it lets requests end.
import fs from 'node:fs';
import path from 'node:path';
import { readConfig } from './config.mjs';
import { createServer } from './server.mjs';
import { Shop } from './Shop.mjs';

const SHUTDOWN_TIME = 25_000;
const root = path.dirname(import.meta.dirname);

/** One line of JSON per entry. @type {import('./server.mjs').Log} */
const log = entry =>
  console.error(JSON.stringify({ time: new Date().toISOString(), ...entry }));

try {
  const config = readConfig(process.env);
  const { version } = JSON.parse(
    fs.readFileSync(path.join(root, 'package.json'), 'utf8'),
  );
  const shop = new Shop({
    config,
    version,
    assetsDirectory: path.join(root, 'assets'),
  });
  const server = createServer(shop, log);
  server.on('error', fail);
  server.listen(config.port, config.host);
  for (const signal of ['SIGTERM', 'SIGINT']) {
    process.once(signal, () => stop(server));
  }
} catch (error) {
  fail(error);
}

function stop(server) {
  server.close(() => process.exit(0));
  setTimeout(() => process.exit(0), SHUTDOWN_TIME).unref();
}

function fail(error) {
  log({ level: 'error', message: `The shop cannot start: ${error.message}` });
  process.exit(1);
}
