import { createHmac } from 'node:crypto';
import { type DouyinBenchShop, shopIdOf, tokenOf } from '../shops.js';
import type { AnswerCount, CountedAnswer } from './counted-answer.js';

/** What makes tokens; all else is a call of a workload. */
const TOKEN_CREATE = '/token/create';
/** Bounds of the windows that lists are asked with: they move with the clock, what lies in them does not. */
const TIMES = /"(?:create|update)_time_(?:start|end)":\d+,?/g;
/** Number of each kind of row that no operation of the benchmark asks for, and that makes no new state of the object. */
const COUNTED = /"(?:order_expire_time|cos_ratio)":(\d+)/;

/** A call that is not answered yet. */
interface Call {
  readonly path: string;
  readonly method: string;
  /** Business parameters, as they were signed. */
  readonly body: string;
}

/**
 * What the upstream of the benchmark answers for Douyin: as the stand-in answered the same call of one shop, under the id of
 * whichever shop asks, with a number in the first row that counts up. Signatures are the callers' cost and are not checked.
 */
export class DouyinAnswers {
  private readonly prepared = new Map<string, Promise<CountedAnswer>>();
  private readonly texts = new Map<string, Promise<string>>();

  constructor(
    private readonly standInUrl: string,
    private readonly origin: DouyinBenchShop,
    private readonly count: AnswerCount,
  ) {}

  /** Whether a call makes tokens, which happens before anything is measured. @param target path and query as it came */
  static makesToken(target: string): boolean {
    return target.startsWith(TOKEN_CREATE);
  }

  /** The answer to a call. @param body as it came */
  async answer(target: string, body: string): Promise<readonly Buffer[]> {
    const [path = '', query] = target.split('?', 2);
    if (path === TOKEN_CREATE) return [grantOf((JSON.parse(body) as { shop_id: string }).shop_id)];
    const asked = new URLSearchParams(query);
    const shopId = shopIdOf(asked.get('access_token') ?? '');
    const question = `${path} ${body.replace(TIMES, '')}`;
    const key = `${shopId} ${question}`;
    let known = this.prepared.get(key);
    if (known === undefined) {
      known = this.prepare(question, { path, method: asked.get('method') ?? '', body }, shopId);
      this.prepared.set(key, known);
    }
    return this.count.in(await known);
  }

  private async prepare(question: string, call: Call, shopId: string): Promise<CountedAnswer> {
    let asked = this.texts.get(question);
    if (asked === undefined) {
      asked = askStandIn(this.standInUrl, this.origin, call);
      this.texts.set(question, asked);
    }
    // As text: ids of 19 digits are numbers here, and the shop's may be a part of one.
    const text = (await asked).replaceAll(new RegExp(`(?<!\\d)${this.origin.shopId}(?!\\d)`, 'g'), shopId);
    const counted = COUNTED.exec(text);
    if (counted === null) throw new Error(`nothing counts in the answer to ${call.method}`);
    const [found, digits = ''] = counted;
    const end = counted.index + found.length;
    return { head: Buffer.from(text.slice(0, end - digits.length)), tail: Buffer.from(text.slice(end)) };
  }
}

/** The token of the stand-in's own shop, to ask it with. */
export async function tokenOfStandIn(url: string, shop: Omit<DouyinBenchShop, 'accessToken'>): Promise<string> {
  const body = JSON.stringify({ code: '', grant_type: 'authorization_self', shop_id: shop.shopId });
  const text = await askStandIn(
    url,
    { ...shop, accessToken: '' },
    { path: TOKEN_CREATE, method: 'token.create', body },
  );
  return (JSON.parse(text) as { data: { access_token: string } }).data.access_token;
}

async function askStandIn(url: string, shop: DouyinBenchShop, { path, method, body }: Call): Promise<string> {
  const { appId, appSecret, accessToken } = shop;
  const timestamp = String(Math.floor(Date.now() / 1000));
  const signed = `app_key${appId}method${method}param_json${body}timestamp${timestamp}v2`;
  const query = new URLSearchParams({
    app_key: appId,
    method,
    timestamp,
    v: '2',
    sign_method: 'hmac-sha256',
    sign: createHmac('sha256', appSecret).update(`${appSecret}${signed}${appSecret}`).digest('hex'),
    ...(accessToken === '' ? {} : { access_token: accessToken }),
  });
  const headers = { 'content-type': 'application/json', 'x-open-no-old-err-code': '1' };
  const response = await fetch(`${url}${path}?${query}`, { method: 'POST', headers, body });
  const text = await response.text();
  const { code, sub_msg: reason } = JSON.parse(text) as { code: number; sub_msg: string };
  if (!response.ok || code !== 10_000) throw new Error(`the stand-in answered ${method} with ${code} ${reason}`);
  return text;
}

/** Good for seven days, as the platform's are: longer than any run. */
function grantOf(shopId: string): Buffer {
  const token = tokenOf(shopId);
  const data = { access_token: token, expires_in: 604_800, refresh_token: `${token}-r`, scope: 'SCOPE' };
  return Buffer.from(JSON.stringify({ code: 10_000, msg: 'success', sub_code: '', sub_msg: '', data, log_id: '1' }));
}
