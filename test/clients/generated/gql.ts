/* eslint-disable */
import * as types from './graphql.js';
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';

/**
 * Map of all GraphQL operations in the project.
 *
 * This map has several performance disadvantages:
 * 1. It is not tree-shakeable, so it will include all operations in the project.
 * 2. It is not minifiable, so the string of a GraphQL query will be multiple times inside the bundle.
 * 3. It does not support dead code elimination, so it will add unused operations.
 *
 * Therefore it is highly recommended to use the babel or swc plugin for production.
 * Learn more about it here: https://the-guild.dev/graphql/codegen/plugins/presets/preset-client#reducing-bundle-size
 */
type Documents = {
    "mutation BanPlan($site: ID!) {\n  communityUserBan(\n    input: {siteId: $site, userId: \"Z6lWmLTLfQZaidvV\", days: 3, reason: \"广告\"}\n    options: {dryRun: true}\n  ) {\n    plan {\n      totalCalls\n      calls {\n        endpoint\n        body\n      }\n    }\n    userErrors {\n      code\n      message\n      path\n    }\n  }\n}": typeof types.BanPlanDocument,
    "query ByIds($ids: [ID!]!) {\n  nodes(ids: $ids) {\n    __typename\n    id\n    ... on Shop {\n      name\n      platform\n    }\n    ... on Commodity {\n      title\n      shop {\n        name\n      }\n    }\n  }\n}": typeof types.ByIdsDocument,
    "query Goods($shop: ID!, $after: String) {\n  shop(by: {id: $shop}) {\n    name\n    commodities(first: 10, after: $after) {\n      nodes {\n        id\n        title\n        isOnline\n        variants {\n          displayName\n          stock\n        }\n        categories {\n          title\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n}": typeof types.GoodsDocument,
    "mutation NewCommodity($shop: ID!) {\n  commodityCreate(\n    input: {shopId: $shop, title: \"明前龙井 50g\", goods: {single: {price: {amount: \"128.00\"}, stock: 20}}}\n    options: {idempotencyKey: \"readme-1\"}\n  ) {\n    commodity {\n      id\n      priceRange {\n        min {\n          amount\n        }\n      }\n    }\n    replayed\n    userErrors {\n      code\n      message\n      path\n    }\n  }\n}": typeof types.NewCommodityDocument,
    "query SiteAndAccount {\n  shop(by: {native: {platform: KUAIZHAN, id: \"Z6lWmLTLfQZaidsO\"}}) {\n    site {\n      id\n      domain\n      officialAccount {\n        nickname\n        followGuideUrl\n      }\n    }\n  }\n}": typeof types.SiteAndAccountDocument,
    "query Storefronts {\n  shops(first: 2, filter: {platforms: [KUAIZHAN]}) {\n    nodes {\n      id\n      name\n      commodities(first: 1) {\n        nodes {\n          id\n          title\n          priceRange {\n            min {\n              amount\n            }\n          }\n          categories {\n            title\n          }\n        }\n      }\n    }\n  }\n}": typeof types.StorefrontsDocument,
    "query TheSite($shop: ID!) {\n  shop(by: {id: $shop}) {\n    name\n    site {\n      name\n      status\n      domain\n      officialAccount {\n        nickname\n        followGuideUrl\n      }\n    }\n  }\n}": typeof types.TheSiteDocument,
    "query TwoPlatforms($one: ID!, $two: ID!, $three: ID!, $four: ID!) {\n  one: shop(by: {id: $one}) {\n    ...OnKuaizhan\n  }\n  two: shop(by: {id: $two}) {\n    ...OnKuaizhan\n  }\n  three: shop(by: {id: $three}) {\n    ...OnDouyin\n  }\n  four: shop(by: {id: $four}) {\n    ...OnDouyin\n  }\n}\n\nfragment OnKuaizhan on Shop {\n  name\n  platform\n  commodities(first: 5) {\n    nodes {\n      id\n      title\n      salesVolume\n      totalStock\n    }\n  }\n}\n\nfragment OnDouyin on Shop {\n  name\n  platform\n  products(first: 5, filter: {isOnline: true}) {\n    nodes {\n      id\n      title\n      salesVolume\n    }\n  }\n  waiting: orders(\n    first: 5\n    filter: {statuses: [AWAITING_SHIPMENT]}\n    sort: {field: UPDATED_AT, direction: ASC}\n  ) {\n    totalCount\n    nodes {\n      id\n      shipBy\n      total {\n        amount\n      }\n      recipient {\n        name\n      }\n      lines {\n        title\n        quantity\n      }\n    }\n  }\n}": typeof types.TwoPlatformsDocument,
    "query TwoShops($one: ID!, $two: ID!) {\n  one: shop(by: {id: $one}) {\n    ...Shelf\n  }\n  two: shop(by: {id: $two}) {\n    ...Shelf\n  }\n}\n\nfragment Shelf on Shop {\n  name\n  commodityCount\n  commodities(first: 5) {\n    nodes {\n      id\n      title\n      priceRange {\n        min {\n          amount\n        }\n        max {\n          amount\n        }\n      }\n    }\n    pageInfo {\n      hasNextPage\n    }\n  }\n}": typeof types.TwoShopsDocument,
    "query WhoAndWhat {\n  viewer {\n    name\n    scopes\n    shopCount\n    costRemaining\n    costLimit\n  }\n  shops(first: 10) {\n    totalCount\n    nodes {\n      id\n      key\n      name\n      platform\n      status\n      health {\n        circuit\n        p50LatencyMs\n      }\n    }\n  }\n}": typeof types.WhoAndWhatDocument,
};
const documents: Documents = {
    "mutation BanPlan($site: ID!) {\n  communityUserBan(\n    input: {siteId: $site, userId: \"Z6lWmLTLfQZaidvV\", days: 3, reason: \"广告\"}\n    options: {dryRun: true}\n  ) {\n    plan {\n      totalCalls\n      calls {\n        endpoint\n        body\n      }\n    }\n    userErrors {\n      code\n      message\n      path\n    }\n  }\n}": types.BanPlanDocument,
    "query ByIds($ids: [ID!]!) {\n  nodes(ids: $ids) {\n    __typename\n    id\n    ... on Shop {\n      name\n      platform\n    }\n    ... on Commodity {\n      title\n      shop {\n        name\n      }\n    }\n  }\n}": types.ByIdsDocument,
    "query Goods($shop: ID!, $after: String) {\n  shop(by: {id: $shop}) {\n    name\n    commodities(first: 10, after: $after) {\n      nodes {\n        id\n        title\n        isOnline\n        variants {\n          displayName\n          stock\n        }\n        categories {\n          title\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n}": types.GoodsDocument,
    "mutation NewCommodity($shop: ID!) {\n  commodityCreate(\n    input: {shopId: $shop, title: \"明前龙井 50g\", goods: {single: {price: {amount: \"128.00\"}, stock: 20}}}\n    options: {idempotencyKey: \"readme-1\"}\n  ) {\n    commodity {\n      id\n      priceRange {\n        min {\n          amount\n        }\n      }\n    }\n    replayed\n    userErrors {\n      code\n      message\n      path\n    }\n  }\n}": types.NewCommodityDocument,
    "query SiteAndAccount {\n  shop(by: {native: {platform: KUAIZHAN, id: \"Z6lWmLTLfQZaidsO\"}}) {\n    site {\n      id\n      domain\n      officialAccount {\n        nickname\n        followGuideUrl\n      }\n    }\n  }\n}": types.SiteAndAccountDocument,
    "query Storefronts {\n  shops(first: 2, filter: {platforms: [KUAIZHAN]}) {\n    nodes {\n      id\n      name\n      commodities(first: 1) {\n        nodes {\n          id\n          title\n          priceRange {\n            min {\n              amount\n            }\n          }\n          categories {\n            title\n          }\n        }\n      }\n    }\n  }\n}": types.StorefrontsDocument,
    "query TheSite($shop: ID!) {\n  shop(by: {id: $shop}) {\n    name\n    site {\n      name\n      status\n      domain\n      officialAccount {\n        nickname\n        followGuideUrl\n      }\n    }\n  }\n}": types.TheSiteDocument,
    "query TwoPlatforms($one: ID!, $two: ID!, $three: ID!, $four: ID!) {\n  one: shop(by: {id: $one}) {\n    ...OnKuaizhan\n  }\n  two: shop(by: {id: $two}) {\n    ...OnKuaizhan\n  }\n  three: shop(by: {id: $three}) {\n    ...OnDouyin\n  }\n  four: shop(by: {id: $four}) {\n    ...OnDouyin\n  }\n}\n\nfragment OnKuaizhan on Shop {\n  name\n  platform\n  commodities(first: 5) {\n    nodes {\n      id\n      title\n      salesVolume\n      totalStock\n    }\n  }\n}\n\nfragment OnDouyin on Shop {\n  name\n  platform\n  products(first: 5, filter: {isOnline: true}) {\n    nodes {\n      id\n      title\n      salesVolume\n    }\n  }\n  waiting: orders(\n    first: 5\n    filter: {statuses: [AWAITING_SHIPMENT]}\n    sort: {field: UPDATED_AT, direction: ASC}\n  ) {\n    totalCount\n    nodes {\n      id\n      shipBy\n      total {\n        amount\n      }\n      recipient {\n        name\n      }\n      lines {\n        title\n        quantity\n      }\n    }\n  }\n}": types.TwoPlatformsDocument,
    "query TwoShops($one: ID!, $two: ID!) {\n  one: shop(by: {id: $one}) {\n    ...Shelf\n  }\n  two: shop(by: {id: $two}) {\n    ...Shelf\n  }\n}\n\nfragment Shelf on Shop {\n  name\n  commodityCount\n  commodities(first: 5) {\n    nodes {\n      id\n      title\n      priceRange {\n        min {\n          amount\n        }\n        max {\n          amount\n        }\n      }\n    }\n    pageInfo {\n      hasNextPage\n    }\n  }\n}": types.TwoShopsDocument,
    "query WhoAndWhat {\n  viewer {\n    name\n    scopes\n    shopCount\n    costRemaining\n    costLimit\n  }\n  shops(first: 10) {\n    totalCount\n    nodes {\n      id\n      key\n      name\n      platform\n      status\n      health {\n        circuit\n        p50LatencyMs\n      }\n    }\n  }\n}": types.WhoAndWhatDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 *
 *
 * @example
 * ```ts
 * const query = graphql(`query GetUser($id: ID!) { user(id: $id) { name } }`);
 * ```
 *
 * The query argument is unknown!
 * Please regenerate the types.
 */
export function graphql(source: string): unknown;

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation BanPlan($site: ID!) {\n  communityUserBan(\n    input: {siteId: $site, userId: \"Z6lWmLTLfQZaidvV\", days: 3, reason: \"广告\"}\n    options: {dryRun: true}\n  ) {\n    plan {\n      totalCalls\n      calls {\n        endpoint\n        body\n      }\n    }\n    userErrors {\n      code\n      message\n      path\n    }\n  }\n}"): (typeof documents)["mutation BanPlan($site: ID!) {\n  communityUserBan(\n    input: {siteId: $site, userId: \"Z6lWmLTLfQZaidvV\", days: 3, reason: \"广告\"}\n    options: {dryRun: true}\n  ) {\n    plan {\n      totalCalls\n      calls {\n        endpoint\n        body\n      }\n    }\n    userErrors {\n      code\n      message\n      path\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query ByIds($ids: [ID!]!) {\n  nodes(ids: $ids) {\n    __typename\n    id\n    ... on Shop {\n      name\n      platform\n    }\n    ... on Commodity {\n      title\n      shop {\n        name\n      }\n    }\n  }\n}"): (typeof documents)["query ByIds($ids: [ID!]!) {\n  nodes(ids: $ids) {\n    __typename\n    id\n    ... on Shop {\n      name\n      platform\n    }\n    ... on Commodity {\n      title\n      shop {\n        name\n      }\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query Goods($shop: ID!, $after: String) {\n  shop(by: {id: $shop}) {\n    name\n    commodities(first: 10, after: $after) {\n      nodes {\n        id\n        title\n        isOnline\n        variants {\n          displayName\n          stock\n        }\n        categories {\n          title\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n}"): (typeof documents)["query Goods($shop: ID!, $after: String) {\n  shop(by: {id: $shop}) {\n    name\n    commodities(first: 10, after: $after) {\n      nodes {\n        id\n        title\n        isOnline\n        variants {\n          displayName\n          stock\n        }\n        categories {\n          title\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation NewCommodity($shop: ID!) {\n  commodityCreate(\n    input: {shopId: $shop, title: \"明前龙井 50g\", goods: {single: {price: {amount: \"128.00\"}, stock: 20}}}\n    options: {idempotencyKey: \"readme-1\"}\n  ) {\n    commodity {\n      id\n      priceRange {\n        min {\n          amount\n        }\n      }\n    }\n    replayed\n    userErrors {\n      code\n      message\n      path\n    }\n  }\n}"): (typeof documents)["mutation NewCommodity($shop: ID!) {\n  commodityCreate(\n    input: {shopId: $shop, title: \"明前龙井 50g\", goods: {single: {price: {amount: \"128.00\"}, stock: 20}}}\n    options: {idempotencyKey: \"readme-1\"}\n  ) {\n    commodity {\n      id\n      priceRange {\n        min {\n          amount\n        }\n      }\n    }\n    replayed\n    userErrors {\n      code\n      message\n      path\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query SiteAndAccount {\n  shop(by: {native: {platform: KUAIZHAN, id: \"Z6lWmLTLfQZaidsO\"}}) {\n    site {\n      id\n      domain\n      officialAccount {\n        nickname\n        followGuideUrl\n      }\n    }\n  }\n}"): (typeof documents)["query SiteAndAccount {\n  shop(by: {native: {platform: KUAIZHAN, id: \"Z6lWmLTLfQZaidsO\"}}) {\n    site {\n      id\n      domain\n      officialAccount {\n        nickname\n        followGuideUrl\n      }\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query Storefronts {\n  shops(first: 2, filter: {platforms: [KUAIZHAN]}) {\n    nodes {\n      id\n      name\n      commodities(first: 1) {\n        nodes {\n          id\n          title\n          priceRange {\n            min {\n              amount\n            }\n          }\n          categories {\n            title\n          }\n        }\n      }\n    }\n  }\n}"): (typeof documents)["query Storefronts {\n  shops(first: 2, filter: {platforms: [KUAIZHAN]}) {\n    nodes {\n      id\n      name\n      commodities(first: 1) {\n        nodes {\n          id\n          title\n          priceRange {\n            min {\n              amount\n            }\n          }\n          categories {\n            title\n          }\n        }\n      }\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query TheSite($shop: ID!) {\n  shop(by: {id: $shop}) {\n    name\n    site {\n      name\n      status\n      domain\n      officialAccount {\n        nickname\n        followGuideUrl\n      }\n    }\n  }\n}"): (typeof documents)["query TheSite($shop: ID!) {\n  shop(by: {id: $shop}) {\n    name\n    site {\n      name\n      status\n      domain\n      officialAccount {\n        nickname\n        followGuideUrl\n      }\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query TwoPlatforms($one: ID!, $two: ID!, $three: ID!, $four: ID!) {\n  one: shop(by: {id: $one}) {\n    ...OnKuaizhan\n  }\n  two: shop(by: {id: $two}) {\n    ...OnKuaizhan\n  }\n  three: shop(by: {id: $three}) {\n    ...OnDouyin\n  }\n  four: shop(by: {id: $four}) {\n    ...OnDouyin\n  }\n}\n\nfragment OnKuaizhan on Shop {\n  name\n  platform\n  commodities(first: 5) {\n    nodes {\n      id\n      title\n      salesVolume\n      totalStock\n    }\n  }\n}\n\nfragment OnDouyin on Shop {\n  name\n  platform\n  products(first: 5, filter: {isOnline: true}) {\n    nodes {\n      id\n      title\n      salesVolume\n    }\n  }\n  waiting: orders(\n    first: 5\n    filter: {statuses: [AWAITING_SHIPMENT]}\n    sort: {field: UPDATED_AT, direction: ASC}\n  ) {\n    totalCount\n    nodes {\n      id\n      shipBy\n      total {\n        amount\n      }\n      recipient {\n        name\n      }\n      lines {\n        title\n        quantity\n      }\n    }\n  }\n}"): (typeof documents)["query TwoPlatforms($one: ID!, $two: ID!, $three: ID!, $four: ID!) {\n  one: shop(by: {id: $one}) {\n    ...OnKuaizhan\n  }\n  two: shop(by: {id: $two}) {\n    ...OnKuaizhan\n  }\n  three: shop(by: {id: $three}) {\n    ...OnDouyin\n  }\n  four: shop(by: {id: $four}) {\n    ...OnDouyin\n  }\n}\n\nfragment OnKuaizhan on Shop {\n  name\n  platform\n  commodities(first: 5) {\n    nodes {\n      id\n      title\n      salesVolume\n      totalStock\n    }\n  }\n}\n\nfragment OnDouyin on Shop {\n  name\n  platform\n  products(first: 5, filter: {isOnline: true}) {\n    nodes {\n      id\n      title\n      salesVolume\n    }\n  }\n  waiting: orders(\n    first: 5\n    filter: {statuses: [AWAITING_SHIPMENT]}\n    sort: {field: UPDATED_AT, direction: ASC}\n  ) {\n    totalCount\n    nodes {\n      id\n      shipBy\n      total {\n        amount\n      }\n      recipient {\n        name\n      }\n      lines {\n        title\n        quantity\n      }\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query TwoShops($one: ID!, $two: ID!) {\n  one: shop(by: {id: $one}) {\n    ...Shelf\n  }\n  two: shop(by: {id: $two}) {\n    ...Shelf\n  }\n}\n\nfragment Shelf on Shop {\n  name\n  commodityCount\n  commodities(first: 5) {\n    nodes {\n      id\n      title\n      priceRange {\n        min {\n          amount\n        }\n        max {\n          amount\n        }\n      }\n    }\n    pageInfo {\n      hasNextPage\n    }\n  }\n}"): (typeof documents)["query TwoShops($one: ID!, $two: ID!) {\n  one: shop(by: {id: $one}) {\n    ...Shelf\n  }\n  two: shop(by: {id: $two}) {\n    ...Shelf\n  }\n}\n\nfragment Shelf on Shop {\n  name\n  commodityCount\n  commodities(first: 5) {\n    nodes {\n      id\n      title\n      priceRange {\n        min {\n          amount\n        }\n        max {\n          amount\n        }\n      }\n    }\n    pageInfo {\n      hasNextPage\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query WhoAndWhat {\n  viewer {\n    name\n    scopes\n    shopCount\n    costRemaining\n    costLimit\n  }\n  shops(first: 10) {\n    totalCount\n    nodes {\n      id\n      key\n      name\n      platform\n      status\n      health {\n        circuit\n        p50LatencyMs\n      }\n    }\n  }\n}"): (typeof documents)["query WhoAndWhat {\n  viewer {\n    name\n    scopes\n    shopCount\n    costRemaining\n    costLimit\n  }\n  shops(first: 10) {\n    totalCount\n    nodes {\n      id\n      key\n      name\n      platform\n      status\n      health {\n        circuit\n        p50LatencyMs\n      }\n    }\n  }\n}"];

export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}

export type DocumentType<TDocumentNode extends DocumentNode<any, any>> = TDocumentNode extends DocumentNode<  infer TType,  any>  ? TType  : never;