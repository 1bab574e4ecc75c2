<?php
declare(strict_types=1);

/**
 * Drops the tables of an installation that was killed while it made them. WordPress would refuse
 * for ever to install over them.
 *
 * @return int How many tables were dropped.
 * @throws RuntimeException When there is content in them: that is not an unfinished installation.
 */
function drop_half_made_schema( mysqli $database ): int {
	$tables = array_column( $database->query( "SHOW TABLES LIKE '" . addcslashes( STORE_TABLE_PREFIX, '_' ) . "%'" )->fetch_all(), 0 );
	if ( array() === $tables || null !== store_option( $database, 'siteurl' ) ) {
		return 0;
	}
	foreach ( array( 'posts', 'users', 'wc_orders' ) as $name ) {
		$table = STORE_TABLE_PREFIX . $name;
		if ( in_array( $table, $tables, true ) && $database->query( "SELECT 1 FROM `$table` LIMIT 1" )->num_rows > 0 ) {
			throw new RuntimeException( "The site has no address, but $table has rows; restore the database or empty it by hand" );
		}
	}
	$database->query( 'SET FOREIGN_KEY_CHECKS = 0' );
	foreach ( $tables as $table ) {
		$database->query( "DROP TABLE `$table`" );
	}
	$database->query( 'SET FOREIGN_KEY_CHECKS = 1' );
	return count( $tables );
}
