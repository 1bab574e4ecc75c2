import { MedusaContainer, UpdateUserDTO } from '@medusajs/framework/types';
import { ContainerRegistrationKeys, Modules } from '@medusajs/framework/utils';
import {
  createTaxRegionsWorkflow,
  updateRegionsWorkflow,
  updateStoresWorkflow,
} from '@medusajs/medusa/core-flows';
import { ShopSettings } from '../lib/setupState';
import { addPricesIn } from './addPricesIn';
import { addProducts, ProductJournal } from './products';
import { addRegion, countryName, DELIVERY } from './selling';
import { findShop } from './shop';

/**
 * Writes those settings into a shop that have changed since the last set-up. All else stays as the
 * merchant has made it.
 */
export async function changeShop(options: {
  container: MedusaContainer;
  previous: ShopSettings;
  settings: ShopSettings;
  journal: ProductJournal;
}): Promise<void> {
  const { container, previous, settings, journal } = options;
  const { name, currency, country, adminEmail } = settings;
  if (name !== previous.name) {
    await changeName(container, name);
  }
  if (currency !== previous.currency) {
    await changeCurrency(container, currency);
    await addPricesIn(container, currency);
  }
  if (country !== previous.country) {
    await changeDelivery(container, previous.country, country);
  }
  if (currency !== previous.currency || country !== previous.country) {
    await changeRegion(container, previous, settings);
  }
  if (adminEmail !== previous.adminEmail) {
    await changeAdminEmail(container, previous.adminEmail, adminEmail);
  }
  if (settings.sampleData !== previous.sampleData) {
    await addProducts({ container, settings, journal });
  }
}

async function changeName(
  container: MedusaContainer,
  name: string,
): Promise<void> {
  const { id } = await findShop(container);
  await updateStoresWorkflow(container).run({
    input: { selector: { id }, update: { name } },
  });
}

async function changeCurrency(
  container: MedusaContainer,
  currency: string,
): Promise<void> {
  const { id, currencies } = await findShop(container);
  await updateStoresWorkflow(container).run({
    input: {
      selector: { id },
      update: {
        supported_currencies: [...new Set([currency, ...currencies])].map(
          code => ({ currency_code: code, is_default: code === currency }),
        ),
      },
    },
  });
}

/** The region of the country that was left takes the new country and currency. */
async function changeRegion(
  container: MedusaContainer,
  previous: ShopSettings,
  settings: ShopSettings,
): Promise<void> {
  const { country, currency } = settings;
  const query = container.resolve(ContainerRegistrationKeys.QUERY);
  const { data: regions } = await query.graph({
    entity: 'region',
    fields: ['id', 'name', 'countries.iso_2'],
  });
  const countriesOf = (region: (typeof regions)[number]): string[] =>
    (region.countries ?? []).flatMap((one: { iso_2: string } | null) =>
      one ? [one.iso_2] : [],
    );
  const regionOf = (code: string) =>
    regions.find(region => countriesOf(region).includes(code));

  const region = regionOf(country) ?? regionOf(previous.country);
  if (!region) {
    await addRegion(container, settings);
    return;
  }
  const isNew = !countriesOf(region).includes(country);
  await updateRegionsWorkflow(container).run({
    input: {
      selector: { id: region.id },
      update: {
        currency_code: currency,
        ...(isNew && {
          countries: [
            country,
            ...countriesOf(region).filter(code => code !== previous.country),
          ],
        }),
        ...(isNew &&
          region.name === countryName(previous.country) && {
            name: countryName(country),
          }),
      },
    },
  });
}

/** Deliveries go to the new country, too. */
async function changeDelivery(
  container: MedusaContainer,
  previous: string,
  country: string,
): Promise<void> {
  const tax = container.resolve(Modules.TAX);
  const taxRegions = await tax.listTaxRegions({ country_code: country });
  if (taxRegions.length === 0) {
    await createTaxRegionsWorkflow(container).run({
      input: [{ country_code: country, provider_id: 'tp_system' }],
    });
  }
  const fulfillment = container.resolve(Modules.FULFILLMENT);
  const [zone] = await fulfillment.listServiceZones(
    { name: DELIVERY },
    { relations: ['geo_zones'] },
  );
  if (!zone || zone.geo_zones.some(geo => geo.country_code === country)) {
    return;
  }
  await fulfillment.createGeoZones({
    service_zone_id: zone.id,
    type: 'country',
    country_code: country,
  });
  const left = zone.geo_zones.filter(
    geo => geo.type === 'country' && geo.country_code === previous,
  );
  await fulfillment.deleteGeoZones(left.map(({ id }) => id));
}

async function changeAdminEmail(
  container: MedusaContainer,
  previous: string,
  email: string,
): Promise<void> {
  const users = container.resolve(Modules.USER);
  const [user] = await users.listUsers({ email: previous });
  if (user) {
    // Medusa's type leaves out the e-mail address, which its data model has.
    await users.updateUsers({ id: user.id, email } as UpdateUserDTO);
  }
}
