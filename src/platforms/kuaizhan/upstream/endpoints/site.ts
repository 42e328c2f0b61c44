import { Type } from '@sinclair/typebox';
import type { KuaizhanClient } from '../client.js';
import { ENDPOINTS } from '../endpoints.js';
import {
  filledTextOf,
  type Provenance,
  type Raw,
  rawWithout,
  type Seen,
  textOf,
  wireCode,
  wireDecoder,
  wireId,
  wireOptionalId,
  wireText,
} from '../wire.js';
import { refuseOtherId } from './one-by-id.js';

const WireSite = Type.Object({
  site_id: wireId(),
  user_id: wireOptionalId(),
  status: wireCode(),
  logo_url: wireText(),
  name: wireText(),
  domain: wireText(),
  private_domain: wireText(),
  changyan: Type.Optional(Type.Unknown()),
  entrance_info: Type.Optional(Type.Unknown()),
});

/** A site (the platform's page, section 5.1). Addresses come without a scheme. */
export interface SiteRecord extends Provenance {
  readonly id: string;
  readonly userId: string | null;
  /** 0 offline, 1 under review, 2 online, 3 rejected, 4 deleted, 5 banned. */
  readonly status: number;
  readonly logoUrl: string | null;
  readonly name: string | null;
  readonly domain: string | null;
  readonly privateDomain: string | null;
  /** Null unless asked for; its shape is not documented. */
  readonly changyan: unknown;
  readonly entrances: unknown;
  readonly raw: Raw;
}

const decodeWire = wireDecoder(WireSite);

/**
 * One site, with the parts that are asked for.
 * @throws AppError UPSTREAM_REJECTED for a site that does not exist: the platform gives no way to tell
 */
export const getSite = (
  client: KuaizhanClient,
  siteId: string,
  parts: { readonly changyan?: boolean; readonly entrances?: boolean } = {},
): Promise<SiteRecord> =>
  client.call(
    {
      endpoint: ENDPOINTS.siteInfo,
      fields: [
        ['site_id', siteId],
        ['options', optionsText(parts)],
      ],
    },
    (data, seen) => refuseOtherId(toSite(data, seen), siteId),
  );

function optionsText({
  changyan = false,
  entrances = false,
}: {
  changyan?: boolean;
  entrances?: boolean;
}): string | undefined {
  return changyan || entrances ? JSON.stringify({ changyan, entrance_info: entrances }) : undefined;
}

function toSite(value: unknown, { receivedAt, freshness }: Seen): SiteRecord {
  const wire = decodeWire(value);
  return {
    id: String(wire.site_id),
    userId: textOf(wire.user_id),
    status: Number(wire.status),
    logoUrl: filledTextOf(wire.logo_url),
    name: textOf(wire.name),
    domain: filledTextOf(wire.domain),
    privateDomain: filledTextOf(wire.private_domain),
    changyan: wire.changyan ?? null,
    entrances: wire.entrance_info ?? null,
    raw: rawWithout(wire),
    receivedAt,
    freshness,
  };
}
