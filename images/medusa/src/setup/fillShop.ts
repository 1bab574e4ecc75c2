import { MedusaContainer } from '@medusajs/framework/types';
import { ShopSettings } from '../lib/setupState';
import { addAdmin } from './adminUser';
import { addProducts, ProductJournal } from './products';
import { addSelling } from './selling';
import { nameShop } from './shop';

/** Makes a shop that can sell of what Medusa makes by itself. */
export async function fillShop(options: {
  container: MedusaContainer;
  settings: ShopSettings;
  admin: { username: string; password: string };
  journal: ProductJournal;
}): Promise<void> {
  const { container, settings, admin, journal } = options;
  await nameShop(container, settings);
  await addSelling(container, settings);
  await addProducts({ container, settings, journal });
  await addAdmin(container, { ...admin, email: settings.adminEmail });
}
