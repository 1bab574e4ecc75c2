import { JsonObject } from '@backstage/types';

/** Where a country has rules for its postcodes that WooCommerce checks (WC_Validation::is_postcode). */
const POSTCODES: Record<string, string> = {
  AT: '1010',
  BA: '71000',
  BE: '1000',
  BR: '01001-000',
  CA: 'K1A 0B1',
  CH: '3011',
  CZ: '110 00',
  DE: '10115',
  DK: '1050',
  EE: '10111',
  ES: '28001',
  FI: '00100',
  FR: '75001',
  GB: 'SW1A 1AA',
  HU: '1011',
  IE: 'D02 AF30',
  IN: '110001',
  IT: '00118',
  JP: '100-0001',
  LI: '9490',
  NL: '1011 AC',
  NO: '0010',
  PL: '00-001',
  PR: '00901',
  PT: '1000-001',
  SE: '111 20',
  SI: '1000',
  SK: '811 01',
  US: '94103',
};

const ANY_POSTCODE = '10000';

/** An address in the country that every shop there accepts. */
export function probeAddress(country: {
  code: string;
  /** Undefined for a country without states. */
  state: string | undefined;
}): JsonObject {
  return {
    first_name: 'Urumi',
    last_name: 'Probe',
    company: '',
    address_1: '1 Test Street',
    address_2: '',
    city: 'Test City',
    // Without a list of states WooCommerce takes any, and most countries need one.
    state: country.state ?? 'Test State',
    postcode: POSTCODES[country.code] ?? ANY_POSTCODE,
    country: country.code,
    phone: '0000000000',
  };
}
