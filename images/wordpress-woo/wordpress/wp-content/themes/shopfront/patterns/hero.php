<?php
/**
 * Title: Name of the shop, with a picture
 * Slug: shopfront/hero
 * Categories: banner
 */
?>
<!-- wp:group {"align":"full","className":"shopfront-hero","style":{"spacing":{"padding":{"top":"var:preset|spacing|50","bottom":"var:preset|spacing|50"},"margin":{"top":"0"}}},"backgroundColor":"accent-5","layout":{"type":"constrained"}} -->
<div class="wp-block-group alignfull shopfront-hero has-accent-5-background-color has-background" style="margin-top:0;padding-top:var(--wp--preset--spacing--50);padding-bottom:var(--wp--preset--spacing--50)">
	<!-- wp:columns {"verticalAlignment":"center","align":"wide"} -->
	<div class="wp-block-columns alignwide are-vertically-aligned-center">
		<!-- wp:column {"verticalAlignment":"center","width":"46%"} -->
		<div class="wp-block-column is-vertically-aligned-center" style="flex-basis:46%">
			<!-- wp:site-title {"level":1,"isLink":false,"style":{"typography":{"fontSize":"clamp(2.4rem, 5.5vw, 4.2rem)","lineHeight":"1.05"}}} /-->
			<!-- wp:site-tagline {"textColor":"accent-4","fontSize":"large"} /-->
			<!-- wp:buttons {"style":{"spacing":{"margin":{"top":"var:preset|spacing|40"}}}} -->
			<div class="wp-block-buttons" style="margin-top:var(--wp--preset--spacing--40)">
				<!-- wp:button -->
				<div class="wp-block-button"><a class="wp-block-button__link wp-element-button" href="<?php echo esc_url( wc_get_page_permalink( 'shop' ) ); ?>"><?php esc_html_e( 'Shop all products', 'shopfront' ); ?></a></div>
				<!-- /wp:button -->
			</div>
			<!-- /wp:buttons -->
		</div>
		<!-- /wp:column -->
		<!-- wp:column {"verticalAlignment":"center"} -->
		<div class="wp-block-column is-vertically-aligned-center">
			<!-- wp:html -->
			<figure class="wp-block-image"><img src="<?php echo esc_url( get_theme_file_uri( 'assets/hero-1200.webp' ) ); ?>" srcset="<?php echo esc_url( get_theme_file_uri( 'assets/hero-600.webp' ) ); ?> 600w, <?php echo esc_url( get_theme_file_uri( 'assets/hero-1200.webp' ) ); ?> 1200w" sizes="(max-width: 781px) 92vw, 640px" width="1200" height="900" alt="" fetchpriority="high"></figure>
			<!-- /wp:html -->
		</div>
		<!-- /wp:column -->
	</div>
	<!-- /wp:columns -->
</div>
<!-- /wp:group -->
