import type { GraphQLResolveInfo } from 'graphql';
import { Ctx, FieldResolver, Info, Resolver, Root } from 'type-graphql';
import type { RequestContext } from '../../../../subgraph/request-context.js';
import { fieldPath } from '../../../../subgraph/selection.js';
import { Upstream } from '../../../../subgraph/upstream-directive.js';
import { douyinOf } from '../context.js';
import { Parcel } from './parcel.type.js';
import { Tracking } from './tracking.type.js';

/** What a parcel is related to. */
@Resolver(() => Parcel)
export class ParcelResolver {
  @Upstream('DOUYIN POST logistics/trackNoRouteDetail')
  @FieldResolver(() => Tracking, { nullable: true, description: 'Where it is.' })
  async tracking(
    @Root() { shopRecord, carrierCode, trackingNumber }: Parcel,
    @Ctx() ctx: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Tracking | null> {
    if (carrierCode === '' || trackingNumber === '') return null;
    ctx.trace.noteUnbatched(fieldPath(info));
    return douyinOf(ctx).of(shopRecord).tracks.of(carrierCode, trackingNumber);
  }
}
