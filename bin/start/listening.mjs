/**
 * The ports a start listens on itself: not those of servers that somebody else provides.
 *
 * @param {import('./environment.mjs').Environment} given
 */
export function portsWeListenOn(given) {
  return /** @type {(keyof import('../ports.mjs').PortPlan)[]} */ ([
    ...['page', 'sandbox', 'workers'],
    ...(given['TEMPORAL_ADDRESS'] ? [] : ['temporal', 'temporalUi', 'temporalMetrics']),
    ...(given['DATABASE_URL'] ? [] : ['postgres']),
  ]);
}
