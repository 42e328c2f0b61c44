import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { RequiresScopes } from '../../subgraph/access.js';
import { DateTimeScalar } from '../../subgraph/scalars.js';
import { NativeRef } from '../../subgraph/vocabulary/native-ref.type.js';
import { Node } from '../../subgraph/vocabulary/node.interface.js';
import { Platform } from '../../subgraph/vocabulary/platform.enum.js';
import { shopGlobalId } from '../../tenants/global-id.js';
import type { Shop as ShopRecord } from '../../tenants/shop.js';
import { ShopStatus } from './shop.enum.js';
import { ShopProxy } from './shop-details.type.js';

/** One shop on one platform: the tenant. All commerce data hangs from here, and every other object's id carries the shop it belongs to. */
@Directive('@key(fields: "id")')
@ObjectType('Shop', {
  description:
    "One shop on one platform: the tenant. All commerce data hangs from here, and every other object's id carries the shop it belongs to.",
  implements: Node,
})
export class Shop {
  private static readonly made = new WeakMap<ShopRecord, Shop>();

  /** The shop of a registration. Every row of a list belongs to one: it is made once for each state of it. */
  static of(record: ShopRecord): Shop {
    const known = Shop.made.get(record);
    if (known !== undefined) return known;
    const made = new Shop(record);
    Shop.made.set(record, made);
    return made;
  }

  /** The registration behind it; not a field of the graph. */
  readonly record: ShopRecord;

  constructor(record: ShopRecord) {
    this.record = record;
    this.id = shopGlobalId(record.key);
    this.key = record.key;
    this.platform = record.platform;
    this.name = record.name;
    this.native = { platform: record.platform, resource: record.nativeResource, id: record.nativeId };
    this.status = record.status;
    this.isSandbox = record.isSandbox;
    this.proxy = record.proxy;
    this.labels = [...record.labels];
    this.createdAt = record.createdAt;
    this.updatedAt = record.updatedAt;
  }

  @Field(() => ID, { description: 'Global id.' })
  id!: string;

  @Field(() => String, { description: 'Short public key, used inside global ids.' })
  key!: string;

  @Field(() => Platform, { description: 'Platform.' })
  platform!: Platform;

  @Field(() => String, { description: 'Name given by the merchant.' })
  name!: string;

  @Field(() => NativeRef, { description: 'Shop id on the platform.' })
  native!: NativeRef;

  @Field(() => ShopStatus, { description: 'State.' })
  status!: ShopStatus;

  @Field(() => Boolean, { description: "Whether calls go to the platform's sandbox host." })
  isSandbox!: boolean;

  @RequiresScopes('shops:admin')
  @Field(() => ShopProxy, { nullable: true, description: 'Egress proxy, if any.' })
  proxy!: ShopProxy | null;

  @Field(() => [String], { description: 'Free labels.' })
  labels!: string[];

  @Field(() => DateTimeScalar, { description: 'When it was registered.' })
  createdAt!: Date;

  @Field(() => DateTimeScalar, { description: 'When the registration last changed.' })
  updatedAt!: Date;
}
