import { MedusaContainer } from '@medusajs/framework/types';
import { Modules } from '@medusajs/framework/utils';
import { createUsersWorkflow } from '@medusajs/medusa/core-flows';

/** Adds the login of the shop's first admin. */
export async function addAdmin(
  container: MedusaContainer,
  admin: { username: string; password: string; email: string },
): Promise<void> {
  const auth = container.resolve(Modules.AUTH);
  const {
    result: [user],
  } = await createUsersWorkflow(container).run({
    input: { users: [{ email: admin.email }] },
  });
  const { authIdentity, error } = await auth.register('emailpass', {
    body: { email: admin.username, password: admin.password },
  });
  if (error || !authIdentity) {
    throw new Error(`The admin's login could not be made: ${error}`);
  }
  await auth.updateAuthIdentities({
    id: authIdentity.id,
    app_metadata: { user_id: user.id },
  });
}
