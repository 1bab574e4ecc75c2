<?php

/** What the platform buys where there is sample data. */
const STORE_SAMPLE_PROBE_SKU = 'sample-mug';

/** @return array<string, array{name: string, category: string, dollars: int, sale?: int, summary: string}> By SKU. */
function store_sample_products(): array {
	return array(
		'sample-mug'   => array( 'name' => 'Mug', 'dollars' => 14 ),
	);
}

function store_add_sample_products( string $currency ): void {
	foreach ( store_sample_products() as $sku => $sample ) {
		if ( wc_get_product_id_by_sku( $sku ) ) {
			continue;
		}
		$product = new WC_Product_Simple();
		$product->set_name( $sample['name'] );
		$product->set_sku( $sku );
		$product->set_regular_price( store_price( $sample['dollars'], $currency ) );
		$product->set_manage_stock( true );
		$product->set_stock_quantity( 1000 );
		$product->save();
	}
}
