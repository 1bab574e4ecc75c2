<?php
declare(strict_types=1);

/** Longer than an upgrade takes that a visitor's request has set off in a web pod. */
const WOOCOMMERCE_LOCK_SECONDS = 30;

/**
 * Waits for an installation of WooCommerce that runs elsewhere, and removes the lock of one that
 * was killed. WooCommerce itself would honour that lock for ten minutes: it would install nothing,
 * and then run every update since version 2 on tables that are not there.
 */
function release_woocommerce_lock( mysqli $database ): void {
	// Before the first installation has ended, web pods do not load WooCommerce.
	$deadline = null === store_option( $database, 'woocommerce_version' ) ? 0 : time() + WOOCOMMERCE_LOCK_SECONDS;
	while ( null !== store_option( $database, 'wc_installing' ) ) {
		if ( time() >= $deadline ) {
			$database->query(
				'DELETE FROM ' . STORE_TABLE_PREFIX . "options
				WHERE option_name IN ( 'wc_installing', '_transient_wc_installing', '_transient_timeout_wc_installing' )"
			);
			return;
		}
		sleep( 1 );
	}
}
