import { MedusaRequest, MedusaResponse } from '@medusajs/framework/http';
import { ContainerRegistrationKeys } from '@medusajs/framework/utils';
import { readEnvironment } from '../../lib/environment';
import { isDone } from '../../lib/setupState';
import { sqlRunnerOf } from '../../lib/sqlRunnerOf';
import { versions } from '../../lib/versions';

const environment = readEnvironment();

/** Whether the shop can sell: the database answers, and the set-up has ended. */
export async function GET(
  request: MedusaRequest,
  response: MedusaResponse,
): Promise<void> {
  const store = { store_id: environment.storeId, engine: 'medusa' };
  const connection = request.scope.resolve(
    ContainerRegistrationKeys.PG_CONNECTION,
  );
  const notReady = (reason: string) =>
    response.status(503).json({ ...store, ready: false, reason });
  try {
    if (!(await isDone(sqlRunnerOf(connection), environment))) {
      notReady('The set-up of the shop has not ended yet');
      return;
    }
  } catch {
    notReady('The database does not answer');
    return;
  }
  response.json({
    ...store,
    ready: true,
    versions: { medusa: versions.medusa },
  });
}
