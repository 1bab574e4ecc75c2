<?php
/**
 * Makes a shop of the site. Run by `wp eval-file` after every installation and upgrade.
 *
 * A setting is written when it differs from what the last set-up wrote, so that a changed
 * parameter comes through, and what the merchant has changed since stays.
 */
require_once '/opt/store/lib/database.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';
require_once '/opt/store/setup/settings.php';
require_once '/opt/store/setup/prices.php';
require_once '/opt/store/setup/selling.php';
require_once '/opt/store/setup/sample_products.php';
require_once '/opt/store/setup/probe_access.php';

/** Runs a step whose parts would not find each other again if it was killed between them. */
function store_in_transaction( callable $step ): void {
	global $wpdb;
	$wpdb->query( 'START TRANSACTION' );
	$step();
	$wpdb->query( 'COMMIT' );
}

/**
 * The admin may be missing when an installation was killed. A password that was changed stays.
 *
 * @return int Its id.
 */
function store_ensure_admin(): int {
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
	return $id;
}

/** The category of posts without one. */
function store_ensure_default_category(): void {
	if ( ! term_exists( (int) get_option( 'default_category' ), 'category' ) ) {
		$term = wp_insert_term( 'Uncategorized', 'category' );
		if ( is_wp_error( $term ) ) {
			throw new RuntimeException( 'Cannot make the default category: ' . $term->get_error_message() );
		}
		update_option( 'default_category', $term['term_id'] );
	}
}

global $wp_rewrite;

$country  = store_env( 'STORE_COUNTRY' );
$currency = store_env( 'STORE_CURRENCY' );
$previous = json_decode( get_option( STORE_SETUP_OPTION, '' ), true );
$applied  = $previous['settings'] ?? array();

$admin = store_ensure_admin();
wp_set_current_user( $admin );

/*
 * WooCommerce would do this at the first visit of an admin page: with orders in the shop it then
 * leaves High-Performance Order Storage off for ever, and it hides the shop as "coming soon".
 */
WC_Install::newly_installed();
store_ensure_default_category();

$settings = store_settings( $country, $currency );
store_apply_settings( $settings, $applied );
update_option(
	'woocommerce_onboarding_profile',
	array(
		'skipped'   => true,
		'completed' => true,
	) + (array) get_option( 'woocommerce_onboarding_profile', array() )
);

// It is kept for as long as the theme's version: an upgrade of the image may have more patterns.
wp_get_theme()->delete_pattern_cache();

WC_Install::create_pages();
$wp_rewrite->init();
// WordPress makes them again at the next request, with those of WooCommerce, which are lost here by init().
delete_option( 'rewrite_rules' );

if ( null === $previous ) {
	store_enable_gateways();
}
if ( ( $applied['shipping_country'] ?? null ) !== $country ) {
	store_in_transaction( static fn() => store_ensure_shipping( $country, store_price( 5, $currency ) ) );
}
$settings['shipping_country'] = $country;

$settings['sample_data'] = $applied['sample_data'] ?? false;
if ( 'true' === store_env( 'STORE_SAMPLE_DATA' ) && ! $settings['sample_data'] ) {
	store_add_sample_products( $currency );
	$settings['sample_data'] = true;
}
store_in_transaction( static fn() => store_ensure_probe_keys( $admin ) );
store_in_transaction( static fn() => store_ensure_probe_product( store_price( 1, $currency ) ) );

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
		'event'                          => 'store_setup_done',
		'versions'                       => $result['versions'],
		'high_performance_order_storage' => 'yes' === get_option( 'woocommerce_custom_orders_table_enabled' ),
		'shop_url'                       => get_permalink( wc_get_page_id( 'shop' ) ),
		'admin_url'                      => admin_url(),
	)
), "\n";
