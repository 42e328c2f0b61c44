import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, Directive, FieldResolver, ID, Info, Query, Resolver, Root } from 'type-graphql';
import { Access } from '../../../../subgraph/access.js';
import type { RequestContext } from '../../../../subgraph/request-context.js';
import { fieldPath } from '../../../../subgraph/selection.js';
import { Upstream } from '../../../../subgraph/upstream-directive.js';
import { decodeGlobalId } from '../../../../tenants/global-id.js';
import type { AfterSaleDetailRecord } from '../../upstream/endpoints/after-sale-detail-record.js';
import type { AfterSaleRecord } from '../../upstream/endpoints/after-sale-record.js';
import { douyinOf } from '../context.js';
import { Order } from '../order/order.type.js';
import { toDetail } from './after-sale.mapper.js';
import { AfterSale } from './after-sale.type.js';
import { AfterSaleDetail } from './after-sale-detail.type.js';
import { mayBeRefused } from './allowed-decisions.js';
import { RejectReason } from './reject-reason.type.js';

/** After-sale cases, and what their rows in a list do not tell. */
@Resolver(() => AfterSale)
export class AfterSaleResolver {
  @Access({ scopes: ['orders:read'], shop: 'id' })
  @Upstream('DOUYIN POST afterSale/Detail')
  @Query(() => AfterSale, { nullable: true, description: 'One after-sale case by global id.' })
  async afterSale(
    @Arg('id', () => ID, { description: 'Global id.' }) id: string,
    @Ctx() ctx: RequestContext,
  ): Promise<AfterSale | null> {
    const decoded = decodeGlobalId(id);
    const scope = decoded?.type === 'AfterSale' ? await douyinOf(ctx).ofKey(decoded.shopKey) : null;
    return scope === null || decoded === null ? null : scope.afterSales.load(decoded.nativeId);
  }

  @Upstream('DOUYIN POST order/orderDetail')
  @FieldResolver(() => Order, { nullable: true, description: 'The order.' })
  async order(
    @Root() { record: { orderId }, shopRecord }: AfterSale,
    @Ctx() ctx: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Order | null> {
    if (orderId === null) return null;
    ctx.trace.noteUnbatched(fieldPath(info));
    return douyinOf(ctx).of(shopRecord).orders.load(orderId);
  }

  @Upstream('DOUYIN POST afterSale/rejectReasonCodeList')
  @Directive('@listSize(assumedSize: 20)')
  @FieldResolver(() => [RejectReason], {
    nullable: true,
    description: 'Reasons the seller may give for refusing.',
  })
  async rejectReasons(
    @Root() { record, shopRecord, kind, status }: AfterSale,
    @Ctx() ctx: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<readonly RejectReason[]> {
    if (!mayBeRefused(kind, status)) return [];
    ctx.trace.noteUnbatched(fieldPath(info));
    return (await douyinOf(ctx).of(shopRecord).rejectReasons.load(record.id))?.reasons ?? [];
  }

  @Upstream('DOUYIN POST afterSale/Detail')
  @FieldResolver(() => AfterSaleDetail, { nullable: true, description: 'Full record with history.' })
  async detail(
    @Root() { record, shopRecord }: AfterSale,
    @Ctx() ctx: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<AfterSaleDetail | null> {
    if (isDetail(record)) return toDetail(record);
    ctx.trace.noteUnbatched(fieldPath(info));
    const detail = await douyinOf(ctx).of(shopRecord).afterSaleDetails.load(record.id);
    return detail === null ? null : toDetail(detail);
  }
}

const isDetail = (record: AfterSaleRecord): record is AfterSaleDetailRecord => 'evidence' in record;
