<?php
/**
 * Plugin Name: Store
 * Description: Fits WordPress into its container: mail by SMTP, and scheduled tasks.
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
