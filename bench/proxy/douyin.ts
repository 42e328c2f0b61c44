import { createHmac } from 'node:crypto';
import { Pool } from 'undici';
import type { CalledDouyinShop } from '../shops.js';

type Parameter = string | number | boolean | readonly Parameter[] | { readonly [name: string]: Parameter };

/** Ids that only come as numbers and have more digits than one holds. */
const LONG_IDS = /"product_id":(\d+)/g;

/** Douyin written by hand, as {@link Platform} is Kuaizhan: it signs what has to be signed, and checks next to nothing. */
export class Douyin {
  private readonly pool: Pool;

  constructor(upstream: string) {
    this.pool = new Pool(upstream, { connections: 64 });
  }

  /** Orders of a page from the first on, by their times of change. @param statuses codes with commas between them */
  orders(shop: CalledDouyinShop, statuses: string, isAscending: boolean, size: number): Promise<OrderPage> {
    const now = Math.floor(Date.now() / 1000);
    return this.call<OrderPage>(shop, 'order.searchList', {
      page: 0,
      size,
      order_by: 'update_time',
      order_asc: isAscending,
      update_time_start: now - 90 * 86_400 + 900,
      update_time_end: now + 900,
      combine_status: [{ order_status: statuses }],
    });
  }

  /** Products, by a filter of the platform's. */
  async products(shop: CalledDouyinShop, filter: Readonly<Record<string, Parameter>>): Promise<readonly ProductRow[]> {
    const { data } = await this.call<{ data: ProductRow[] }>(shop, 'product.listV2', { page: 1, ...filter }, (text) =>
      text.replace(LONG_IDS, '"product_id":"$1"'),
    );
    return data;
  }

  private async call<T>(
    { appId, appSecret, accessToken }: CalledDouyinShop,
    method: string,
    parameters: Readonly<Record<string, Parameter>>,
    mended: (text: string) => string = (text) => text,
  ): Promise<T> {
    const json = canonical(parameters);
    const timestamp = Math.floor(Date.now() / 1000);
    const signed = `app_key${appId}method${method}param_json${json}timestamp${timestamp}v2`;
    const sign = createHmac('sha256', appSecret).update(`${appSecret}${signed}${appSecret}`).digest('hex');
    const search =
      `app_key=${appId}&method=${method}&access_token=${accessToken}&timestamp=${timestamp}` +
      `&v=2&sign_method=hmac-sha256&sign=${sign}`;
    const { body } = await this.pool.request({
      path: `/${method.replace('.', '/')}?${search}`,
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-open-no-old-err-code': '1' },
      body: json,
    });
    const { code, data } = JSON.parse(mended(await body.text())) as { code: number; data: T };
    if (code !== 10_000) throw new Error(`the platform refused: ${code}`);
    return data;
  }
}

/** The text that is sent and signed: names in order at every level. */
function canonical(value: Parameter): string {
  if (typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  const fields = Object.entries(value as { readonly [name: string]: Parameter });
  fields.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([name, field]) => `"${name}":${canonical(field)}`).join(',')}}`;
}

/** As the platform answers it, as far as the proxy reads it. */
export interface OrderPage {
  readonly total: number;
  readonly shop_order_list: readonly OrderRow[];
}

type Level = { readonly name: string };

/** An order, likewise. */
export interface OrderRow {
  readonly order_id: string;
  readonly order_status: number;
  readonly order_amount: number;
  readonly exp_ship_time: number;
  readonly mask_post_receiver: string;
  readonly mask_post_tel: string;
  readonly mask_post_addr: Readonly<Record<'province' | 'city' | 'town' | 'street', Level>> & {
    readonly detail: string;
  };
  readonly sku_order_list: readonly {
    readonly product_id_str: string;
    readonly product_name: string;
    readonly code: string;
    readonly item_num: number;
  }[];
  readonly logistics_info: readonly { readonly company_name: string; readonly tracking_no: string }[];
}

/** A product, likewise. */
export interface ProductRow {
  readonly product_id: string;
  readonly name: string;
  readonly sell_num: number;
}
