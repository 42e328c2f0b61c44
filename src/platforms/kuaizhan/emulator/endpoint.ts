import type { Answer, EmulatedRequest, Route } from '../../../emulator/answer.js';
import { type Family, failure, Refusal, success } from './envelope.js';
import { Params } from './params.js';
import type { Token } from './records.js';
import type { KuaizhanState } from './state.js';

/** Where the specification leaves a choice, or says that nobody knows; every value can be switched while running. */
export interface KuaizhanRules {
  /** Refuse parameters of the wrong commodity type and specs that disagree; otherwise they are ignored. Default true. */
  strict: boolean;
  /** A list by ids obeys `is_online`. Default false. */
  idsRespectOnline: boolean;
  /** A list by ids needs `shop_id`. Default true. */
  idsNeedShop: boolean;
  /** What a search covers. Default `site`: all sites of the token, the literal reading. */
  queryScope: 'site' | 'shop';
  /** What `wx/service/info` says of a site without account. Default `not_bound`: `ret` 0, `is_bind` false. */
  unboundAccount: 'not_bound' | 'refused';
  /** What deleting a commodity answers. Default `five`, as the sample does. */
  deleteAnswers: 'five' | 'remaining';
  /** Category update and delete without an id go by the title. Default true. */
  categoryByTitle: boolean;
}

/** One call that passed the token check. */
export interface Call {
  readonly state: KuaizhanState;
  readonly rules: KuaizhanRules;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly params: Params;
  readonly token: Token;
  readonly effect: EmulatedRequest['effect'];
}

/** `data` as JSON text or bytes, and the text of a success where it differs from its family's. */
export interface Reply {
  readonly data: string | Buffer;
  readonly message?: string;
}

/** One endpoint of the platform. `answer` throws a Refusal for `ret` 1. */
export interface Endpoint {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly answer: (call: Call) => Reply;
}

/** The part of the world that is the same for every call. */
export type World = Pick<Call, 'state' | 'rules' | 'now'>;

const FORM = 'application/x-www-form-urlencoded';

/** Joins an endpoint with the checks that come before it: token, then content type. */
export function toRoute(endpoint: Endpoint, world: World): Route {
  const { method, path } = endpoint;
  const family = familyOf(path);
  const message = usualMessage(path);
  const handle = (request: EmulatedRequest): Answer => {
    try {
      const token = checkToken(request, world);
      const params = new Params(method === 'GET' ? request.query : readForm(request));
      const reply = endpoint.answer({ ...world, params, token, effect: request.effect });
      return success(family, reply.message ?? message, reply.data);
    } catch (error) {
      if (error instanceof Refusal) return failure(family, error.message);
      throw error;
    }
  };
  return { method, path, handle };
}

export const familyOf = (path: string): Family => (/^\/v2\/(club|ec)\//.test(path) ? 'python' : 'php');

const usualMessage = (path: string): string =>
  path.startsWith('/v2/ec/') || path.startsWith('/v2/wx/') ? '' : 'success';

/** The token counts in the query only; more than one is none. */
function checkToken(request: EmulatedRequest, { state, now }: World): Token {
  const sent = request.query.getAll('access_token');
  const [value] = sent;
  if (value === undefined || value === '') throw new Refusal('access_token missing');
  const token = sent.length === 1 ? state.tokens.get(value) : undefined;
  if (token === undefined || (token.expiresAt !== null && token.expiresAt <= now())) {
    throw new Refusal('access_token invalid or expired');
  }
  return token;
}

/** Parameters of a POST: the form in the body and nothing else. */
export function readForm(request: EmulatedRequest): URLSearchParams {
  const [type = '', ...settings] = (request.headers['content-type'] ?? '').toLowerCase().split(';');
  if (type.trim() !== FORM) throw new Refusal(`content type must be ${FORM}`);
  const charset = settings.map((setting) => setting.trim()).find((setting) => setting.startsWith('charset='));
  if (charset !== undefined && charset !== 'charset=utf-8') throw new Refusal('charset must be utf-8');
  return new URLSearchParams(request.body.toString('utf8'));
}

/** Refuses what belongs to a site that the token does not open. */
export function checkSite(call: Call, siteId: number): void {
  if (!call.token.siteIds.has(siteId)) throw new Refusal('site not accessible with this access_token');
}

/** Finds a thing and checks that the token may see it. */
export function find<T>(call: Call, noun: string, thing: T | undefined, siteOf: (thing: T) => number): T {
  if (thing === undefined) throw new Refusal(`${noun} not found`);
  checkSite(call, siteOf(thing));
  return thing;
}

export const findShop = (call: Call, id: string) => find(call, 'shop', call.state.shops.get(id), (shop) => shop.siteId);
export const findCommodity = (call: Call) =>
  find(call, 'commodity', call.state.commodities.get(call.params.required('commodity_id')), ({ shop }) => shop.siteId);

/** Microseconds of a create answer: never zero, and the update a little later, as in the samples. */
export function microsOf(id: string): { created: number; updated: number } {
  const created = 1 + (Buffer.from(id, 'base64url').readUIntBE(9, 3) % 900);
  return { created, updated: created + 20 };
}
