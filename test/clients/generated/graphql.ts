/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
/** Circuit breaker state. */
export type CircuitState =
  /** Calls pass. */
  | 'CLOSED'
  /** A probe is allowed. */
  | 'HALF_OPEN'
  /** Calls are refused at once. */
  | 'OPEN';

/** Every machine-readable error code, in payloads (`userErrors[].code`) and in `errors[].extensions.code` alike. */
export type ErrorCode =
  /** An object with this natural key exists already. */
  | 'ALREADY_EXISTS'
  /** Calls to this platform for this shop are paused by the circuit breaker. */
  | 'CIRCUIT_OPEN'
  /** The object changed since the version the caller named. */
  | 'CONFLICT'
  /** The operation's estimated cost is over the caller's budget. */
  | 'COST_LIMIT_EXCEEDED'
  /** The request's own deadline passed; nothing more is done for reads, a write that was sent is finished and journalled. */
  | 'DEADLINE_EXCEEDED'
  /** The operation cannot be planned without executing it. */
  | 'DRY_RUN_UNSUPPORTED'
  /** The address is not one this service may connect to. */
  | 'EGRESS_DENIED'
  /** The same idempotency key is being worked on right now. */
  | 'IDEMPOTENCY_IN_PROGRESS'
  /** The idempotency key was used before with a different input. */
  | 'IDEMPOTENCY_KEY_REUSED'
  /** A bug in this gateway. The request id identifies it. */
  | 'INTERNAL'
  /** A cursor is malformed, from another field, or made with other filters. */
  | 'INVALID_CURSOR'
  /** A value does not satisfy its documented constraint. */
  | 'INVALID_INPUT'
  /** No such object, or not visible to this caller. */
  | 'NOT_FOUND'
  /** The platform offers no call for this. */
  | 'NOT_SUPPORTED_UPSTREAM'
  /** A write was sent and its outcome is not known. Do not repeat it without the same idempotency key. */
  | 'OUTCOME_UNKNOWN'
  /** This service has more work than it can do now. */
  | 'OVERLOADED'
  /** The pagination window goes deeper than the platform allows; narrow the filter. */
  | 'PAGINATION_TOO_DEEP'
  /** The caller lacks a scope, or may not act for this shop. */
  | 'PERMISSION_DENIED'
  /** A platform quota (for example recipient decryption) is used up until it resets. */
  | 'QUOTA_EXHAUSTED'
  /** This gateway's or the platform's rate limit for the shop is used up for now. */
  | 'RATE_LIMITED'
  /** The answer would be larger than allowed; ask for less. */
  | 'RESPONSE_TOO_LARGE'
  /** The shop's authorization lapsed and must be renewed by the merchant. */
  | 'SHOP_AUTH_EXPIRED'
  /** The shop is suspended in the registry. */
  | 'SHOP_SUSPENDED'
  /** This process is stopping; ask again, another will answer. */
  | 'SHUTTING_DOWN'
  /** The object's present state forbids the operation. */
  | 'STATE_FORBIDS'
  /** The local store cannot be written; nothing was sent. */
  | 'STORAGE_UNAVAILABLE'
  /** No or bad caller credentials. */
  | 'UNAUTHENTICATED'
  /** Two arguments or filters cannot be used together on this platform. */
  | 'UNSUPPORTED_COMBINATION'
  /** The platform answered with something outside its documented shape. */
  | 'UPSTREAM_MALFORMED'
  /** The platform understood the call and refused it. */
  | 'UPSTREAM_REJECTED'
  /** The platform did not answer in time; nothing was changed. */
  | 'UPSTREAM_TIMEOUT'
  /** The platform could not be reached or answered 5xx. */
  | 'UPSTREAM_UNAVAILABLE'
  /** The shop is on another platform than the operation needs. */
  | 'WRONG_PLATFORM';

/** The commerce platform that holds the truth about an object. */
export type Platform =
  /** Douyin shop (Doudian) reached through GreaterWMS conventions. */
  | 'DOUYIN'
  /** Sohu Kuaizhan: sites, communities, shops with commodities. */
  | 'KUAIZHAN';

/** State of a shop in the registry. */
export type ShopStatus =
  /** Usable. */
  | 'ACTIVE'
  /** The merchant must authorize again. */
  | 'AUTH_EXPIRED'
  /** Paused by an administrator. */
  | 'SUSPENDED';

/** State of a site. */
export type SiteStatus =
  /** 5: blocked by review. */
  | 'BLOCKED'
  /** 4: deleted. */
  | 'DELETED'
  /** 0: not online, taken down or never published. */
  | 'OFFLINE'
  /** 2: online. */
  | 'ONLINE'
  /** 3: review failed. */
  | 'REVIEW_REJECTED'
  /** 1: content under review. */
  | 'UNDER_REVIEW'
  /** A code this gateway does not know; see `statusCode`. */
  | 'UNRECOGNIZED';

export type BanPlanMutationVariables = Exact<{
  site: string;
}>;


export type BanPlanMutation = { readonly communityUserBan: { readonly plan: { readonly totalCalls: number, readonly calls: ReadonlyArray<{ readonly endpoint: string, readonly body: unknown }> } | null, readonly userErrors: ReadonlyArray<
      | { readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> | null }
      | { readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> | null }
      | { readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> | null }
      | { readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> | null }
      | { readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> | null }
    > } };

export type ByIdsQueryVariables = Exact<{
  ids: ReadonlyArray<string> | string;
}>;


export type ByIdsQuery = { readonly nodes: ReadonlyArray<
    | { readonly __typename: 'AfterSale', readonly id: string }
    | { readonly __typename: 'Commodity', readonly title: string, readonly id: string, readonly shop: { readonly name: string } }
    | { readonly __typename: 'CommodityCategory', readonly id: string }
    | { readonly __typename: 'CommodityVariant', readonly id: string }
    | { readonly __typename: 'CommunityUser', readonly id: string }
    | { readonly __typename: 'Job', readonly id: string }
    | { readonly __typename: 'Listing', readonly id: string }
    | { readonly __typename: 'OfficialAccount', readonly id: string }
    | { readonly __typename: 'Order', readonly id: string }
    | { readonly __typename: 'OrderLine', readonly id: string }
    | { readonly __typename: 'Post', readonly id: string }
    | { readonly __typename: 'PostColumn', readonly id: string }
    | { readonly __typename: 'Product', readonly id: string }
    | { readonly __typename: 'ProductSku', readonly id: string }
    | { readonly __typename: 'RegionalWarehouse', readonly id: string }
    | { readonly __typename: 'Shop', readonly name: string, readonly platform: Platform, readonly id: string }
    | { readonly __typename: 'ShopGroup', readonly id: string }
    | { readonly __typename: 'Site', readonly id: string }
    | { readonly __typename: 'StockItem', readonly id: string }
    | { readonly __typename: 'Topic', readonly id: string }
    | { readonly __typename: 'UserBan', readonly id: string }
    | { readonly __typename: 'Warehouse', readonly id: string }
   | null> };

export type GoodsQueryVariables = Exact<{
  shop: string;
  after?: string | null | undefined;
}>;


export type GoodsQuery = { readonly shop: { readonly name: string, readonly commodities: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly title: string, readonly isOnline: boolean, readonly variants: ReadonlyArray<{ readonly displayName: string, readonly stock: number | null }>, readonly categories: ReadonlyArray<{ readonly title: string }> | null }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null } | null };

export type NewCommodityMutationVariables = Exact<{
  shop: string;
}>;


export type NewCommodityMutation = { readonly commodityCreate: { readonly replayed: boolean, readonly commodity: { readonly id: string, readonly priceRange: { readonly min: { readonly amount: string } } | null } | null, readonly userErrors: ReadonlyArray<
      | { readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> | null }
      | { readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> | null }
      | { readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> | null }
      | { readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> | null }
      | { readonly code: ErrorCode, readonly message: string, readonly path: ReadonlyArray<string> | null }
    > } };

export type SiteAndAccountQueryVariables = Exact<{ [key: string]: never; }>;


export type SiteAndAccountQuery = { readonly shop: { readonly site: { readonly id: string, readonly domain: string | null, readonly officialAccount: { readonly nickname: string | null, readonly followGuideUrl: string | null } | null } | null } | null };

export type StorefrontsQueryVariables = Exact<{ [key: string]: never; }>;


export type StorefrontsQuery = { readonly shops: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly name: string, readonly commodities: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly title: string, readonly priceRange: { readonly min: { readonly amount: string } } | null, readonly categories: ReadonlyArray<{ readonly title: string }> | null }> } | null }> } };

export type TheSiteQueryVariables = Exact<{
  shop: string;
}>;


export type TheSiteQuery = { readonly shop: { readonly name: string, readonly site: { readonly name: string | null, readonly status: SiteStatus, readonly domain: string | null, readonly officialAccount: { readonly nickname: string | null, readonly followGuideUrl: string | null } | null } | null } | null };

export type TwoPlatformsQueryVariables = Exact<{
  one: string;
  two: string;
  three: string;
  four: string;
}>;


export type TwoPlatformsQuery = { readonly one: { readonly name: string, readonly platform: Platform, readonly commodities: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly title: string, readonly salesVolume: number, readonly totalStock: number | null }> } | null } | null, readonly two: { readonly name: string, readonly platform: Platform, readonly commodities: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly title: string, readonly salesVolume: number, readonly totalStock: number | null }> } | null } | null, readonly three: { readonly name: string, readonly platform: Platform, readonly products: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly title: string, readonly salesVolume: number | null }> } | null, readonly waiting: { readonly totalCount: number | null, readonly nodes: ReadonlyArray<{ readonly id: string, readonly shipBy: string | null, readonly total: { readonly amount: string }, readonly recipient: { readonly name: string } | null, readonly lines: ReadonlyArray<{ readonly title: string, readonly quantity: number }> }> } | null } | null, readonly four: { readonly name: string, readonly platform: Platform, readonly products: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly title: string, readonly salesVolume: number | null }> } | null, readonly waiting: { readonly totalCount: number | null, readonly nodes: ReadonlyArray<{ readonly id: string, readonly shipBy: string | null, readonly total: { readonly amount: string }, readonly recipient: { readonly name: string } | null, readonly lines: ReadonlyArray<{ readonly title: string, readonly quantity: number }> }> } | null } | null };

export type OnKuaizhanFragment = { readonly name: string, readonly platform: Platform, readonly commodities: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly title: string, readonly salesVolume: number, readonly totalStock: number | null }> } | null };

export type OnDouyinFragment = { readonly name: string, readonly platform: Platform, readonly products: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly title: string, readonly salesVolume: number | null }> } | null, readonly waiting: { readonly totalCount: number | null, readonly nodes: ReadonlyArray<{ readonly id: string, readonly shipBy: string | null, readonly total: { readonly amount: string }, readonly recipient: { readonly name: string } | null, readonly lines: ReadonlyArray<{ readonly title: string, readonly quantity: number }> }> } | null };

export type TwoShopsQueryVariables = Exact<{
  one: string;
  two: string;
}>;


export type TwoShopsQuery = { readonly one: { readonly name: string, readonly commodityCount: number | null, readonly commodities: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly title: string, readonly priceRange: { readonly min: { readonly amount: string }, readonly max: { readonly amount: string } } | null }>, readonly pageInfo: { readonly hasNextPage: boolean } } | null } | null, readonly two: { readonly name: string, readonly commodityCount: number | null, readonly commodities: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly title: string, readonly priceRange: { readonly min: { readonly amount: string }, readonly max: { readonly amount: string } } | null }>, readonly pageInfo: { readonly hasNextPage: boolean } } | null } | null };

export type ShelfFragment = { readonly name: string, readonly commodityCount: number | null, readonly commodities: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly title: string, readonly priceRange: { readonly min: { readonly amount: string }, readonly max: { readonly amount: string } } | null }>, readonly pageInfo: { readonly hasNextPage: boolean } } | null };

export type WhoAndWhatQueryVariables = Exact<{ [key: string]: never; }>;


export type WhoAndWhatQuery = { readonly viewer: { readonly name: string, readonly scopes: ReadonlyArray<string>, readonly shopCount: number, readonly costRemaining: number, readonly costLimit: number }, readonly shops: { readonly totalCount: number, readonly nodes: ReadonlyArray<{ readonly id: string, readonly key: string, readonly name: string, readonly platform: Platform, readonly status: ShopStatus, readonly health: { readonly circuit: CircuitState, readonly p50LatencyMs: number | null } }> } };

export const OnKuaizhanFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"OnKuaizhan"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Shop"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"platform"}},{"kind":"Field","name":{"kind":"Name","value":"commodities"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"5"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"title"}},{"kind":"Field","name":{"kind":"Name","value":"salesVolume"}},{"kind":"Field","name":{"kind":"Name","value":"totalStock"}}]}}]}}]}}]} as unknown as DocumentNode<OnKuaizhanFragment, unknown>;
export const OnDouyinFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"OnDouyin"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Shop"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"platform"}},{"kind":"Field","name":{"kind":"Name","value":"products"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"5"}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"isOnline"},"value":{"kind":"BooleanValue","value":true}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"title"}},{"kind":"Field","name":{"kind":"Name","value":"salesVolume"}}]}}]}},{"kind":"Field","alias":{"kind":"Name","value":"waiting"},"name":{"kind":"Name","value":"orders"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"5"}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"statuses"},"value":{"kind":"ListValue","values":[{"kind":"EnumValue","value":"AWAITING_SHIPMENT"}]}}]}},{"kind":"Argument","name":{"kind":"Name","value":"sort"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"field"},"value":{"kind":"EnumValue","value":"UPDATED_AT"}},{"kind":"ObjectField","name":{"kind":"Name","value":"direction"},"value":{"kind":"EnumValue","value":"ASC"}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"shipBy"}},{"kind":"Field","name":{"kind":"Name","value":"total"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"recipient"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"lines"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"title"}},{"kind":"Field","name":{"kind":"Name","value":"quantity"}}]}}]}}]}}]}}]} as unknown as DocumentNode<OnDouyinFragment, unknown>;
export const ShelfFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Shelf"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Shop"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"commodityCount"}},{"kind":"Field","name":{"kind":"Name","value":"commodities"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"5"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"title"}},{"kind":"Field","name":{"kind":"Name","value":"priceRange"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"min"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"max"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}}]}}]}}]}}]} as unknown as DocumentNode<ShelfFragment, unknown>;
export const BanPlanDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"BanPlan"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"site"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"communityUserBan"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"siteId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"site"}}},{"kind":"ObjectField","name":{"kind":"Name","value":"userId"},"value":{"kind":"StringValue","value":"Z6lWmLTLfQZaidvV","block":false}},{"kind":"ObjectField","name":{"kind":"Name","value":"days"},"value":{"kind":"IntValue","value":"3"}},{"kind":"ObjectField","name":{"kind":"Name","value":"reason"},"value":{"kind":"StringValue","value":"广告","block":false}}]}},{"kind":"Argument","name":{"kind":"Name","value":"options"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"dryRun"},"value":{"kind":"BooleanValue","value":true}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"plan"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCalls"}},{"kind":"Field","name":{"kind":"Name","value":"calls"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"endpoint"}},{"kind":"Field","name":{"kind":"Name","value":"body"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]}}]}}]} as unknown as DocumentNode<BanPlanMutation, BanPlanMutationVariables>;
export const ByIdsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ByIds"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"ids"}},"type":{"kind":"NonNullType","type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"ids"},"value":{"kind":"Variable","name":{"kind":"Name","value":"ids"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Shop"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"platform"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Commodity"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"title"}},{"kind":"Field","name":{"kind":"Name","value":"shop"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}}]}}]} as unknown as DocumentNode<ByIdsQuery, ByIdsQueryVariables>;
export const GoodsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Goods"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"shop"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"shop"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"by"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"shop"}}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"commodities"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"10"}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"title"}},{"kind":"Field","name":{"kind":"Name","value":"isOnline"}},{"kind":"Field","name":{"kind":"Name","value":"variants"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"stock"}}]}},{"kind":"Field","name":{"kind":"Name","value":"categories"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"title"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}}]}}]} as unknown as DocumentNode<GoodsQuery, GoodsQueryVariables>;
export const NewCommodityDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"NewCommodity"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"shop"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"commodityCreate"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"shopId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"shop"}}},{"kind":"ObjectField","name":{"kind":"Name","value":"title"},"value":{"kind":"StringValue","value":"明前龙井 50g","block":false}},{"kind":"ObjectField","name":{"kind":"Name","value":"goods"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"single"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"price"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"amount"},"value":{"kind":"StringValue","value":"128.00","block":false}}]}},{"kind":"ObjectField","name":{"kind":"Name","value":"stock"},"value":{"kind":"IntValue","value":"20"}}]}}]}}]}},{"kind":"Argument","name":{"kind":"Name","value":"options"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"idempotencyKey"},"value":{"kind":"StringValue","value":"readme-1","block":false}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"commodity"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"priceRange"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"min"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"replayed"}},{"kind":"Field","name":{"kind":"Name","value":"userErrors"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"path"}}]}}]}}]}}]} as unknown as DocumentNode<NewCommodityMutation, NewCommodityMutationVariables>;
export const SiteAndAccountDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"SiteAndAccount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"shop"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"by"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"native"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"platform"},"value":{"kind":"EnumValue","value":"KUAIZHAN"}},{"kind":"ObjectField","name":{"kind":"Name","value":"id"},"value":{"kind":"StringValue","value":"Z6lWmLTLfQZaidsO","block":false}}]}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"site"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"domain"}},{"kind":"Field","name":{"kind":"Name","value":"officialAccount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nickname"}},{"kind":"Field","name":{"kind":"Name","value":"followGuideUrl"}}]}}]}}]}}]}}]} as unknown as DocumentNode<SiteAndAccountQuery, SiteAndAccountQueryVariables>;
export const StorefrontsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Storefronts"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"shops"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"2"}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"platforms"},"value":{"kind":"ListValue","values":[{"kind":"EnumValue","value":"KUAIZHAN"}]}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"commodities"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"1"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"title"}},{"kind":"Field","name":{"kind":"Name","value":"priceRange"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"min"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"categories"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"title"}}]}}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<StorefrontsQuery, StorefrontsQueryVariables>;
export const TheSiteDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"TheSite"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"shop"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"shop"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"by"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"shop"}}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"site"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"domain"}},{"kind":"Field","name":{"kind":"Name","value":"officialAccount"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nickname"}},{"kind":"Field","name":{"kind":"Name","value":"followGuideUrl"}}]}}]}}]}}]}}]} as unknown as DocumentNode<TheSiteQuery, TheSiteQueryVariables>;
export const TwoPlatformsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"TwoPlatforms"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"one"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"two"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"three"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"four"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"one"},"name":{"kind":"Name","value":"shop"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"by"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"one"}}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"OnKuaizhan"}}]}},{"kind":"Field","alias":{"kind":"Name","value":"two"},"name":{"kind":"Name","value":"shop"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"by"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"two"}}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"OnKuaizhan"}}]}},{"kind":"Field","alias":{"kind":"Name","value":"three"},"name":{"kind":"Name","value":"shop"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"by"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"three"}}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"OnDouyin"}}]}},{"kind":"Field","alias":{"kind":"Name","value":"four"},"name":{"kind":"Name","value":"shop"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"by"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"four"}}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"OnDouyin"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"OnKuaizhan"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Shop"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"platform"}},{"kind":"Field","name":{"kind":"Name","value":"commodities"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"5"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"title"}},{"kind":"Field","name":{"kind":"Name","value":"salesVolume"}},{"kind":"Field","name":{"kind":"Name","value":"totalStock"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"OnDouyin"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Shop"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"platform"}},{"kind":"Field","name":{"kind":"Name","value":"products"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"5"}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"isOnline"},"value":{"kind":"BooleanValue","value":true}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"title"}},{"kind":"Field","name":{"kind":"Name","value":"salesVolume"}}]}}]}},{"kind":"Field","alias":{"kind":"Name","value":"waiting"},"name":{"kind":"Name","value":"orders"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"5"}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"statuses"},"value":{"kind":"ListValue","values":[{"kind":"EnumValue","value":"AWAITING_SHIPMENT"}]}}]}},{"kind":"Argument","name":{"kind":"Name","value":"sort"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"field"},"value":{"kind":"EnumValue","value":"UPDATED_AT"}},{"kind":"ObjectField","name":{"kind":"Name","value":"direction"},"value":{"kind":"EnumValue","value":"ASC"}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"shipBy"}},{"kind":"Field","name":{"kind":"Name","value":"total"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"recipient"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"lines"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"title"}},{"kind":"Field","name":{"kind":"Name","value":"quantity"}}]}}]}}]}}]}}]} as unknown as DocumentNode<TwoPlatformsQuery, TwoPlatformsQueryVariables>;
export const TwoShopsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"TwoShops"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"one"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"two"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"one"},"name":{"kind":"Name","value":"shop"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"by"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"one"}}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Shelf"}}]}},{"kind":"Field","alias":{"kind":"Name","value":"two"},"name":{"kind":"Name","value":"shop"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"by"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"two"}}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Shelf"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Shelf"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Shop"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"commodityCount"}},{"kind":"Field","name":{"kind":"Name","value":"commodities"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"5"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"title"}},{"kind":"Field","name":{"kind":"Name","value":"priceRange"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"min"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}},{"kind":"Field","name":{"kind":"Name","value":"max"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}}]}}]}}]}}]} as unknown as DocumentNode<TwoShopsQuery, TwoShopsQueryVariables>;
export const WhoAndWhatDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"WhoAndWhat"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"viewer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"scopes"}},{"kind":"Field","name":{"kind":"Name","value":"shopCount"}},{"kind":"Field","name":{"kind":"Name","value":"costRemaining"}},{"kind":"Field","name":{"kind":"Name","value":"costLimit"}}]}},{"kind":"Field","name":{"kind":"Name","value":"shops"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"10"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"key"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"platform"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"health"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"circuit"}},{"kind":"Field","name":{"kind":"Name","value":"p50LatencyMs"}}]}}]}}]}}]}}]} as unknown as DocumentNode<WhoAndWhatQuery, WhoAndWhatQueryVariables>;