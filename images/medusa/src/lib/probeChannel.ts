/**
 * Name of the sales channel, and title of its publishable key, where the platform's probe buys in a
 * shop without sample products. No customer sees it.
 */
export const PROBE_CHANNEL = 'Platform probe';
