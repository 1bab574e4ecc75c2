<?php
/**
 * WordPress, configured by the environment alone.
 */
require_once '/opt/store/lib/environment.php';

define( 'DB_HOST', store_env( 'DATABASE_HOST' ) );
define( 'DB_NAME', store_env( 'DATABASE_NAME' ) );
define( 'DB_USER', store_env( 'DATABASE_USER' ) );
define( 'DB_PASSWORD', store_env( 'DATABASE_PASSWORD' ) );
define( 'DB_CHARSET', 'utf8mb4' );
define( 'DB_COLLATE', '' );
$table_prefix = 'wp_';

// The same over restarts and in every pod of the store, so that logins survive both.
foreach ( array( 'AUTH', 'SECURE_AUTH', 'LOGGED_IN', 'NONCE' ) as $scheme ) {
	foreach ( array( 'KEY', 'SALT' ) as $part ) {
		define( "{$scheme}_{$part}", hash_hmac( 'sha256', "{$scheme}_{$part}", store_env( 'SALT_SEED' ) ) );
	}
}

define( 'WP_HOME', store_env( 'STORE_URL' ) );
define( 'WP_SITEURL', store_env( 'STORE_URL' ) );
if ( 'https' === ( $_SERVER['HTTP_X_FORWARDED_PROTO'] ?? '' ) ) {
	$_SERVER['HTTPS'] = 'on';
}
define( 'FORCE_SSL_ADMIN', str_starts_with( WP_HOME, 'https:' ) );

// The code belongs to the image.
define( 'DISALLOW_FILE_MODS', true );
define( 'AUTOMATIC_UPDATER_DISABLED', true );
define( 'WP_DEFAULT_THEME', 'shopfront' );
define( 'WP_TEMP_DIR', '/tmp' );
define( 'FS_METHOD', 'direct' );

define( 'WP_DEBUG', false );
define( 'WP_MEMORY_LIMIT', '128M' );
define( 'WP_MAX_MEMORY_LIMIT', '160M' );

// Only the web pods have a way out; elsewhere a call would stall until it times out.
define( 'WP_HTTP_BLOCK_EXTERNAL', PHP_SAPI === 'cli' );

if ( ! defined( 'ABSPATH' ) ) {
	define( 'ABSPATH', '/usr/src/wordpress/' );
}
require_once ABSPATH . 'wp-settings.php';
