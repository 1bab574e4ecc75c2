<?php
/**
 * Installs or upgrades the store. It may be killed at any moment and run again, and it may run
 * twice at once: every step looks first, and only one holds the lock.
 */
declare(strict_types=1);

require_once '/opt/store/lib/environment.php';
require_once '/opt/store/lib/database.php';
require_once __DIR__ . '/half_made_schema.php';
require_once __DIR__ . '/woocommerce_lock.php';

const DATABASE_DEADLINE_SECONDS = 300;
const LOCK_DEADLINE_SECONDS     = 300;

/** Waits until a login works: an open port is not yet a database. */
function wait_for_database(): mysqli {
	$deadline = time() + DATABASE_DEADLINE_SECONDS;
	for ( ;; ) {
		try {
			$database = store_database( 5, LOCK_DEADLINE_SECONDS + 60 );
			$database->query( 'SELECT 1' );
			return $database;
		} catch ( mysqli_sql_exception $error ) {
			if ( time() >= $deadline ) {
				throw $error;
			}
			report( 'waiting for the database: ' . $error->getMessage() );
			usleep( 500000 );
		}
	}
}

/** The lock goes with the connection, so a set-up that is killed leaves none behind. */
function lock_store( mysqli $database ): void {
	$row = $database->query( "SELECT GET_LOCK('store-install', " . LOCK_DEADLINE_SECONDS . ')' )->fetch_row();
	if ( '1' !== (string) $row[0] ) {
		throw new RuntimeException( 'Another set-up of this store has been running for ' . LOCK_DEADLINE_SECONDS . ' seconds' );
	}
}

function run( string ...$command ): void {
	report( implode( ' ', $command ) );
	$process = proc_open( $command, array( STDIN, STDOUT, STDERR ), $pipes );
	$code    = false === $process ? -1 : proc_close( $process );
	if ( 0 !== $code ) {
		throw new RuntimeException( "'" . implode( ' ', $command ) . "' ended with code $code" );
	}
}

function report( string $message ): void {
	fwrite( STDERR, "install: $message\n" );
}

try {
	$database = wait_for_database();
	lock_store( $database );
	$dropped = drop_half_made_schema( $database );
	if ( $dropped > 0 ) {
		report( "dropped $dropped tables of an unfinished installation" );
	}
	if ( null === store_option( $database, 'siteurl' ) ) {
		run( 'php', __DIR__ . '/create_site.php' );
	}
	release_woocommerce_lock( $database );
	run( 'wp', 'core', 'update-db' );
	run( 'wp', 'plugin', 'activate', 'woocommerce' );
	if ( null === store_option( $database, 'woocommerce_db_version' ) ) {
		throw new RuntimeException( 'WooCommerce has not installed itself' );
	}
	run( 'wp', 'wc', 'update' );
	run( 'wp', 'eval-file', __DIR__ . '/bootstrap.php' );
} catch ( Throwable $error ) {
	report( 'failed: ' . $error->getMessage() );
	exit( 1 );
}
