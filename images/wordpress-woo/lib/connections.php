<?php
declare(strict_types=1);

/** Seconds until whatever is still open counts as not connected. */
const CONNECT_DEADLINE_SECONDS = 2.0;

/** A name can have any number of addresses. */
const CONNECT_ADDRESSES_OF_A_NAME = 8;

/**
 * Tries to open TCP connections, all at once; nothing is sent over them.
 *
 * @param list<array{host: string, port: int}> $targets
 * @return list<bool> Whether each was connected before the deadline.
 */
function store_try_connections( array $targets ): array {
	$connected = array_fill( 0, count( $targets ), false );
	$lookups   = array();
	$sockets   = array();
	foreach ( $targets as $number => $target ) {
		if ( filter_var( $target['host'], FILTER_VALIDATE_IP ) ) {
			store_start_connection( $sockets, $number, $target['host'], $target['port'] );
		} else {
			$lookups[] = store_start_lookup( $number, $target['host'] );
		}
	}

	$deadline = microtime( true ) + CONNECT_DEADLINE_SECONDS;
	while ( array() !== $lookups || array() !== $sockets ) {
		$left = $deadline - microtime( true );
		if ( $left <= 0 ) {
			break;
		}
		$read   = array_column( $lookups, 'answer' );
		$write  = array_column( $sockets, 'socket' );
		$except = null;
		if ( ! stream_select( $read, $write, $except, 0, (int) ( $left * 1e6 ) ) ) {
			break;
		}
		foreach ( $lookups as $key => $lookup ) {
			if ( ! in_array( $lookup['answer'], $read, true ) ) {
				continue;
			}
			$lookups[ $key ]['text'] .= fread( $lookup['answer'], 8192 );
			if ( feof( $lookup['answer'] ) ) {
				foreach ( store_addresses( $lookups[ $key ]['text'] ) as $address ) {
					store_start_connection( $sockets, $lookup['target'], $address, $targets[ $lookup['target'] ]['port'] );
				}
				store_end_lookup( $lookup );
				unset( $lookups[ $key ] );
			}
		}
		foreach ( $sockets as $key => $attempt ) {
			if ( in_array( $attempt['socket'], $write, true ) ) {
				// A socket whose attempt failed is writable too, but has nobody at its other end.
				if ( false !== stream_socket_get_name( $attempt['socket'], true ) ) {
					$connected[ $attempt['target'] ] = true;
				}
				fclose( $attempt['socket'] );
				unset( $sockets[ $key ] );
			}
		}
	}
	array_walk( $lookups, 'store_end_lookup' );
	array_map( 'fclose', array_column( $sockets, 'socket' ) );
	return $connected;
}

/** @param array<array{target: int, socket: resource}> $sockets Gets the attempt, unless it fails at once. */
function store_start_connection( array &$sockets, int $target, string $address, int $port ): void {
	$host   = str_contains( $address, ':' ) ? "[$address]" : $address;
	$socket = @stream_socket_client( "tcp://$host:$port", $code, $message, 0, STREAM_CLIENT_CONNECT | STREAM_CLIENT_ASYNC_CONNECT );
	if ( false !== $socket ) {
		$sockets[] = array(
			'target' => $target,
			'socket' => $socket,
		);
	}
}

/**
 * Looks a name up in a process of its own: PHP's own look-up would stop all attempts for as long
 * as a name server does not answer.
 *
 * @return array{target: int, process: resource, answer: resource, text: string}
 */
function store_start_lookup( int $target, string $name ): array {
	$process = proc_open(
		array( 'getent', 'ahosts', $name ),
		array( 1 => array( 'pipe', 'w' ) ),
		$pipes
	);
	if ( false === $process ) {
		throw new RuntimeException( 'Cannot start getent' );
	}
	stream_set_blocking( $pipes[1], false );
	return array(
		'target'  => $target,
		'process' => $process,
		'answer'  => $pipes[1],
		'text'    => '',
	);
}

/** @param array{process: resource, answer: resource} $lookup */
function store_end_lookup( array $lookup ): void {
	proc_terminate( $lookup['process'], 9 );
	fclose( $lookup['answer'] );
	proc_close( $lookup['process'] );
}

/** @return list<string> The addresses in an answer of `getent ahosts`: one at the start of each line. */
function store_addresses( string $answer ): array {
	preg_match_all( '/^\S+(?=\s+STREAM)/m', $answer, $matches );
	return array_slice( array_unique( $matches[0] ), 0, CONNECT_ADDRESSES_OF_A_NAME );
}
