<?php
declare(strict_types=1);

/**
 * A setting from the environment, or from the file that NAME_FILE names.
 *
 * @throws RuntimeException When it is set in neither way and has no default.
 */
function store_env( string $name, ?string $default = null ): string {
	$value = getenv( $name );
	if ( false !== $value && '' !== $value ) {
		return $value;
	}
	$file = getenv( $name . '_FILE' );
	if ( false !== $file && '' !== $file ) {
		$content = file_get_contents( $file );
		if ( false === $content ) {
			throw new RuntimeException( "Cannot read $file, which {$name}_FILE names" );
		}
		return rtrim( $content, "\r\n" );
	}
	if ( null === $default ) {
		throw new RuntimeException( "Set $name or {$name}_FILE" );
	}
	return $default;
}
