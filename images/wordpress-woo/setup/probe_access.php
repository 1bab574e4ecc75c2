<?php

/**
 * Sees to it that the platform's keys for the REST API are there, once: also when the merchant
 * revoked them, or when they were changed in the Secret.
 */
function store_ensure_probe_keys( int $user_id ): void {
	global $wpdb;
	$key    = store_env( 'API_CONSUMER_KEY' );
	$secret = store_env( 'API_CONSUMER_SECRET' );
	if ( ! preg_match( '/^ck_[0-9a-f]{40}$/D', $key ) || ! preg_match( '/^cs_[0-9a-f]{40}$/D', $secret ) ) {
		throw new RuntimeException( 'API_CONSUMER_KEY or API_CONSUMER_SECRET is not a key of WooCommerce' );
	}
	$table  = $wpdb->prefix . 'woocommerce_api_keys';
	$wanted = array(
		'user_id'         => (string) $user_id,
		'description'     => STORE_PROBE_KEY_DESCRIPTION,
		'permissions'     => 'read_write',
		'consumer_key'    => wc_api_hash( $key ),
		'consumer_secret' => $secret,
		'truncated_key'   => substr( $key, -7 ),
	);
	$rows = $wpdb->get_results(
		$wpdb->prepare( 'SELECT * FROM %i WHERE description = %s OR consumer_key = %s', $table, STORE_PROBE_KEY_DESCRIPTION, $wanted['consumer_key'] ),
		ARRAY_A
	);
	if ( 1 === count( $rows ) && array() === array_diff_assoc( $wanted, $rows[0] ) ) {
		return;
	}
	foreach ( $rows as $row ) {
		$wpdb->delete( $table, array( 'key_id' => $row['key_id'] ) );
	}
	if ( ! $wpdb->insert( $table, $wanted ) ) {
		throw new RuntimeException( 'Cannot make the keys of the REST API: ' . $wpdb->last_error );
	}
}

/**
 * Sees to it that the platform has something to buy where the sample product is not: a product
 * that can be ordered by who knows it, but is not seen.
 */
function store_ensure_probe_product( string $price ): void {
	if ( wc_get_product_id_by_sku( STORE_SAMPLE_PROBE_SKU ) || wc_get_product_id_by_sku( STORE_PROBE_PRODUCT_SKU ) ) {
		return;
	}
	$product = new WC_Product_Simple();
	$product->set_name( 'Checkout test' );
	$product->set_short_description( 'The platform orders this to see that the checkout works, and cancels the order.' );
	$product->set_sku( STORE_PROBE_PRODUCT_SKU );
	$product->set_regular_price( $price );
	$product->set_catalog_visibility( 'hidden' );
	$product->set_reviews_allowed( false );
	$product->set_manage_stock( true );
	$product->set_stock_quantity( 1000 );
	$product->save();
}
