<?php

/**
 * The options of a shop.
 *
 * @return array<string, mixed>
 */
function store_settings( string $country, string $currency ): array {
	return array(
		'blogname'                                 => store_env( 'STORE_NAME' ),
		'blogdescription'                          => 'Good things for every day',
		'admin_email'                              => store_env( 'STORE_ADMIN_EMAIL' ),
		'woocommerce_email_from_address'           => store_env( 'STORE_ADMIN_EMAIL' ),
		'woocommerce_currency'                     => $currency,
		'woocommerce_default_country'              => $country,
		// Flat-rate shipping leads there, and nowhere else: who lives elsewhere could not order.
		'woocommerce_allowed_countries'            => 'specific',
		'woocommerce_specific_allowed_countries'   => array( $country ),
		'woocommerce_coming_soon'                  => 'no',
		'woocommerce_store_pages_only'             => 'no',
		'woocommerce_allow_tracking'               => 'no',
		'woocommerce_show_marketplace_suggestions' => 'no',
		'woocommerce_enable_guest_checkout'        => 'yes',
		// Customers see how many are left only when they are few.
		'woocommerce_stock_format'                 => 'low_amount',
		'woocommerce_task_list_hidden_lists'       => array( 'setup', 'extended' ),
		// Every checkout writes a log with personal data into the volume.
		'woocommerce_logs_level_threshold'         => 'warning',
		'woocommerce_logs_retention_period_days'   => 7,
		'permalink_structure'                      => '/%postname%/',
		// Pictures of reviewers come from gravatar.com, which then learns who reads the page.
		'show_avatars'                             => '0',
	) + store_locale_settings( $country, $currency );
}

/**
 * How prices and sizes are written in the country.
 *
 * @return array<string, mixed>
 */
function store_locale_settings( string $country, string $currency ): array {
	$locales = include WC()->plugin_path() . '/i18n/locale-info.php';
	if ( ! isset( $locales[ $country ] ) ) {
		return array();
	}
	$locale = $locales[ $country ];
	// A currency from abroad keeps its number of decimals.
	$decimals = array_column( $locales, 'num_decimals', 'currency_code' );
	return array(
		'woocommerce_currency_pos'       => $locale['currency_pos'],
		'woocommerce_price_thousand_sep' => $locale['thousand_sep'],
		'woocommerce_price_decimal_sep'  => $locale['decimal_sep'],
		'woocommerce_price_num_decimals' => (string) ( $decimals[ $currency ] ?? $locale['num_decimals'] ),
		'woocommerce_weight_unit'        => $locale['weight_unit'],
		'woocommerce_dimension_unit'     => $locale['dimension_unit'],
	);
}

/**
 * Writes the options that differ from what the last set-up wrote.
 *
 * @param array<string, mixed> $settings
 * @param array<string, mixed> $applied What the last set-up wrote.
 */
function store_apply_settings( array $settings, array $applied ): void {
	foreach ( $settings as $name => $value ) {
		if ( ! array_key_exists( $name, $applied ) || $applied[ $name ] !== $value ) {
			update_option( $name, $value );
		}
	}
}
