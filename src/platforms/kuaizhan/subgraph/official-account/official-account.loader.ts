import { absoluteUrl, imageFromUrl } from '../../../../subgraph/vocabulary/image.type.js';
import { encodeGlobalId } from '../../../../tenants/global-id.js';
import type { Shop } from '../../../../tenants/shop.js';
import { getOfficialAccount, isSubscriber, type OfficialAccountRecord } from '../../upstream/endpoints/wechat.js';
import type { ShopScope } from '../context.js';
import { mayRead } from '../site/site.loader.js';
import { OfficialAccount, WechatSubscription } from './official-account.type.js';

/** The account bound to a site, asked once per request; null when none is. Its native id is the site's. */
export function loadOfficialAccount(scope: ShopScope, siteId: string): Promise<OfficialAccount | null> {
  if (!mayRead(scope, siteId)) return Promise.resolve(null);
  return scope.once.run(`account:${siteId}`, async () => {
    const record = await getOfficialAccount(scope.client, siteId);
    return record === null ? null : toOfficialAccount(record, scope.shop, siteId);
  });
}

/** Whether a visitor follows the account, asked once per request and visitor. The platform has no batch form. */
export function loadSubscription(scope: ShopScope, siteId: string, openId: string): Promise<WechatSubscription> {
  return scope.once.run(JSON.stringify(['subscription', siteId, openId]), async () =>
    Object.assign(new WechatSubscription(), { openId, isSubscribed: await isSubscriber(scope.client, siteId, openId) }),
  );
}

const toOfficialAccount = (record: OfficialAccountRecord, shop: Shop, siteId: string): OfficialAccount =>
  Object.assign(new OfficialAccount(), {
    shopRecord: shop,
    siteId,
    id: encodeGlobalId('OfficialAccount', shop.key, siteId),
    appId: record.appId,
    nickname: record.nickname,
    avatar: imageFromUrl(record.headImageUrl),
    qrCode: imageFromUrl(record.qrCodeUrl),
    followGuideUrl: absoluteUrl(record.followGuideUrl),
    verifyTypeCode: record.verifyType,
    serviceTypeCode: record.serviceType,
  } satisfies Partial<OfficialAccount>);
