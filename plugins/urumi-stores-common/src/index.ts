/**
 * Types, statuses, permissions, names and the HTTP client of Urumi Stores.
 *
 * @packageDocumentation
 */
export * from './client';
export * from './contract';
export * from './names';
export * from './permissions';
