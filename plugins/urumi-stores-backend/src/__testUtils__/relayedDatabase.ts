import knexFactory, { Knex } from 'knex';
import { TcpRelay } from './TcpRelay';

/** A way to the PostgreSQL of that database whose connections can be cut; whoever uses it destroys `through`. */
export async function relayedDatabase(
  knex: Knex,
): Promise<{ relay: TcpRelay; through: Knex }> {
  const { host, port } = knex.client.connectionSettings;
  const relay = await TcpRelay.start(`http://${host}:${port}`);
  const settings = knex.client.config.connection;
  const through = knexFactory({
    client: 'pg',
    connection: {
      ...settings,
      password: settings.password,
      host: '127.0.0.1',
      port: relay.port,
    },
  });
  return { relay, through };
}
