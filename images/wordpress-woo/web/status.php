<?php
/**
 * Tells which store this is, and whether its set-up is done: 200, else 503 with the reason.
 * It asks the database and does not load WordPress, so that it answers in milliseconds.
 */
declare(strict_types=1);

require_once '/opt/store/lib/environment.php';
require_once '/opt/store/lib/database.php';

$status = array(
	'store_id' => store_env( 'STORE_ID' ),
	'engine'   => 'woocommerce',
	'ready'    => false,
);
try {
	$setup = store_setup_result( store_database( 1, 1 ) );
	if ( null === $setup ) {
		$status['reason'] = 'The set-up is not done yet';
	} else {
		$status['ready']    = true;
		$status['versions'] = $setup['versions'];
	}
} catch ( mysqli_sql_exception $error ) {
	error_log( 'status: ' . $error->getMessage() );
	$status['reason'] = 'The database does not answer';
}

http_response_code( $status['ready'] ? 200 : 503 );
header( 'Content-Type: application/json' );
header( 'Cache-Control: no-store' );
echo json_encode( $status, JSON_THROW_ON_ERROR | JSON_UNESCAPED_SLASHES ), "\n";
