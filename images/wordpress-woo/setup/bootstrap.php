<?php
/**
 * Makes a shop of the site. Run by `wp eval-file` after every installation and upgrade.
 *
 * A setting is written when it differs from what the last set-up wrote, so that a changed
 * parameter comes through, and what the merchant has changed since stays.
 */
require_once '/opt/store/lib/database.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';

/** Writes the options that differ from what the last set-up wrote. */
function store_apply_settings( array $settings, array $applied ): void {
	foreach ( $settings as $name => $value ) {
		if ( ! array_key_exists( $name, $applied ) || $applied[ $name ] !== $value ) {
			update_option( $name, $value );
		}
	}
}

/** The admin may be missing when an installation was killed. A password that was changed stays. */
function store_ensure_admin(): void {
	if ( ! get_role( 'administrator' ) ) {
		populate_roles();
	}
	$username = store_env( 'ADMIN_USERNAME' );
	$id       = username_exists( $username );
	if ( ! $id ) {
		$id = wp_insert_user(
			array(
				'user_login' => $username,
				'user_pass'  => store_env( 'ADMIN_PASSWORD' ),
				'user_email' => store_env( 'STORE_ADMIN_EMAIL' ),
				'role'       => 'administrator',
			)
		);
		if ( is_wp_error( $id ) ) {
			throw new RuntimeException( 'Cannot make the admin: ' . $id->get_error_message() );
		}
	}
	wp_set_current_user( $id );
}

/** Without a shipping method nobody can order what has to be shipped. */
function store_ensure_shipping( string $country ): void {
	$name = 'Home country';
	$zone = new WC_Shipping_Zone();
	foreach ( WC_Shipping_Zones::get_zones() as $existing ) {
		if ( $name === $existing['zone_name'] ) {
			$zone = new WC_Shipping_Zone( $existing['zone_id'] );
		}
	}
	$zone->set_zone_name( $name );
	if ( ! in_array( $country, wp_list_pluck( $zone->get_zone_locations(), 'code' ), true ) ) {
		$zone->add_location( $country, 'country' );
	}
	$zone->save();
	if ( array() === $zone->get_shipping_methods() ) {
		$instance = $zone->add_shipping_method( 'flat_rate' );
		update_option(
			"woocommerce_flat_rate_{$instance}_settings",
			array(
				'title'      => 'Flat rate',
				'tax_status' => 'none',
				'cost'       => '5',
			)
		);
	}
	WC_Cache_Helper::get_transient_version( 'shipping', true );
}

/** Payment that needs no contract with anybody. */
function store_enable_gateways(): void {
	foreach ( array( 'cod', 'cheque' ) as $gateway ) {
		$option   = "woocommerce_{$gateway}_settings";
		$settings = get_option( $option, array() );
		update_option( $option, array( 'enabled' => 'yes' ) + ( is_array( $settings ) ? $settings : array() ) );
	}
}

function store_add_sample_products(): void {
	$products = array(
		'sample-mug'   => array( 'Mug', '12' ),
		'sample-shirt' => array( 'T-shirt', '25' ),
		'sample-bag'   => array( 'Canvas bag', '18' ),
	);
	foreach ( $products as $sku => list( $name, $price ) ) {
		if ( wc_get_product_id_by_sku( $sku ) ) {
			continue;
		}
		$product = new WC_Product_Simple();
		$product->set_name( $name );
		$product->set_sku( $sku );
		$product->set_regular_price( $price );
		$product->set_status( 'publish' );
		$product->save();
	}
}

global $wp_rewrite;

$previous = json_decode( get_option( STORE_SETUP_OPTION, '' ), true );
$applied  = $previous['settings'] ?? array();

store_ensure_admin();

/*
 * WooCommerce would do this at the first visit of an admin page: with orders in the shop it then
 * leaves High-Performance Order Storage off for ever, and it hides the shop as "coming soon".
 */
WC_Install::newly_installed();

$settings = array(
	'blogname'                                => store_env( 'STORE_NAME' ),
	'admin_email'                             => store_env( 'STORE_ADMIN_EMAIL' ),
	'woocommerce_email_from_address'          => store_env( 'STORE_ADMIN_EMAIL' ),
	'woocommerce_currency'                    => store_env( 'STORE_CURRENCY' ),
	'woocommerce_default_country'             => store_env( 'STORE_COUNTRY' ),
	'woocommerce_coming_soon'                 => 'no',
	'woocommerce_store_pages_only'            => 'no',
	'woocommerce_allow_tracking'              => 'no',
	'woocommerce_show_marketplace_suggestions' => 'no',
	'woocommerce_enable_guest_checkout'       => 'yes',
	'woocommerce_task_list_hidden_lists'      => array( 'setup', 'extended' ),
	// Every checkout writes a log with personal data into the volume.
	'woocommerce_logs_level_threshold'        => 'warning',
	'woocommerce_logs_retention_period_days'  => 7,
	'permalink_structure'                     => '/%postname%/',
);
store_apply_settings( $settings, $applied );
update_option(
	'woocommerce_onboarding_profile',
	array(
		'skipped'   => true,
		'completed' => true,
	) + (array) get_option( 'woocommerce_onboarding_profile', array() )
);

WC_Install::create_pages();
$wp_rewrite->init();
flush_rewrite_rules( false );

store_ensure_shipping( store_env( 'STORE_COUNTRY' ) );
if ( null === $previous ) {
	store_enable_gateways();
}
if ( 'true' === store_env( 'STORE_SAMPLE_DATA' ) && ! ( $applied['sample_data'] ?? false ) ) {
	store_add_sample_products();
	$settings['sample_data'] = true;
} else {
	$settings['sample_data'] = $applied['sample_data'] ?? false;
}

$result = array(
	'versions' => array(
		'wordpress'   => get_bloginfo( 'version' ),
		'woocommerce' => WC()->version,
		'php'         => PHP_VERSION,
	),
	'settings' => $settings,
);
update_option( STORE_SETUP_OPTION, wp_json_encode( $result ), false );

echo wp_json_encode(
	array(
		'event'                         => 'store_setup_done',
		'versions'                      => $result['versions'],
		'high_performance_order_storage' => 'yes' === get_option( 'woocommerce_custom_orders_table_enabled' ),
		'shop_url'                      => get_permalink( wc_get_page_id( 'shop' ) ),
		'admin_url'                     => admin_url(),
	)
), "\n";
