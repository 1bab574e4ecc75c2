<?php

/** What the platform buys where there is sample data. */
const STORE_SAMPLE_PROBE_SKU = 'sample-mug';

/** Pictures of the sample products: NAME-800.webp, and NAME-400.webp for lists. */
const STORE_SAMPLE_PICTURES = '/opt/store/setup/pictures';

/** Under the uploads. */
const STORE_SAMPLE_UPLOADS = 'samples';

/** @return array<string, array{name: string, category: string, dollars: int, sale?: int, summary: string, text: string}> */
function store_sample_products(): array {
	return array(
		'mug'      => array(
			'name'     => 'Stoneware mug',
			'category' => 'At home',
			'dollars'  => 14,
			'summary'  => 'A hand-dipped mug for the first coffee of the day.',
			'text'     => 'Thrown in stoneware and dipped twice, so that no two glazes run the same way. Holds 350 ml, keeps its warmth, and goes into the dishwasher.',
		),
		'bottle'   => array(
			'name'     => 'Steel water bottle',
			'category' => 'At home',
			'dollars'  => 24,
			'summary'  => 'Double-walled steel: cold for a day, hot for a morning.',
			'text'     => 'Stainless steel inside and out, with a lid that does not leak in the bag. Holds 600 ml.',
		),
		'shirt'    => array(
			'name'     => 'Pocket T-shirt',
			'category' => 'Out and about',
			'dollars'  => 26,
			'summary'  => 'Heavy organic cotton, cut straight, with a pocket.',
			'text'     => 'Knitted from heavy organic cotton that keeps its shape in the wash. Straight cut, one chest pocket.',
		),
		'beanie'   => array(
			'name'     => 'Ribbed beanie',
			'category' => 'Out and about',
			'dollars'  => 22,
			'sale'     => 17,
			'summary'  => 'Soft merino, a deep cuff, and a pompom that comes off.',
			'text'     => 'Ribbed merino wool that does not scratch. The deep cuff covers the ears; the pompom is tied on and comes off for the wash.',
		),
		'bag'      => array(
			'name'     => 'Canvas tote bag',
			'category' => 'Out and about',
			'dollars'  => 18,
			'summary'  => 'Carries the shopping, the laptop, or both.',
			'text'     => 'Sturdy cotton canvas with long handles that are sewn through twice. Printed by hand.',
		),
		'notebook' => array(
			'name'     => 'Dotted notebook',
			'category' => 'Out and about',
			'dollars'  => 12,
			'summary'  => '192 dotted pages that lie flat when open.',
			'text'     => 'Thread-bound, so that it lies flat on every page. Paper that takes ink, a ribbon, and an elastic band.',
		),
		'candle'   => array(
			'name'     => 'Soy wax candle',
			'category' => 'At home',
			'dollars'  => 19,
			'summary'  => 'Cedar and fig, in a glass to keep.',
			'text'     => 'Poured by hand from soy wax, scented with cedar and fig. Burns for about 40 hours; the glass is for keeping.',
		),
		'planter'  => array(
			'name'     => 'Ceramic planter',
			'category' => 'At home',
			'dollars'  => 32,
			'summary'  => 'A glazed pot with a painted band and a saucer.',
			'text'     => 'Glazed ceramic with a band that is painted by hand. Has a hole for the water, and comes with a saucer. 16 cm wide; without the plant.',
		),
	);
}

/** Adds the sample products that are not there. */
function store_add_sample_products( string $currency ): void {
	$position = 0;
	foreach ( store_sample_products() as $picture => $sample ) {
		++$position;
		if ( ! wc_get_product_id_by_sku( "sample-$picture" ) ) {
			store_in_transaction( static fn() => store_add_sample_product( $picture, $sample, $currency, $position ) );
		}
	}
}

/** @param array{name: string, category: string, dollars: int, sale?: int, summary: string, text: string} $sample */
function store_add_sample_product( string $picture, array $sample, string $currency, int $position ): void {
	$product = new WC_Product_Simple();
	$product->set_name( $sample['name'] );
	$product->set_short_description( $sample['summary'] );
	$product->set_description( $sample['text'] );
	$product->set_sku( "sample-$picture" );
	$product->set_regular_price( store_price( $sample['dollars'], $currency ) );
	if ( isset( $sample['sale'] ) ) {
		$product->set_sale_price( store_price( $sample['sale'], $currency ) );
	}
	$product->set_category_ids( array( store_ensure_category( $sample['category'] ) ) );
	$product->set_image_id( store_ensure_picture( $picture, $sample['name'] ) );
	$product->set_menu_order( $position );
	$product->set_manage_stock( true );
	$product->set_stock_quantity( 1000 );
	$product->save();
}

/** @return int Its id. */
function store_ensure_category( string $name ): int {
	$term = term_exists( $name, 'product_cat' ) ?? wp_insert_term( $name, 'product_cat' );
	if ( is_wp_error( $term ) ) {
		throw new RuntimeException( "Cannot make the category $name: " . $term->get_error_message() );
	}
	return (int) $term['term_id'];
}

/**
 * Puts a picture into the media library. It comes in the two sizes that the shop shows, so none
 * has to be made of it here.
 *
 * @return int Its id.
 */
function store_ensure_picture( string $picture, string $title ): int {
	$directory = wp_upload_dir( null, false )['basedir'] . '/' . STORE_SAMPLE_UPLOADS;
	$file      = STORE_SAMPLE_UPLOADS . "/$picture-800.webp";
	if ( ! wp_mkdir_p( $directory ) ) {
		throw new RuntimeException( "Cannot make $directory" );
	}
	foreach ( array( 800, 400 ) as $width ) {
		if ( ! copy( STORE_SAMPLE_PICTURES . "/$picture-$width.webp", "$directory/$picture-$width.webp" ) ) {
			throw new RuntimeException( "Cannot copy the picture $picture" );
		}
	}
	$found = get_posts(
		array(
			'post_type'   => 'attachment',
			'post_status' => 'inherit',
			'meta_key'    => '_wp_attached_file',
			'meta_value'  => $file,
			'fields'      => 'ids',
		)
	);
	if ( array() !== $found ) {
		return $found[0];
	}
	$size = static fn( int $width ): array => array(
		'file'      => "$picture-$width.webp",
		'width'     => $width,
		'height'    => $width,
		'mime-type' => 'image/webp',
		'filesize'  => filesize( "$directory/$picture-$width.webp" ),
	);
	$id = wp_insert_post(
		array(
			'post_type'      => 'attachment',
			'post_status'    => 'inherit',
			'post_title'     => $title,
			'post_mime_type' => 'image/webp',
			'meta_input'     => array(
				'_wp_attached_file'        => $file,
				'_wp_attachment_metadata'  => array( 'file' => $file ) + $size( 800 ) + array( 'sizes' => array( 'woocommerce_thumbnail' => $size( 400 ) ) ),
				'_wp_attachment_image_alt' => $title,
			),
		),
		true
	);
	if ( is_wp_error( $id ) ) {
		throw new RuntimeException( "Cannot add the picture $picture: " . $id->get_error_message() );
	}
	return $id;
}
