import type { Dialect, EmulatedRequest, Route } from '../../../emulator/answer.js';
import type { Caller } from '../../../emulator/journal.js';
import { CATEGORIES } from './category.endpoints.js';
import { CLUB } from './club.endpoints.js';
import { COMMODITY_READS } from './commodity-read.endpoints.js';
import { COMMODITY_WRITES } from './commodity-write.endpoints.js';
import { toRoute, type World } from './endpoint.js';
import { failure, success } from './envelope.js';
import { PLATFORM } from './platform.endpoints.js';
import { fingerprint, type KuaizhanState } from './state.js';
import { WX } from './wx.endpoints.js';

const NO_NAMES: ReadonlySet<string> = new Set();

/** The 18 endpoints. */
export const kuaizhanRoutes = (world: World): Route[] =>
  [...PLATFORM, ...CLUB, ...COMMODITY_WRITES, ...COMMODITY_READS, ...CATEGORIES, ...WX].map((endpoint) =>
    toRoute(endpoint, world),
  );

/** What the machine is told of the platform's manner of speaking. */
export const kuaizhanDialect = (state: KuaizhanState): Dialect => ({
  identify: (request) => {
    const sent = request.query.get('access_token') ?? '';
    const token = state.tokens.get(sent);
    const caller: Caller =
      token === undefined
        ? { label: null, fingerprint: sent === '' ? null : fingerprint(sent) }
        : { label: token.label, fingerprint: token.fingerprint };
    return { caller, names: token?.names ?? NO_NAMES, params: journalParams(request) };
  },
  refusal: (code, message) => failure('python', message, code),
  blank: success('python', '', '""'),
  dataKey: 'data',
  rows: (answer) => {
    const data = member(answer, 'data');
    const rows = Array.isArray(data) ? data : member(data, 'list');
    return Array.isArray(rows) ? rows : null;
  },
  foreignRow: (row, index) => ({
    ...(row as object),
    _id: Buffer.from(`foreign ${String(index).padStart(4, '0')}`).toString('base64url'),
  }),
});

const member = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;

/** Query and form fields, without anything called like the token. */
function journalParams(request: EmulatedRequest): Record<string, string | string[]> {
  const params: Record<string, string | string[]> = {};
  const add = (fields: URLSearchParams) => {
    for (const [name, value] of fields) {
      if (name === 'access_token' || name === '__proto__') continue;
      const before = params[name];
      if (before === undefined) params[name] = value;
      else params[name] = [...(Array.isArray(before) ? before : [before]), value];
    }
  };
  add(request.query);
  if (request.body.length > 0) add(new URLSearchParams(request.body.toString('utf8')));
  return params;
}
