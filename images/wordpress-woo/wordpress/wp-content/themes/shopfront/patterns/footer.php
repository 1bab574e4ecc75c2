<?php
/**
 * Title: Footer of the shop
 * Slug: shopfront/footer
 * Categories: footer
 * Block Types: core/template-part/footer
 */
$links = array(
	__( 'Shop', 'woocommerce' )       => 'shop',
	__( 'Cart', 'woocommerce' )       => 'cart',
	__( 'My account', 'woocommerce' ) => 'myaccount',
);
?>
<!-- wp:group {"align":"full","style":{"spacing":{"margin":{"top":"var:preset|spacing|60"},"padding":{"top":"var:preset|spacing|50","bottom":"var:preset|spacing|50"}},"elements":{"link":{"color":{"text":"var:preset|color|base"}}}},"backgroundColor":"contrast","textColor":"base","layout":{"type":"constrained"}} -->
<div class="wp-block-group alignfull has-base-color has-contrast-background-color has-text-color has-background has-link-color" style="margin-top:var(--wp--preset--spacing--60);padding-top:var(--wp--preset--spacing--50);padding-bottom:var(--wp--preset--spacing--50)">
	<!-- wp:group {"align":"wide","layout":{"type":"flex","flexWrap":"wrap","justifyContent":"space-between","verticalAlignment":"top"}} -->
	<div class="wp-block-group alignwide">
		<!-- wp:group {"style":{"spacing":{"blockGap":"0.25rem"}},"layout":{"type":"default"}} -->
		<div class="wp-block-group">
			<!-- wp:site-title {"level":0,"fontSize":"large"} /-->
			<!-- wp:site-tagline {"fontSize":"small"} /-->
		</div>
		<!-- /wp:group -->
		<!-- wp:navigation {"ariaLabel":"<?php esc_attr_e( 'Footer', 'shopfront' ); ?>","overlayMenu":"never","style":{"spacing":{"blockGap":"var:preset|spacing|40"}},"fontSize":"small"} -->
<?php foreach ( $links as $label => $page ) : ?>
		<!-- wp:navigation-link <?php echo wp_json_encode( array( 'label' => $label, 'url' => wc_get_page_permalink( $page ), 'kind' => 'custom', 'isTopLevelLink' => true ) ); ?> /-->
<?php endforeach; ?>
		<!-- /wp:navigation -->
	</div>
	<!-- /wp:group -->
</div>
<!-- /wp:group -->
