import { Type } from '@sinclair/typebox';
import { decoder } from '../../../../upstream/decode.js';
import type { KuaizhanClient } from '../client.js';
import { ENDPOINTS } from '../endpoints.js';
import {
  filledTextOf,
  flagOf,
  integerOf,
  type Provenance,
  type Raw,
  rawWithout,
  wireDecoder,
  wireNumber,
  wireText,
} from '../wire.js';

const WireOfficialAccount = Type.Object({
  is_bind: Type.Union([Type.Boolean(), Type.Integer(), Type.String({ pattern: '^(true|false|0|1)$' })]),
  verify_type: wireNumber(),
  service_type: wireNumber(),
  app_id: wireText(),
  nick_name: wireText(),
  head_img: wireText(),
  qrcode_url: wireText(),
  guide_follow_post_url: wireText(),
});

/** The WeChat account bound to a site (the platform's page, section 5.17). Its app secret was blanked when decoding. */
export interface OfficialAccountRecord extends Provenance {
  readonly siteId: string;
  readonly appId: string | null;
  readonly nickname: string | null;
  readonly headImageUrl: string | null;
  readonly qrCodeUrl: string | null;
  readonly followGuideUrl: string | null;
  /** WeChat's own codes. */
  readonly verifyType: number | null;
  readonly serviceType: number | null;
  readonly raw: Raw;
}

const decodeAccount = wireDecoder(WireOfficialAccount);
const decodeSubscription = decoder(Type.Object({ is_subscriber: Type.Boolean() }));

/** The account bound to a site; null when none is. @throws AppError */
export const getOfficialAccount = (client: KuaizhanClient, siteId: string): Promise<OfficialAccountRecord | null> =>
  client.call({ endpoint: ENDPOINTS.wxServiceInfo, fields: [['site_id', siteId]] }, (data, seen) => {
    const wire = decodeAccount(data);
    if (flagOf(wire.is_bind) !== true) return null;
    return {
      siteId,
      appId: filledTextOf(wire.app_id),
      nickname: filledTextOf(wire.nick_name),
      headImageUrl: filledTextOf(wire.head_img),
      qrCodeUrl: filledTextOf(wire.qrcode_url),
      followGuideUrl: filledTextOf(wire.guide_follow_post_url),
      verifyType: integerOf(wire.verify_type),
      serviceType: integerOf(wire.service_type),
      raw: rawWithout(wire),
      receivedAt: seen.receivedAt,
      freshness: seen.freshness,
    };
  });

/** Whether a visitor follows the account of a site. The open id is personal data and never logged. @throws AppError */
export const isSubscriber = (client: KuaizhanClient, siteId: string, openId: string): Promise<boolean> =>
  client.call(
    {
      endpoint: ENDPOINTS.wxUserSubscribe,
      fields: [
        ['site_id', siteId],
        ['open_id', openId],
      ],
    },
    (data) => decodeSubscription(data).is_subscriber,
  );
