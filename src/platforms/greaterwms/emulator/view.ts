import type { Answer, EmulatedRequest, Route } from '../../../emulator/answer.js';
import { Refusal, refused, ServerError, serverErrorPage, success } from './envelope.js';
import type { Account, GreaterWmsRules, HostShop } from './records.js';
import type { GreaterWmsState } from './state.js';
import type { Throttle } from './throttle.js';

/** The part of the world that is the same for every call. */
export interface World {
  readonly state: GreaterWmsState;
  readonly rules: GreaterWmsRules;
  readonly throttle: Throttle;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** One call that passed authentication and throttle. */
export interface Call extends World {
  readonly account: Account;
  readonly request: EmulatedRequest;
  /** The body as the view sees it, read when it is first asked for. @throws Refusal for what is no JSON */
  readonly body: () => unknown;
}

/** A view: gives the body of a success, or a whole answer. */
export type View = (call: Call) => object;

/** Runs views as the host does: who asks, how often, then the method, then the view. */
export function toRoute(world: World, path: string, views: Readonly<Partial<Record<'GET' | 'POST', View>>>): Route[] {
  return (['GET', 'POST'] as const).map((method) => ({
    method,
    path,
    handle: (request) => runView(world, request, views[method]),
  }));
}

/** Runs one view; none is a method that is not allowed. */
export function runView(world: World, request: EmulatedRequest, view: View | undefined): Answer {
  try {
    const account = authenticate(world, request);
    if (world.rules.throttle) world.throttle.count(account, addressOf(request), request.method);
    if (view === undefined) throw new Refusal(`方法 “${request.method}” 不被允许。`, 405);
    const form = isForm(request);
    const answer = view({ ...world, account, request, body: () => (form ? readForm(request) : readJson(request)) });
    // The view writes its result into the form, which cannot be changed: by then all is done.
    if (form && request.method === 'POST') throw new ServerError('the form cannot be changed');
    return isAnswer(answer) ? answer : success(answer);
  } catch (error) {
    if (error instanceof Refusal) return refused(error.message, error.statusCode);
    if (error instanceof ServerError) return serverErrorPage();
    throw error;
  }
}

/** The shop with a code, as far as the account may see it. */
export const findByCode = ({ state, rules, account }: Call, code: unknown): HostShop | undefined =>
  state.shops.find((shop) => shop.tCode === code && (rules.crossTenant || shop.openid === account.openid));

function authenticate({ state }: World, { headers }: EmulatedRequest): Account {
  const { token } = headers;
  if (token === undefined || token === '') throw new Refusal('Please Add Token To Your Request Headers');
  const account = state.accounts.find(({ openid }) => openid === token);
  if (account === undefined) throw new Refusal('User Does Not Exists');
  return account;
}

/** The whole header of a proxy in front, if there is one; the connection's own end is not told to a view. */
const addressOf = ({ headers }: EmulatedRequest): string => String(headers['x-forwarded-for'] ?? 'peer');

const typeOf = ({ headers }: EmulatedRequest): string =>
  (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';

const isForm = (request: EmulatedRequest): boolean => typeOf(request) === 'application/x-www-form-urlencoded';

const readForm = ({ body }: EmulatedRequest): object => Object.fromEntries(new URLSearchParams(body.toString('utf8')));

function readJson(request: EmulatedRequest): unknown {
  if (request.body.length === 0) return {};
  if (typeOf(request) !== 'application/json') throw new Refusal('不支持请求中的媒体类型。', 415);
  try {
    return JSON.parse(request.body.toString('utf8'));
  } catch {
    throw new Refusal('JSON parse error', 400);
  }
}

const isAnswer = (value: object): value is Answer => 'body' in value && Buffer.isBuffer(value.body);
