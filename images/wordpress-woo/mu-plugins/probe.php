<?php
/**
 * Plugin Name: Orders of the platform
 * Description: The platform orders something to see that the checkout works, and cancels it. Nobody gets mail about such an order, and reports leave it out.
 */
declare(strict_types=1);

/** Ends in `.invalid`: no mail could ever be sent there. */
const STORE_PROBE_EMAIL = 'probe@urumi.invalid';

/** By this the platform's REST keys are told from the merchant's, who sees it in wp-admin. */
const STORE_PROBE_KEY_DESCRIPTION = 'Platform probe';

/** What the platform buys when there are no sample products. */
const STORE_PROBE_PRODUCT_SKU = 'urumi-probe';

/** On every order of the platform. */
const STORE_PROBE_META = '_urumi_probe';

/** Days after which WordPress's daily clean-up takes the platform's cancelled orders along. */
const STORE_PROBE_RETENTION_DAYS = 7;

function store_is_probe_order( mixed $order ): bool {
	return $order instanceof WC_Order && '1' === $order->get_meta( STORE_PROBE_META );
}

/**
 * Whether the request is a checkout of the platform: it signs the token of its cart with its REST secret, so that no
 * customer can have an order taken for one of the platform's, and no signature serves twice.
 */
function store_is_probe_request(): bool {
	static $answer = null;
	if ( null === $answer ) {
		$token     = (string) ( $_SERVER['HTTP_CART_TOKEN'] ?? '' );
		$signature = (string) ( $_SERVER['HTTP_X_URUMI_PROBE'] ?? '' );
		$secret    = '' === $token || '' === $signature ? '' : store_probe_secret();
		$answer    = '' !== $secret && hash_equals( hash_hmac( 'sha256', $token, $secret ), $signature );
	}
	return $answer;
}

function store_probe_secret(): string {
	global $wpdb;
	return (string) $wpdb->get_var(
		$wpdb->prepare( 'SELECT consumer_secret FROM %i WHERE description = %s', $wpdb->prefix . 'woocommerce_api_keys', STORE_PROBE_KEY_DESCRIPTION )
	);
}

// Saved together with the order.
add_action(
	'woocommerce_before_order_object_save',
	static function ( WC_Order $order ): void {
		if ( store_is_probe_request() && STORE_PROBE_EMAIL === $order->get_billing_email() ) {
			$order->update_meta_data( STORE_PROBE_META, '1' );
		}
	}
);

// Analytics: no row of the order, its products or its customer.
add_filter(
	'woocommerce_analytics_is_test_order',
	static fn( bool $is_test, $order ): bool => $is_test || store_is_probe_order( $order ),
	10,
	2
);

// Mail about the order, to the customer or to the merchant.
add_filter(
	'woocommerce_email_classes',
	static function ( array $emails ): array {
		foreach ( $emails as $email ) {
			add_filter(
				'woocommerce_email_enabled_' . $email->id,
				static fn( $enabled, $order ) => $enabled && ! store_is_probe_order( $order ),
				10,
				2
			);
		}
		return $emails;
	},
	PHP_INT_MAX
);

// Mail about the stock that the order takes for a moment.
add_filter(
	'woocommerce_can_reduce_order_stock',
	static function ( bool $can, $order ): bool {
		foreach ( array( 'low_stock', 'no_stock', 'backorder' ) as $event ) {
			$filter = "woocommerce_should_send_{$event}_notification";
			remove_filter( $filter, '__return_false' );
			if ( store_is_probe_order( $order ) ) {
				add_filter( $filter, '__return_false' );
			}
		}
		return $can;
	},
	10,
	2
);

// The session of a purchase would stay for two days.
add_action(
	'woocommerce_store_api_checkout_order_processed',
	static function ( WC_Order $order ): void {
		if ( store_is_probe_order( $order ) ) {
			add_action( 'shutdown', static fn() => WC()->session->destroy_session(), 30 );
		}
	}
);

add_action(
	'wp_scheduled_delete',
	static function (): void {
		$orders = wc_get_orders(
			array(
				'meta_key'      => STORE_PROBE_META,
				'meta_value'    => '1',
				'status'        => array( 'cancelled', 'failed' ),
				'date_created'  => '<' . ( time() - STORE_PROBE_RETENTION_DAYS * DAY_IN_SECONDS ),
				'limit'         => 100,
			)
		);
		foreach ( $orders as $order ) {
			$order->delete( true );
		}
	}
);

// WordPress lists every published product in the sitemap, hidden ones too.
add_filter(
	'wp_sitemaps_posts_query_args',
	static function ( array $query, string $post_type ): array {
		$id = 'product' === $post_type ? wc_get_product_id_by_sku( STORE_PROBE_PRODUCT_SKU ) : 0;
		if ( $id ) {
			$query['post__not_in'] = array_merge( $query['post__not_in'] ?? array(), array( $id ) );
		}
		return $query;
	},
	10,
	2
);
add_filter(
	'wp_robots',
	static function ( array $robots ): array {
		if ( is_singular( 'product' ) && wc_get_product_id_by_sku( STORE_PROBE_PRODUCT_SKU ) === get_queried_object_id() ) {
			return wp_robots_no_robots( $robots );
		}
		return $robots;
	}
);
