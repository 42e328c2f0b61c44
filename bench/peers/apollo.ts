import 'reflect-metadata';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import {
  Arg,
  buildSchema,
  Ctx,
  Field,
  FieldResolver,
  ID,
  InputType,
  Int,
  ObjectType,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import { tellParent } from '../messages.js';
import type { CalledShop } from '../shops.js';
import { categoriesIn, gid, type PeerContext, pageOf, peerContext, type ShopRow, shopOf } from './shop-rows.js';

/** Plain Apollo Server with type-graphql and DataLoader, standalone, all settings as they come. */
@InputType()
class ShopBy {
  @Field(() => ID)
  id!: string;
}

@ObjectType()
class Shop {
  constructor(readonly called: CalledShop) {
    this.id = gid('Shop', called, called.key);
    this.name = called.name;
  }

  @Field(() => ID)
  id: string;

  @Field(() => String)
  name: string;
}

@ObjectType()
class CommodityCategory {
  @Field(() => ID)
  id!: string;

  @Field(() => String)
  title!: string;
}

@ObjectType()
class Commodity {
  constructor(readonly source: ShopRow) {
    this.id = gid('Commodity', source.shop, source.row._id);
    this.title = source.row.title;
  }

  @Field(() => ID)
  id: string;

  @Field(() => String)
  title: string;
}

@ObjectType()
class CommodityConnection {
  @Field(() => [Commodity])
  nodes!: Commodity[];
}

@Resolver(() => Shop)
class ShopResolver {
  @Query(() => Shop, { nullable: true })
  shop(@Arg('by', () => ShopBy) by: ShopBy): Shop | null {
    const shop = shopOf(by.id);
    return shop === null ? null : new Shop(shop);
  }

  @FieldResolver(() => CommodityConnection)
  async commodities(@Root() shop: Shop, @Arg('first', () => Int) first: number): Promise<CommodityConnection> {
    const rows = await pageOf(shop.called, first);
    return { nodes: rows.map((row) => new Commodity(row)) };
  }
}

@Resolver(() => Commodity)
class CommodityResolver {
  @FieldResolver(() => Shop)
  shop(@Root() { source }: Commodity): Shop {
    return new Shop(source.shop);
  }

  @FieldResolver(() => [CommodityCategory], { nullable: true })
  async categories(@Root() { source }: Commodity, @Ctx() context: PeerContext): Promise<CommodityCategory[]> {
    const found = await categoriesIn(source, context);
    return found.map(({ category, shop }) => ({
      id: gid('CommodityCategory', shop, category._id),
      title: category.title,
    }));
  }
}

const schema = await buildSchema({ resolvers: [ShopResolver, CommodityResolver] });
const server = new ApolloServer<PeerContext>({ schema });
const { url } = await startStandaloneServer(server, {
  listen: { host: '127.0.0.1', port: 0 },
  context: async () => peerContext(),
});
tellParent({ url });
