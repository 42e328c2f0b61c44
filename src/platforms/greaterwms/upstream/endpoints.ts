import type { EndpointFacts } from '../../../upstream/request.js';

/**
 * The three calls of an older host that are used. GreaterWMS is no platform of its own: what it is asked concerns a Douyin shop,
 * and so do the faults. Both writes set a switch to a value, so repeating them is harmless.
 */
const facts = (method: 'GET' | 'POST', path: string, kind: EndpointFacts['kind']): EndpointFacts => ({
  platform: 'DOUYIN',
  name: `${method} ${path}`,
  method,
  path,
  kind,
  isRepeatable: true,
  batchLimit: 1,
  // Rows of the list hold app secrets, and a switch is verified by what the host says now.
  mayBeKept: false,
});

export const ENDPOINTS = {
  sandbox: facts('POST', '/shopid/douyin/sandbox/', 'write'),
  proxy: facts('POST', '/shopid/douyin/proxy/', 'write'),
  list: facts('GET', '/shopid/douyin/', 'read'),
} as const;
