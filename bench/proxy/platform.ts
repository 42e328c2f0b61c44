import { Pool } from 'undici';
import type { CalledShop } from '../shops.js';

/**
 * What the server is compared with: the same calls and the same JSON, written by hand for one operation each on
 * `node:http` and one undici pool. It reads no query, knows no tenants, limits nothing, journals nothing and checks
 * next to nothing.
 */
export class Platform {
  private readonly pool: Pool;

  constructor(upstream: string) {
    this.pool = new Pool(upstream, { connections: 64 });
  }

  /** Reads. @returns the `data` of the answer @throws Error when the platform refused */
  get<T>(shop: CalledShop, path: string, query: Record<string, string>): Promise<T> {
    const search = new URLSearchParams({ ...query, access_token: shop.accessToken });
    return this.exchange<T>({ path: `${path}?${search}`, method: 'GET' });
  }

  /** Writes. @throws Error when the platform refused */
  post<T>(shop: CalledShop, path: string, fields: Record<string, string>): Promise<T> {
    return this.exchange<T>({
      path: `${path}?${new URLSearchParams({ access_token: shop.accessToken })}`,
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(fields).toString(),
    });
  }

  private async exchange<T>(options: Parameters<Pool['request']>[0]): Promise<T> {
    const { body } = await this.pool.request(options);
    const { ret, data } = JSON.parse(await body.text()) as { ret: number; data: T };
    if (ret !== 0) throw new Error(`the platform refused: ${ret}`);
    return data;
  }
}

/** As the platform answers it, as far as the proxy reads it. */
export interface Row {
  readonly _id: string;
  readonly title: string;
  readonly price: number;
  readonly amount: number;
  readonly sales_volume: number;
  readonly category_ids: readonly (string | null)[];
  readonly models: readonly (readonly [name: string, values: readonly string[]])[];
  readonly model_details: readonly { readonly name: string; readonly price: number; readonly amount: number }[];
}

/** A category, likewise. */
export interface Category {
  readonly _id: string;
  readonly title: string;
}
