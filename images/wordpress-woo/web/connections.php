<?php
/**
 * Tells which addresses can be reached from this pod, to the platform alone: it signs the request
 * with the store's `probe-key`. WordPress is not loaded.
 */
declare(strict_types=1);

require_once '/opt/store/lib/environment.php';
require_once '/opt/store/lib/connections.php';

const MAX_TARGETS    = 32;
const MAX_BODY_BYTES = 32 * 1024;
const HOST_PATTERN   = '/^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?\.?$/iD';

/** @param array<string, mixed> $content */
function answer( int $code, array $content ): never {
	http_response_code( $code );
	header( 'Content-Type: application/json' );
	header( 'Cache-Control: no-store' );
	echo json_encode( $content, JSON_THROW_ON_ERROR | JSON_UNESCAPED_SLASHES ), "\n";
	exit;
}

function is_signed( string $body, string $signature ): bool {
	try {
		$key = store_env( 'PROBE_KEY' );
	} catch ( RuntimeException $error ) {
		error_log( 'connections: ' . $error->getMessage() );
		return false;
	}
	// Anybody can sign with an empty key.
	return '' !== $key && hash_equals( 'sha256=' . hash_hmac( 'sha256', $body, $key ), $signature );
}

/**
 * @return list<array{name: string, host: string, port: int}>
 * @throws DomainException When the body is not what it should be.
 */
function targets( string $body ): array {
	$targets = json_decode( $body, true, 8 )['targets'] ?? null;
	if ( ! is_array( $targets ) || ! array_is_list( $targets ) || count( $targets ) > MAX_TARGETS ) {
		throw new DomainException( 'targets must be a list of at most ' . MAX_TARGETS );
	}
	foreach ( $targets as $number => $target ) {
		$name = $target['name'] ?? null;
		$host = $target['host'] ?? null;
		$port = $target['port'] ?? null;
		if ( ! is_string( $name ) || ! is_int( $port ) || $port < 1 || $port > 65535 ) {
			throw new DomainException( "targets[$number] needs a name, and a port from 1 to 65535" );
		}
		if ( ! is_string( $host ) || ! ( filter_var( $host, FILTER_VALIDATE_IP ) || preg_match( HOST_PATTERN, $host ) ) ) {
			throw new DomainException( "targets[$number].host is neither a name nor an address" );
		}
	}
	return $targets;
}

if ( 'POST' !== $_SERVER['REQUEST_METHOD'] ) {
	header( 'Allow: POST' );
	answer( 405, array( 'error' => 'Use POST' ) );
}
$body = (string) file_get_contents( 'php://input', false, null, 0, MAX_BODY_BYTES + 1 );
if ( ! is_signed( $body, $_SERVER['HTTP_X_URUMI_SIGNATURE'] ?? '' ) ) {
	answer( 403, array( 'error' => 'The signature is missing or wrong' ) );
}
try {
	$targets = targets( $body );
} catch ( DomainException $error ) {
	answer( 400, array( 'error' => $error->getMessage() ) );
}
$attempts = array();
foreach ( store_try_connections( $targets ) as $number => $connected ) {
	$attempts[] = array(
		'name'      => $targets[ $number ]['name'],
		'connected' => $connected,
	);
}
answer( 200, array( 'attempts' => $attempts ) );
