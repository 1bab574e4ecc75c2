// Prices and names as people of the store's country write them. The pages are in English whatever the country.

const RIGHT_TO_LEFT = new Set(['Arab', 'Hebr', 'Thaa']);

/**
 * The language most spoken in the country, which decides how numbers are written: 1.234,50 € in Germany. Languages
 * written from right to left would turn around the English text beside them, so English numbers stand in for theirs.
 *
 * @param {string} country ISO 3166 alpha-2
 */
export function localeOf(country) {
  const { language, script = '' } = new Intl.Locale('und', {
    region: country,
  }).maximize();
  return new Intl.Locale(RIGHT_TO_LEFT.has(script) ? 'en' : language, {
    region: country,
    numberingSystem: 'latn',
  }).toString();
}

/**
 * @param {string} country ISO 3166 alpha-2
 * @returns {(amount: number, currency: string) => string}
 */
export function moneyFormat(country) {
  const locale = localeOf(country);
  /** @type {Map<string, Intl.NumberFormat>} */
  const formats = new Map();
  return (amount, currency) => {
    let format = formats.get(currency);
    if (!format) {
      format = new Intl.NumberFormat(locale, { style: 'currency', currency });
      formats.set(currency, format);
    }
    return format.format(amount);
  };
}

const countryNames = new Intl.DisplayNames(['en'], { type: 'region' });

/** @param {string} country ISO 3166 alpha-2 in either case */
export function countryName(country) {
  return countryNames.of(country.toUpperCase()) ?? country.toUpperCase();
}
