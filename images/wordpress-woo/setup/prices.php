<?php

/**
 * About how many units of a currency buy what a US dollar buys: the scale of its prices, not an
 * exchange rate. For all that are not here it is 1.
 */
const STORE_PRICE_SCALES = array(
	'0.4'    => 'BHD JOD KWD OMR',
	'1.5'    => 'AUD BND CAD NZD SGD',
	'2'      => 'ANG AWG AZN BAM BBD BGN BZD FJD TOP',
	'4'      => 'AED BYN GEL ILS LYD MYR PEN PGK PLN QAR SAR TMT TND WST XCD',
	'5'      => 'BRL RON',
	'8'      => 'BOB CNY DKK GTQ HKD MOP SBD TTD',
	'10'     => 'MAD NOK SEK TJS',
	'15'     => 'BWP ERN GHS LSL MDL MVR MXN NAD SCR SZL ZAR',
	'25'     => 'CUP CZK HNL STN ZMW',
	'40'     => 'EGP MRU MUR NIO SRD THB TRY TWD UAH UYU',
	'60'     => 'AFN DOP GMD KGS MKD MZN PHP',
	'80'     => 'ALL BTN INR RUB',
	'120'    => 'BDT CVE DZD ETB HTG ISK JPY KES NPR RSD VUV XPF',
	'180'    => 'DJF GYD JMD LRD',
	'300'    => 'HUF LKR PKR VES YER',
	'450'    => 'AMD KMF KZT',
	'600'    => 'CRC SDG SOS XAF XOF',
	'900'    => 'AOA CLP KPW',
	'1400'   => 'ARS IQD KRW MWK NGN RWF',
	'2500'   => 'BIF CDF MMK TZS',
	'4000'   => 'COP KHR MGA MNT SSP UGX',
	'8000'   => 'GNF PYG',
	'15000'  => 'IDR SYP UZS',
	'20000'  => 'LAK VND',
	'60000'  => 'IRT LBP',
	'600000' => 'IRR',
);

/**
 * A price that looks like one in the currency.
 *
 * @param int $dollars 1 to 99.
 */
function store_price( int $dollars, string $currency ): string {
	$scale = 1.0;
	foreach ( STORE_PRICE_SCALES as $candidate => $currencies ) {
		if ( in_array( $currency, explode( ' ', $currencies ), true ) ) {
			$scale = (float) $candidate;
		}
	}
	$price = $dollars * $scale;
	// Two digits that are not zero.
	return (string) round( $price, 1 - (int) floor( log10( $price ) ) );
}
