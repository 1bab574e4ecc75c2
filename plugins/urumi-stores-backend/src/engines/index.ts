export * from './WooCommerceEngine';
export * from './chartsDirectory';
