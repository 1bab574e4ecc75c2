import packageJson from '../../package.json';

/**
 * What is in this image. `setup` goes up when existing shops need the set-up again without a new
 * version of Medusa, as with another module in the configuration.
 */
export const versions = { medusa: packageJson.version, setup: '1' };
