<?php
declare(strict_types=1);

/** Prefix of the tables of WordPress. */
const STORE_TABLE_PREFIX = 'wp_';

/** Option in which the last step of the set-up leaves its result, as JSON. */
const STORE_SETUP_OPTION = 'urumi_store_setup';

/**
 * Connects to the store's database.
 *
 * @param int $connect_timeout Seconds.
 * @param int $read_timeout    Seconds that an answer may take.
 * @throws mysqli_sql_exception When it does not answer or refuses the login.
 */
function store_database( int $connect_timeout, int $read_timeout ): mysqli {
	mysqli_report( MYSQLI_REPORT_ERROR | MYSQLI_REPORT_STRICT );
	$database = mysqli_init();
	$database->options( MYSQLI_OPT_CONNECT_TIMEOUT, $connect_timeout );
	$database->options( MYSQLI_OPT_READ_TIMEOUT, $read_timeout );
	$database->real_connect(
		store_env( 'DATABASE_HOST' ),
		store_env( 'DATABASE_USER' ),
		store_env( 'DATABASE_PASSWORD' ),
		store_env( 'DATABASE_NAME' )
	);
	$database->set_charset( 'utf8mb4' );
	return $database;
}

/** The value of a WordPress option; null when it, or its table, is not there. */
function store_option( mysqli $database, string $name ): ?string {
	try {
		$query = $database->prepare(
			'SELECT option_value FROM ' . STORE_TABLE_PREFIX . 'options WHERE option_name = ?'
		);
		$query->bind_param( 's', $name );
		$query->execute();
		$row = $query->get_result()->fetch_row();
		return $row ? $row[0] : null;
	} catch ( mysqli_sql_exception $error ) {
		$no_such_table = 1146;
		if ( $no_such_table === $error->getCode() ) {
			return null;
		}
		throw $error;
	}
}

/**
 * What the last set-up left: `versions` and the `settings` that it applied. Null before the first.
 *
 * @return array{versions: array<string, string>, settings: array<string, mixed>}|null
 */
function store_setup_result( mysqli $database ): ?array {
	$json = store_option( $database, STORE_SETUP_OPTION );
	return null === $json ? null : json_decode( $json, true, 16, JSON_THROW_ON_ERROR );
}
