<?php
/**
 * Makes the WordPress site and its admin. Not by `wp core install`, which takes the password as
 * an argument, for every process on the node to see.
 */
declare(strict_types=1);

define( 'WP_INSTALLING', true );

/** WordPress would send the new admin a mail. */
function wp_new_blog_notification(): void {
}

/** WordPress would make a first post with a comment, a sample page and widgets: none belongs into a shop. */
function wp_install_defaults(): void {
}

require_once '/opt/store/lib/environment.php';

$_SERVER['HTTP_HOST']       = (string) parse_url( store_env( 'STORE_URL' ), PHP_URL_HOST );
$_SERVER['REQUEST_URI']     = '/';
$_SERVER['SERVER_PROTOCOL'] = 'HTTP/1.1';

require_once '/usr/src/wordpress/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';

wp_install(
	store_env( 'STORE_NAME' ),
	store_env( 'ADMIN_USERNAME' ),
	store_env( 'STORE_ADMIN_EMAIL' ),
	true,
	'',
	store_env( 'ADMIN_PASSWORD' )
);
