/**
 * What the tests of an engine need: its chart as Helm renders it, and a web server that answers as a shop does.
 *
 * @packageDocumentation
 */
export * from './testUtils/renderedChart';
export * from './testUtils/ShopServer';
