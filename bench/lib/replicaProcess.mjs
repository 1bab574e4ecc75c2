// One replica of the worker as a process of its own, forked by lib/replicas.mjs: it says that it is ready, is told to work,
// and ends with the process that forked it.
import { once } from 'node:events';
import { loadProduct } from './productModules.mjs';

process.on('disconnect', () => process.exit(1));
const { folder, connectionString, pool, ...options } = JSON.parse(
  process.argv[2],
);
const product = await loadProduct({ folder });
const knex = await product.openDatabase({
  client: 'pg',
  connection: connectionString,
  pluginDivisionMode: 'schema',
  knexConfig: { pool: { min: 0, max: pool } },
});
const worker = product.createWorker(knex, options);
process.send('ready');
await once(process, 'message');
worker.start();
