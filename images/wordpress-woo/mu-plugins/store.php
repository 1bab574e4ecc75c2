<?php
/**
 * Plugin Name: Store
 * Description: Fits WordPress into its container: mail by SMTP, scheduled tasks, pages that load nothing from elsewhere, and a sitemap without a blog.
 */
declare(strict_types=1);

$smtp_host = store_env( 'SMTP_HOST', '' );
if ( '' === $smtp_host ) {
	// There is no sendmail in the image, and asking for it would only fill the log.
	add_filter( 'pre_wp_mail', '__return_false' );
} else {
	add_action(
		'phpmailer_init',
		static function ( $mailer ) use ( $smtp_host ) {
			$mailer->isSMTP();
			$mailer->Host       = $smtp_host;
			$mailer->Port       = (int) store_env( 'SMTP_PORT', '587' );
			$mailer->SMTPSecure = 'tls';
			$mailer->Username   = store_env( 'SMTP_USERNAME', '' );
			$mailer->Password   = store_env( 'SMTP_PASSWORD', '' );
			$mailer->SMTPAuth   = '' !== $mailer->Username;
		}
	);
}

if ( PHP_SAPI === 'cli' ) {
	// Like WP_HTTP_BLOCK_EXTERNAL: from here the shop's own address cannot be reached either.
	add_filter( 'block_local_requests', '__return_true' );
}

// The public address of the shop need not lead back here from inside the pod.
add_filter(
	'cron_request',
	static function ( array $request ): array {
		$query          = (string) wp_parse_url( $request['url'], PHP_URL_QUERY );
		$request['url'] = 'http://127.0.0.1:8080/wp-cron.php?' . $query;
		return $request;
	}
);

// Browsers draw emoji themselves; for those that do not, WordPress would load pictures from s.w.org.
remove_action( 'wp_head', 'print_emoji_detection_script', 7 );
add_filter( 'emoji_svg_url', '__return_false' );

// Without a single post in the blog, WordPress would send its sitemap with status 404.
add_filter(
	'pre_handle_404',
	static fn( bool $handled, WP_Query $query ): bool => $handled || '' !== (string) $query->get( 'sitemap' ),
	10,
	2
);

// The authors of a shop's pages are its admins; their login names are nobody's business.
add_filter(
	'wp_sitemaps_add_provider',
	static fn( $provider, string $name ) => 'users' === $name ? false : $provider,
	10,
	2
);
