/**
 * About how many units of a currency buy what a US dollar buys: the scale of its prices, not an
 * exchange rate. For all that are not here it is 1.
 */
const SCALES: [number, string][] = [
  [0.4, 'bhd jod kwd omr'],
  [1.5, 'aud bnd cad nzd sgd'],
  [2, 'azn bam bgn top'],
  [4, 'aed byn gel ils lyd myr pen pln qar sar tnd'],
  [5, 'brl ron'],
  [8, 'bob cny dkk gtq hkd mop ttd'],
  [10, 'mad nok sek tjs'],
  [15, 'bwp ern ghs mdl mxn nad zar'],
  [25, 'czk hnl'],
  [40, 'egp mur nio thb try twd uah uyu'],
  [60, 'afn dop gmd mkd mzn php'],
  [80, 'all inr rub'],
  [120, 'bdt cve dzd etb isk jpy kes npr rsd xpf'],
  [180, 'djf jmd'],
  [300, 'huf lkr yer'],
  [450, 'amd kmf kzt'],
  [600, 'crc sdg sos xaf xof'],
  [900, 'aoa clp'],
  [1400, 'ars iqd krw mwk ngn rwf'],
  [2500, 'bif cdf mmk tzs'],
  [4000, 'cop khr mga ugx'],
  [8000, 'gnf pyg'],
  [15000, 'idr syp uzs'],
  [20000, 'vnd'],
  [60000, 'irt lbp'],
  [600000, 'irr'],
];

/**
 * A price that looks like one in the currency.
 *
 * @param dollars - 1 to 99.
 * @param currency - in lower case.
 */
export function priceIn(currency: string, dollars: number): number {
  const [scale] = SCALES.find(([, currencies]) =>
    currencies.split(' ').includes(currency),
  ) ?? [1];
  // Two digits that are not zero.
  return Number((dollars * scale).toPrecision(2));
}
