<?php
declare(strict_types=1);

add_action(
	'after_setup_theme',
	static function (): void {
		// The sizes in which the pictures of the sample products come.
		add_theme_support(
			'woocommerce',
			array(
				'thumbnail_image_width' => 400,
				'single_image_width'    => 800,
			)
		);
		add_editor_style( 'style.css' );
	}
);

add_action(
	'wp_enqueue_scripts',
	static function (): void {
		// Files of a reproducible image have no time of their own, by which a browser could tell them apart.
		$version = substr( md5_file( get_stylesheet_directory() . '/style.css' ), 0, 8 );
		wp_enqueue_style( 'shopfront', get_stylesheet_uri(), array( 'twentytwentyfive-style' ), $version );
	}
);

// The header has its own links to the cart and the account.
add_filter(
	'hooked_block_types',
	static fn( array $blocks ): array => array_diff( $blocks, array( 'woocommerce/mini-cart', 'woocommerce/customer-account' ) ),
	20
);
