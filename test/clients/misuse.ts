import type { GraphQLClient } from 'graphql-request';
import { ByIdsDocument, NewCommodityDocument, StorefrontsDocument } from './generated/graphql.js';

/** Mistakes the compiler must find: it refuses this file when one of them compiles. Never run. */
export async function mistakes(client: GraphQLClient): Promise<void> {
  const { shops } = await client.request(StorefrontsDocument);
  // @ts-expect-error the field was not asked for
  shops.nodes[0]?.platform;
  // @ts-expect-error a failed call of the platform leaves null
  shops.nodes[0]?.commodities.nodes;
  // @ts-expect-error an amount is exact text, no number
  shops.nodes[0]?.commodities?.nodes[0]?.priceRange?.min.amount.toFixed(2);
  // @ts-expect-error the ids are missing
  await client.request(ByIdsDocument);
  // @ts-expect-error an id is text
  await client.request(NewCommodityDocument, { shop: 1 });
}
