import type { EmulatedRequest } from '../../../emulator/answer.js';
import type { Call, Endpoint, OpenCall, OpenEndpoint, World } from './endpoint.js';
import { Params } from './protocol/params.js';
import { Refusal } from './protocol/refusal.js';
import { isSigned } from './protocol/signature.js';
import { readTimestamp } from './protocol/times.js';
import { isObject, type Json, type JsonObject, parse } from './protocol/wire-json.js';
import { settle } from './settle.js';
import type { App } from './state/app.record.js';
import type { Shop } from './state/shop.record.js';

const WRONG = 11000;

/** Checks a request in the order of specification d and has it answered. @throws Refusal for the first check that fails */
export function perform(world: World, endpoint: Endpoint | OpenEndpoint, request: EmulatedRequest): Json | undefined {
  const app = checkApp(world, request.query);
  const paramJson = bodyOf(request);
  checkSignature(world, endpoint.method, request, app, paramJson);
  if ('open' in endpoint) return endpoint.answer(admit(world, endpoint, request, app, paramJson));
  const shop = checkToken(world, request.query, app);
  const call: Call = {
    ...admit(world, endpoint, request, app, paramJson),
    shop,
    now: world.clock.seconds(),
    post: (tag, message) => world.post(shop, tag, message),
  };
  settle(call);
  return endpoint.answer(call);
}

/** The checks that come after those of app, signature and token. */
function admit(
  world: World,
  endpoint: Endpoint | OpenEndpoint,
  request: EmulatedRequest,
  app: App,
  paramJson: string,
): OpenCall {
  if (world.rules.deniedMethods.includes(endpoint.method)) {
    throw new Refusal(30001, 'isv.app-permissions-insufficient', '应用无权限调用该接口，请先申请接口权限包');
  }
  const { throttle } = world.rules;
  if (throttle !== null && !world.throttle.take(`${app.appKey} ${endpoint.method}`, throttle)) {
    throw new Refusal(60000, 'isv.traffic-limited', '请求太频繁，请稍后重试');
  }
  const wrong = endpoint.wrong ?? WRONG;
  const params = new Params(readParams(paramJson), wrong, endpoint.absent ?? wrong);
  return { ...world, app, params, effect: request.effect, whenAnswered: request.whenAnswered };
}

/** The business parameters as text: the body, or `param_json` of the query when there is none. */
export const bodyOf = (request: EmulatedRequest): string =>
  request.body.length > 0 ? request.body.toString('utf8') : (request.query.get('param_json') ?? '');

function checkApp({ state }: World, query: URLSearchParams): App {
  const appKey = query.get('app_key') ?? '';
  if (appKey === '') throw new Refusal(40001, 'isv.app-id-missing', '认证失败，app_key不存在');
  const app = /^\d{19}$/.test(appKey) ? state.apps.get(appKey) : undefined;
  if (app === undefined) {
    throw new Refusal(40003, 'isv.app-id-invalid', '认证失败，app_key格式不正确，应为19位纯数字');
  }
  return app;
}

function checkSignature(
  { rules, clock }: World,
  expected: string,
  { path, query }: EmulatedRequest,
  app: App,
  paramJson: string,
): void {
  const sign = query.get('sign') ?? '';
  if (sign === '') {
    throw new Refusal(40001, 'isv.signature-missing', '获取签名失败，请根据文档确保参数拼装正确');
  }
  const timestamp = query.get('timestamp') ?? '';
  if (timestamp === '') throw new Refusal(40001, 'isv.parameter-missing', 'timestamp不能为空');
  const time = readTimestamp(timestamp);
  if (time === null) throw new Refusal(40003, 'isv.timestamp-format-error', '时间戳格式错误');
  if (Math.abs(time - clock.now()) > rules.skewSeconds * 1000) {
    throw new Refusal(40003, 'isv.timestamp-invalid', '时间戳不合法');
  }
  const v = query.get('v') ?? '';
  if (v !== '2') throw new Refusal(40003, 'isv.parameter-invalid', 'v参数不合法');
  const method = query.get('method') ?? '';
  // The name belongs to the path as it was sent, so that a path in other letters brings its method in the same.
  if (method !== expected && method !== path.slice(1).replaceAll('/', '.')) {
    throw new Refusal(40003, 'isv.parameter-invalid', 'method与请求路径不匹配');
  }
  const signed = { appKey: app.appKey, appSecret: app.appSecret, method, paramJson, timestamp, v };
  if (!isSigned(signed, sign, query.get('sign_method'))) {
    throw new Refusal(40003, 'isv.signature-invalid', '签名校验失败');
  }
}

function checkToken({ grants, state }: World, query: URLSearchParams, app: App): Shop {
  const token = query.get('access_token') ?? '';
  if (token === '') {
    throw new Refusal(40001, 'isv.access-token-missing', '认证失败，access_token不能为空');
  }
  const check = grants.check(token);
  if ('refused' in check) {
    throw check.refused === 'expired'
      ? new Refusal(40003, 'isv.access-token-expired', 'access_token已过期')
      : new Refusal(40003, 'isv.access-token-no-existed', 'access_token不存在，请使用最新的access_token访问');
  }
  const { grant } = check;
  if (grant.appKey !== app.appKey) {
    throw new Refusal(40003, 'isv.access-token-invalid', 'app_key和access_token不匹配，请仔细检查');
  }
  if (grant.standing === 'closed') {
    throw new Refusal(30001, 'dop.authorization-closed', '店铺授权已被关闭，请联系商家打开授权开关');
  }
  const shop = state.shops.get(grant.shopId);
  if (grant.standing === 'withdrawn' || shop === undefined) {
    throw new Refusal(30001, 'dop.authorization-no-existed', '店铺授权已失效，请重新授权');
  }
  return shop;
}

function readParams(text: string): JsonObject {
  let value: Json;
  try {
    value = parse(text);
  } catch {
    value = null;
  }
  if (isObject(value)) return value;
  throw new Refusal(40003, 'isv.parameter-format-invalid', '业务参数json解析失败，所有参数需为string类型');
}
