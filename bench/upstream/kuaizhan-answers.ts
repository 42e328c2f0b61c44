import { type BenchShop, shopIdOf } from '../shops.js';
import type { AnswerCount, CountedAnswer } from './counted-answer.js';

/** Stands in the texts for the counter. */
const MARK = 7_654_321;
/** Field of each kind of row that no operation of the benchmark asks for, and that makes no new state of the object. */
const COUNTED = ['hotness', 'count_commodities'];

type Row = Record<string, unknown>;

/**
 * What the upstream of the benchmark answers for Kuaizhan: rows as the stand-in gives them for one shop, under the id of
 * whichever shop is asked for, with a number in the first row that counts up. The stand-in alone would make its answers
 * more slowly than a proxy takes them, and the figures would then flatter all that is slower than the proxy.
 */
export class KuaizhanAnswers {
  private readonly prepared = new Map<string, Promise<CountedAnswer>>();
  private readonly texts = new Map<string, Promise<unknown>>();
  /** Titles that were written, by shop and commodity. */
  private readonly titles = new Map<string, string>();
  /** Targets that show a commodity, likewise. */
  private readonly shownBy = new Map<string, Set<string>>();

  constructor(
    private readonly standInUrl: string,
    private readonly origin: BenchShop,
    private readonly count: AnswerCount,
  ) {}

  /** The answer to a read, in three pieces. @param target path and query as it came */
  async read(target: string): Promise<readonly [head: Buffer, count: Buffer, tail: Buffer]> {
    let known = this.prepared.get(target);
    if (known === undefined) {
      known = this.prepare(target);
      this.prepared.set(target, known);
    }
    return this.count.in(await known);
  }

  /** The answer to an update of a commodity's title, which reads back from then on. @param body urlencoded */
  update(target: string, body: string): Buffer {
    const fields = new URLSearchParams(body);
    const url = new URL(target, this.standInUrl);
    const token = url.searchParams.get('access_token') ?? fields.get('access_token') ?? '';
    const id = fields.get('commodity_id') ?? '';
    const commodity = `${shopIdOf(token)} ${id}`;
    this.titles.set(commodity, fields.get('title') ?? '');
    for (const shown of this.shownBy.get(commodity) ?? []) this.prepared.delete(shown);
    return Buffer.from('{"msg":"","data":"","ret":0}');
  }

  private async prepare(target: string): Promise<CountedAnswer> {
    const url = new URL(target, this.standInUrl);
    const shopId = shopIdOf(url.searchParams.get('access_token') ?? '');
    const commodity = `${shopId} ${url.searchParams.get('commodity_id')}`;
    this.shownBy.set(commodity, (this.shownBy.get(commodity) ?? new Set()).add(target));
    const title = this.titles.get(commodity);
    url.searchParams.set('access_token', this.origin.accessToken);
    if (url.searchParams.has('shop_id')) url.searchParams.set('shop_id', this.origin.shopId);
    let asked = this.texts.get(url.href);
    if (asked === undefined) {
      asked = askStandIn(url.href);
      this.texts.set(url.href, asked);
    }
    const answer = structuredClone(await asked) as { data: Row | Row[] };
    const row = Array.isArray(answer.data) ? answer.data[0] : answer.data;
    const counted = COUNTED.find((field) => row !== undefined && field in row);
    if (row === undefined || counted === undefined) throw new Error(`nothing counts in the answer to ${url.pathname}`);
    row[counted] = MARK;
    if (title !== undefined) row['title'] = title;
    // Of several categories a peer that is configured and not written can join the last one only (see the page).
    if (Array.isArray(answer.data))
      for (const listed of answer.data)
        if (Array.isArray(listed['category_ids'])) listed['category_ids'] = listed['category_ids'].slice(0, 1);
    const text = JSON.stringify(answer).replaceAll(this.origin.shopId, shopId);
    const [head = '', tail = ''] = text.split(String(MARK));
    return { head: Buffer.from(head), tail: Buffer.from(tail) };
  }
}

async function askStandIn(url: string): Promise<unknown> {
  const response = await fetch(url);
  const answer = (await response.json()) as { ret: number; msg: string };
  if (!response.ok || answer.ret !== 0) throw new Error(`the stand-in answered ${response.status} ${answer.msg}`);
  return answer;
}
