import type { PushDialect, PushKey, PushPlatform } from '../../../push/dialect.js';
import { type Reread, rereading } from '../../../push/handler.js';
import type { Shop } from '../../../tenants/shop.js';
import type { ShopSecrets } from '../../../tenants/shop-secrets.js';
import { parsePush } from './messages.js';
import { factsOfTag } from './tags.js';
import { verifyPush } from './verify.js';

/** How Douyin pushes (the platform's page, section e). */
const DIALECT: PushDialect = {
  keysOf,
  verify: verifyPush,
  parse: parsePush,
  answers: { taken: '{"code":0,"msg":"success"}', refused: '{"code":1,"msg":"fail"}' },
};

/**
 * Douyin's part of the inbound pipe.
 * @param reread reads an order or an after-sale case anew, before what the message says of money is told; absent: all is told as
 * it comes
 */
export function createDouyinPush(reread?: Reread): PushPlatform {
  const isMoney = ({ tag }: { tag: string | null }): boolean => tag !== null && factsOfTag(tag)?.isMoney === true;
  return { name: 'DOUYIN', dialect: DIALECT, ...(reread === undefined ? {} : { handle: rereading(reread, isMoney) }) };
}

/** The secret in force, and the one before until the new one has proven itself. */
function keysOf(shop: Shop, { current, previous }: ShopSecrets): PushKey[] {
  const appId = shop.attributes['appId'];
  if (appId === undefined) return [];
  return [current['appSecret'], previous?.['appSecret']]
    .filter((secret) => secret !== undefined)
    .map((secret) => ({ appId, secret }));
}
