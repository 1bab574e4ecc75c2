<?php
/**
 * Title: Header of the shop
 * Slug: shopfront/header
 * Categories: header
 * Block Types: core/template-part/header
 */
$links = array(
	__( 'Shop', 'woocommerce' )       => 'shop',
	__( 'Cart', 'woocommerce' )       => 'cart',
	__( 'My account', 'woocommerce' ) => 'myaccount',
);
?>
<!-- wp:group {"align":"full","className":"shopfront-header","style":{"spacing":{"padding":{"top":"var:preset|spacing|30","bottom":"var:preset|spacing|30"}}},"layout":{"type":"constrained"}} -->
<div class="wp-block-group alignfull shopfront-header" style="padding-top:var(--wp--preset--spacing--30);padding-bottom:var(--wp--preset--spacing--30)">
	<!-- wp:group {"align":"wide","layout":{"type":"flex","flexWrap":"nowrap","justifyContent":"space-between"}} -->
	<div class="wp-block-group alignwide">
		<!-- wp:site-title {"level":0,"fontSize":"large"} /-->
		<!-- wp:group {"style":{"spacing":{"blockGap":"var:preset|spacing|30"}},"layout":{"type":"flex","flexWrap":"nowrap"}} -->
		<div class="wp-block-group">
			<!-- wp:navigation {"ariaLabel":"<?php esc_attr_e( 'Main', 'shopfront' ); ?>","style":{"spacing":{"blockGap":"var:preset|spacing|40"}},"layout":{"type":"flex","justifyContent":"right"}} -->
<?php foreach ( $links as $label => $page ) : ?>
			<!-- wp:navigation-link <?php echo wp_json_encode( array( 'label' => $label, 'url' => wc_get_page_permalink( $page ), 'kind' => 'custom', 'isTopLevelLink' => true ) ); ?> /-->
<?php endforeach; ?>
			<!-- /wp:navigation -->
			<!-- wp:woocommerce/mini-cart {"miniCartIcon":"bag","cartAndCheckoutRenderStyle":"removed"} /-->
		</div>
		<!-- /wp:group -->
	</div>
	<!-- /wp:group -->
</div>
<!-- /wp:group -->
