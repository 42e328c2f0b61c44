import { Field, Int, ObjectType } from 'type-graphql';
import { PageInfo } from '../../../../subgraph/vocabulary/page-info.type.js';
import { RegionalWarehouse } from './regional-warehouse.type.js';

/** A page of regional warehouses. */
@ObjectType('RegionalWarehouseConnection', { description: 'A page of regional warehouses.' })
export class RegionalWarehouseConnection {
  @Field(() => [RegionalWarehouseEdge], { description: 'Edges.' })
  edges!: RegionalWarehouseEdge[];

  @Field(() => [RegionalWarehouse], { description: 'The warehouses.' })
  nodes!: RegionalWarehouse[];

  @Field(() => PageInfo, { description: 'Page information.' })
  pageInfo!: PageInfo;

  @Field(() => Int, { nullable: true, description: 'How many.' })
  totalCount!: number | null;
}

/** A regional warehouse in a page. */
@ObjectType('RegionalWarehouseEdge', { description: 'A regional warehouse in a page.' })
export class RegionalWarehouseEdge {
  @Field(() => String, { description: 'Cursor.' })
  cursor!: string;

  @Field(() => RegionalWarehouse, { description: 'The warehouse.' })
  node!: RegionalWarehouse;
}
