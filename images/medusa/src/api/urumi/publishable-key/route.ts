import { MedusaRequest, MedusaResponse } from '@medusajs/framework/http';
import { ContainerRegistrationKeys } from '@medusajs/framework/utils';
import { versions } from '../../../lib/versions';

/**
 * The key that the storefront calls `/store` with: one that opens the shop's default sales channel.
 * It is no secret, as every shop in a browser shows its own; the ingress has no route to here all
 * the same.
 */
export async function GET(
  request: MedusaRequest,
  response: MedusaResponse,
): Promise<void> {
  const query = request.scope.resolve(ContainerRegistrationKeys.QUERY);
  const {
    data: [store],
  } = await query.graph({
    entity: 'store',
    fields: ['default_sales_channel_id'],
  });
  const { data: keys } = await query.graph({
    entity: 'api_key',
    fields: ['token', 'revoked_at', 'created_at', 'sales_channels.id'],
    filters: { type: 'publishable' },
    pagination: { order: { created_at: 'ASC' } },
  });
  const key = keys.find(
    ({ revoked_at: revokedAt, sales_channels: channels }) =>
      !revokedAt &&
      channels?.some(
        (channel: { id: string } | null) =>
          channel?.id === store?.default_sales_channel_id,
      ),
  );
  if (!key) {
    response.status(404).json({
      type: 'no_key',
      message: 'No publishable key opens the default sales channel',
    });
    return;
  }
  response.json({
    publishable_key: key.token,
    versions: { medusa: versions.medusa },
  });
}
