import type { GraphQLResolveInfo } from 'graphql';
import { Ctx, Directive, Extensions, FieldResolver, Info, Resolver, Root } from 'type-graphql';
import { ShopGroup } from '../../registry/shop-group/shop-group.type.js';
import { noteMissing } from '../../subgraph/missing-part.js';
import type { ResolverClass } from '../../subgraph/part.js';
import type { RequestContext } from '../../subgraph/request-context.js';
import { inventoryOf } from '../context.js';
import { groupKeyOf } from '../inventory-id.js';
import { Warehouse } from './warehouse.type.js';
import { warehousesOf } from './warehouses-of-group.js';

/** The warehouses of a group. */
@Resolver(() => ShopGroup)
export class GroupWarehouseResolver {
  @Extensions({ calls: { reference: true } })
  @Directive('@listSize(assumedSize: 20)')
  @FieldResolver(() => [Warehouse], {
    description: "The merchant's warehouses: one warehouse may serve many shops, one shop may draw on many.",
  })
  async warehouses(
    @Root() { id }: ShopGroup,
    @Ctx() ctx: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<readonly Warehouse[]> {
    // By its id alone: a router that asks this part by itself tells no more of the group.
    const key = groupKeyOf(id);
    const group = key === null ? null : await inventoryOf(ctx).group(key);
    if (group === null) return [];
    const { warehouses, failures } = await warehousesOf(group, ctx);
    for (const failure of failures) noteMissing(ctx, info, failure);
    return warehouses;
  }
}

/** The same building as the shops of a platform know it. @param type the platform's class */
export function warehouseResolverFor(type: ResolverClass): ResolverClass {
  @Resolver(() => Warehouse)
  class WarehouseResolver {
    @FieldResolver(() => [type], { description: 'The same building as each shop knows it.' })
    regionalWarehouses(@Root() { seen }: Warehouse): object[] {
      return seen.map(({ object }) => object);
    }
  }
  return WarehouseResolver;
}
