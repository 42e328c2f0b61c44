import type { Answer, Dialect, EmulatedRequest, Route } from '../../../emulator/answer.js';
import type { Caller } from '../../../emulator/journal.js';
import { AFTER_SALE_READS } from './after-sales/after-sale-read.endpoints.js';
import { AFTER_SALE_WRITES } from './after-sales/after-sale-write.endpoints.js';
import { INTERCEPTIONS } from './after-sales/interception.endpoints.js';
import { MATERIALS } from './catalogue/material.endpoints.js';
import { PRODUCT_READS } from './catalogue/product-read.endpoints.js';
import { PRODUCT_WRITES } from './catalogue/product-write.endpoints.js';
import { REFERENCES } from './catalogue/reference.endpoints.js';
import { SKU_READS } from './catalogue/sku-read.endpoints.js';
import { SKU_WRITES } from './catalogue/sku-write.endpoints.js';
import { WAREHOUSES } from './catalogue/warehouse.endpoints.js';
import { WAREHOUSE_AREAS } from './catalogue/warehouse-area.endpoints.js';
import { type Endpoint, type OpenEndpoint, pathOf, type World } from './endpoint.js';
import { bodyOf, perform } from './gate.js';
import { ORDER_READS } from './orders/order-read.endpoints.js';
import { ORDER_WRITES } from './orders/order-write.endpoints.js';
import { SECRECY } from './orders/secrecy.endpoints.js';
import { failure, success, type Wrapping } from './protocol/envelope.js';
import { Refusal, USUAL_SUB_CODES } from './protocol/refusal.js';
import { isObject, type Json, parse, print } from './protocol/wire-json.js';
import { SHIPMENTS } from './shipping/shipment.endpoints.js';
import { TRACKS } from './shipping/track.endpoints.js';
import { WAYBILLS } from './shipping/waybill.endpoints.js';
import { fingerprint } from './tokens/grants.js';
import { TOKENS } from './tokens/token.endpoints.js';

/** The methods that are emulated. */
export const ENDPOINTS: readonly (Endpoint | OpenEndpoint)[] = [
  ...TOKENS,
  ...PRODUCT_READS,
  ...PRODUCT_WRITES,
  ...SKU_READS,
  ...SKU_WRITES,
  ...WAREHOUSES,
  ...WAREHOUSE_AREAS,
  ...REFERENCES,
  ...MATERIALS,
  ...ORDER_READS,
  ...ORDER_WRITES,
  ...SECRECY,
  ...SHIPMENTS,
  ...WAYBILLS,
  ...TRACKS,
  ...AFTER_SALE_READS,
  ...AFTER_SALE_WRITES,
  ...INTERCEPTIONS,
];

/** Routes of a world, and what it says of other paths. */
export function douyinRoutes(world: World): {
  readonly routes: Route[];
  readonly otherwise: (request: EmulatedRequest) => Answer | null;
} {
  let serial = 0;
  const wrapping = (request: EmulatedRequest | null): Wrapping => {
    serial += 1;
    const { legacyEnvelope, emptyData, chaos } = world.rules;
    const asked = request !== null && request.headers['x-open-no-old-err-code'] !== '1';
    const legacy = legacyEnvelope === 'always' || (legacyEnvelope === 'by_header' && asked);
    return { now: world.clock.now(), serial, legacy, emptyData, chaos };
  };
  const handle = (endpoint: Endpoint | OpenEndpoint) => (request: EmulatedRequest) => {
    try {
      if (endpoint.method === 'product.setOnline' && !world.rules.setOnline) throw serviceOff();
      return success(perform(world, endpoint, request), wrapping(request));
    } catch (error) {
      if (error instanceof Refusal) return failure(error, wrapping(request));
      throw error;
    }
  };
  const routes = ENDPOINTS.map(
    (endpoint): Route => ({ method: 'POST', path: pathOf(endpoint.method), handle: handle(endpoint) }),
  );
  const inOtherLetters = new Map(routes.map((route) => [route.path.toLowerCase(), route]));
  return {
    routes,
    otherwise: (request) => {
      if (request.method !== 'POST') return null;
      const route = inOtherLetters.get(request.path.toLowerCase());
      if (route === undefined) return failure(serviceOff(), wrapping(request));
      world.log?.warn({ path: request.path, meant: route.path }, 'a path in other letters');
      return route.handle(request);
    },
  };
}

const serviceOff = () => new Refusal(70000, 'isp.api-service-off', 'API不存在或API已下线');

/** What the machine is told of the platform's manner of speaking. */
export function douyinDialect(world: World): Dialect {
  const plain = (): Wrapping => ({
    now: world.clock.now(),
    serial: 0,
    legacy: false,
    emptyData: world.rules.emptyData,
    chaos: false,
  });
  return {
    identify: (request) => {
      const params = readLeniently(bodyOf(request));
      return { ...identify(world, request, params), params: journalParams(request, params) };
    },
    refusal: (code, message) => failure(spokenRefusal(code, message), plain()),
    blank: success({}, plain()),
    dataKey: 'data',
    rows: (answer) => {
      const data = isObject(answer as Json) ? (answer as Record<string, unknown>)['data'] : undefined;
      if (Array.isArray(data)) return data;
      const lists = Object.values(isObject(data as Json) ? (data as object) : {}).filter(Array.isArray);
      return (lists[0] as unknown[] | undefined) ?? null;
    },
    foreignRow: (row, index) => ({ ...(row as object), ...foreignIds(row as Json, index) }),
    json: { parse, print: (value) => print(value as Json) },
  };
}

/** `isv.business-failed:60110 text` is a sub code with its text; any other text belongs to the code's usual sub code. */
function spokenRefusal(code: number, message: string): Refusal {
  const [, subCode, text] = /^((?:isv|isp|dop)\.\S+)(?: (.*))?$/s.exec(message) ?? [];
  if (subCode !== undefined) return new Refusal(code, subCode, text ?? subCode);
  return new Refusal(code, USUAL_SUB_CODES[code] ?? 'isv.business-failed:1', message);
}

const ID_KEYS = ['order_id', 'product_id', 'id', 'aftersale_id', 'sku_id', 'warehouse_id'];

function foreignIds(row: Json, index: number): Record<string, Json> {
  if (!isObject(row)) return {};
  const foreign = 6_999_999_999_999_990_001n + BigInt(index);
  const known = ID_KEYS.filter((key) => row[key] !== undefined);
  return Object.fromEntries(known.map((key) => [key, typeof row[key] === 'string' ? String(foreign) : foreign]));
}

function readLeniently(text: string): Record<string, Json> {
  try {
    const value = parse(text);
    return isObject(value) ? { ...(value as Record<string, Json>) } : {};
  } catch {
    return {};
  }
}

function identify(
  { grants, state }: World,
  { query }: EmulatedRequest,
  params: Record<string, Json>,
): { readonly caller: Caller; readonly names: ReadonlySet<string> } {
  const token = query.get('access_token') ?? '';
  const refresh = params['refresh_token'];
  const grant = grants.ownerOf(token) ?? (typeof refresh === 'string' ? grants.ownerOfRefresh(refresh) : undefined);
  const named = params['shop_id'];
  const shopId = grant?.shopId ?? (typeof named === 'object' ? undefined : String(named ?? ''));
  const shop = shopId === undefined ? undefined : state.shops.get(shopId);
  const appKey = query.get('app_key') ?? '';
  return {
    caller: {
      label: grant === undefined ? null : (shop?.label ?? null),
      fingerprint: token === '' ? null : fingerprint(token),
    },
    names: new Set([...(state.apps.has(appKey) ? [appKey] : []), ...(shop === undefined ? [] : [shop.label, shop.id])]),
  };
}

const UNKEPT = new Set(['access_token', 'sign', 'param_json', '__proto__']);
const SECRETS = new Set(['refresh_token', 'code', 'post_receiver', 'post_tel', 'post_addr', 'receiver_info']);

/** Query without token and signature, and the business parameters as text without secrets and personal data. */
function journalParams(request: EmulatedRequest, params: Record<string, Json>): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of request.query) if (!UNKEPT.has(name)) kept[name] = value;
  const open = Object.entries(params).filter(([name]) => !SECRETS.has(name));
  return { ...kept, param_json: print(Object.fromEntries(open)) };
}
