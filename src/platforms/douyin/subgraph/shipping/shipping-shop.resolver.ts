import type { GraphQLResolveInfo } from 'graphql';
import { Args, Ctx, Directive, FieldResolver, Info, Resolver, Root } from 'type-graphql';
import { Shop } from '../../../../registry/shop/shop.type.js';
import { RequiresScopes } from '../../../../subgraph/access.js';
import type { RequestContext } from '../../../../subgraph/request-context.js';
import { fieldPath } from '../../../../subgraph/selection.js';
import { Upstream } from '../../../../subgraph/upstream-directive.js';
import { getReach, listCarriers, listWaybillAccounts } from '../../upstream/endpoints/logistics-read.js';
import type { RegionRecord } from '../../upstream/endpoints/recipient-record.js';
import type { RegionInput } from '../address/region.input.js';
import { scopeOfShop } from '../context.js';
import { Carrier, Deliverability, WaybillAccount } from './carrier.type.js';
import { CarrierArgs, ParcelArgs, WayArgs } from './shipping.args.js';
import { Tracking } from './tracking.type.js';

/** Carriers and parcels of a shop; null for a shop of another platform. */
@Resolver(() => Shop)
export class ShippingShopResolver {
  @Upstream('DOUYIN POST order/logisticsCompanyList')
  @Directive('@listSize(assumedSize: 200)')
  @FieldResolver(() => [Carrier], { nullable: true, description: 'Carriers the platform knows.' })
  async carriers(@Root() shop: Shop, @Ctx() ctx: RequestContext): Promise<readonly Carrier[] | null> {
    const scope = scopeOfShop(shop, ctx);
    return scope === null ? null : scope.once.run('carriers', () => listCarriers(scope.client));
  }

  @RequiresScopes('orders:read')
  @Upstream('DOUYIN POST logistics/trackNoRouteDetail')
  @FieldResolver(() => Tracking, { nullable: true, description: 'Where a parcel is.' })
  async tracking(
    @Root() shop: Shop,
    @Args(() => ParcelArgs) { carrierCode, trackingNumber }: ParcelArgs,
    @Ctx() ctx: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Tracking | null> {
    const scope = scopeOfShop(shop, ctx);
    if (scope === null) return null;
    ctx.trace.noteUnbatched(fieldPath(info));
    return scope.tracks.of(carrierCode, trackingNumber);
  }

  @Upstream('DOUYIN POST logistics/listShopNetsite')
  @Directive('@listSize(assumedSize: 20)')
  @FieldResolver(() => [WaybillAccount], {
    nullable: true,
    description: "Carriers' waybill accounts and what is left on them.",
  })
  async waybillAccounts(
    @Root() shop: Shop,
    @Args(() => CarrierArgs) { carrierCode }: CarrierArgs,
    @Ctx() ctx: RequestContext,
  ): Promise<WaybillAccount[] | null> {
    const scope = scopeOfShop(shop, ctx);
    if (scope === null) return null;
    const accounts = await listWaybillAccounts(scope.client, carrierCode);
    return accounts.map((account) => ({ carrierCode, ...account }));
  }

  @Upstream('DOUYIN POST logistics/getOutRange')
  @FieldResolver(() => Deliverability, { nullable: true, description: 'Whether a carrier serves an address.' })
  async deliverability(
    @Root() shop: Shop,
    @Args(() => WayArgs) { carrierCode, from, to }: WayArgs,
    @Ctx() ctx: RequestContext,
  ): Promise<Deliverability | null> {
    const scope = scopeOfShop(shop, ctx);
    return scope === null ? null : getReach(scope.client, carrierCode, toRegion(from), toRegion(to));
  }
}

const toRegion = ({ province, city, district, street, detail }: RegionInput): RegionRecord => ({
  province,
  city,
  district,
  street: street || null,
  detail: detail || null,
});
