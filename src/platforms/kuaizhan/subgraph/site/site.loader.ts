import type { GraphQLResolveInfo } from 'graphql';
import { isSelected } from '../../../../subgraph/selection.js';
import { imageFromUrl } from '../../../../subgraph/vocabulary/image.type.js';
import { encodeGlobalId } from '../../../../tenants/global-id.js';
import type { Shop } from '../../../../tenants/shop.js';
import { getSite, type SiteRecord } from '../../upstream/endpoints/site.js';
import type { ShopScope } from '../context.js';
import { Site } from './site.type.js';
import type { SiteStatus } from './site-status.enum.js';

/** `status` codes, by their number (page, section 5.1). */
const STATUSES: readonly SiteStatus[] = ['OFFLINE', 'UNDER_REVIEW', 'ONLINE', 'REVIEW_REJECTED', 'DELETED', 'BLOCKED'];

/** Extra data of a site that is asked for only when selected. */
export interface SiteExtras {
  readonly changyan: boolean;
  readonly entrances: boolean;
}

/** A site by its native id; extras the caller selects come with the same call. */
export function loadSite(
  scope: ShopScope,
  siteId: string,
  info: GraphQLResolveInfo,
  domain?: string,
): Promise<Site | null> {
  const extras = { changyan: isSelected(info, 'changyan'), entrances: isSelected(info, 'entrances') };
  return readSite(scope, siteId, extras, domain);
}

/** The same with the extras said. A site that does not have the domain given is none; the domain is never sent. */
export async function readSite(
  scope: ShopScope,
  siteId: string,
  extras: SiteExtras,
  domain?: string,
): Promise<Site | null> {
  if (!mayRead(scope, siteId)) return null;
  const record = await scope.once.run(JSON.stringify(['site', siteId, extras]), () =>
    getSite(scope.client, siteId, extras),
  );
  const isNamed = domain === undefined || [record.domain, record.privateDomain].includes(domain);
  return isNamed ? toSite(record, scope.shop, extras) : null;
}

/**
 * A token may open more sites than the one registered. A caller with grants for some shops sees only theirs: what another
 * shop stands on is not to be read through this one's token.
 */
export const mayRead = (scope: ShopScope, siteId: string): boolean =>
  siteId === scope.siteId || scope.request.caller.shopGrants === null;

/** A stub that knows its ids alone, for fields that need no call. */
export const siteGlobalId = (shop: Shop, siteId: string): string => encodeGlobalId('Site', shop.key, siteId);

function toSite(record: SiteRecord, shop: Shop, extras: SiteExtras): Site {
  return Object.assign(new Site(), {
    shopRecord: shop,
    extras: {
      ...(extras.changyan ? { changyan: record.changyan } : {}),
      ...(extras.entrances ? { entrances: record.entrances } : {}),
    },
    id: siteGlobalId(shop, record.id),
    native: { platform: shop.platform, resource: 'site', id: record.id },
    freshness: record.freshness,
    rawSource: record.raw,
    name: record.name,
    status: STATUSES[record.status] ?? 'UNRECOGNIZED',
    statusCode: record.status,
    logo: imageFromUrl(record.logoUrl),
    domain: record.domain,
    privateDomain: record.privateDomain,
    ownerId: record.userId,
  } satisfies Partial<Site>);
}
