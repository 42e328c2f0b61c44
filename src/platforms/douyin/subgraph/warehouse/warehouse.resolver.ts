import type { GraphQLResolveInfo } from 'graphql';
import { Args, Ctx, Directive, FieldResolver, Info, Resolver, Root } from 'type-graphql';
import { Shop } from '../../../../registry/shop/shop.type.js';
import { ForwardPageArgs } from '../../../../subgraph/page.js';
import type { RequestContext } from '../../../../subgraph/request-context.js';
import { fieldPath } from '../../../../subgraph/selection.js';
import { Upstream } from '../../../../subgraph/upstream-directive.js';
import { RegionAddress } from '../address/region-address.type.js';
import { douyinOf, scopeOfShop } from '../context.js';
import { EMPTY_PAGE } from '../empty-page.js';
import { FORWARD_PAGE_SIZE } from '../page-size.js';
import { oneWarehouse } from './one-warehouse.js';
import { addressOf } from './regional-warehouse.mapper.js';
import { warehousePage } from './regional-warehouse.page.js';
import { RegionalWarehouse } from './regional-warehouse.type.js';
import { RegionalWarehouseConnection } from './regional-warehouse-connection.type.js';
import { WarehouseStock } from './warehouse-stock.type.js';

/** The regional warehouses of a shop. */
@Resolver(() => Shop)
export class WarehouseShopResolver {
  @Upstream('DOUYIN POST warehouse/list', { batch: 100, per: 'parent' })
  @Directive(FORWARD_PAGE_SIZE)
  @FieldResolver(() => RegionalWarehouseConnection, {
    nullable: true,
    description: 'Regional warehouses as this shop sees them.',
  })
  async regionalWarehouses(
    @Root() shop: Shop,
    @Args(() => ForwardPageArgs) page: ForwardPageArgs,
    @Ctx() ctx: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<object | null> {
    const scope = scopeOfShop(shop, ctx);
    return scope === null ? EMPTY_PAGE : warehousePage(scope, page, info);
  }
}

/** Regional warehouses. */
@Resolver(() => RegionalWarehouse)
export class RegionalWarehouseResolver {
  @FieldResolver(() => Shop, { description: 'The shop.' })
  shop(@Root() { shopRecord }: RegionalWarehouse): Shop {
    return Shop.of(shopRecord);
  }

  @Upstream('DOUYIN POST warehouse/info')
  @FieldResolver(() => RegionAddress, { nullable: true, description: 'Where it stands.' })
  async address(
    @Root() { record, shopRecord }: RegionalWarehouse,
    @Ctx() ctx: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<RegionAddress | null> {
    if (!record.isPlaced) return null;
    if (record.regionNames !== null) return addressOf(record);
    // A row of the list has the codes of its regions without their names.
    ctx.trace.noteUnbatched(fieldPath(info));
    const told = await douyinOf(ctx).of(shopRecord).warehouseInfos.load(record.outerId);
    return told === null ? null : addressOf(told);
  }
}

/** Stocks of SKUs in regional warehouses. */
@Resolver(() => WarehouseStock)
export class WarehouseStockResolver {
  @Upstream('DOUYIN POST warehouse/list', { batch: 100 })
  @FieldResolver(() => RegionalWarehouse, { nullable: true, description: 'The warehouse.' })
  async warehouse(
    @Root() { outerId, shopRecord }: WarehouseStock,
    @Ctx() ctx: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<RegionalWarehouse | null> {
    return oneWarehouse(douyinOf(ctx).of(shopRecord), outerId, info);
  }
}
