import { AppError } from '../errors/app-error.js';
import { encodeGlobalId } from './global-id.js';
import { nameOf } from './names.js';
import type { RefusedMember, ShopGroupStore } from './ports.js';
import { randomBase32 } from './random-text.js';
import type { Shop, ShopGroup } from './shop.js';

/** Groups of one tenant's shops that sell the same goods. A shop is in at most one. */
export class ShopGroups {
  /** @param changed is told the shops whose group may have changed */
  constructor(
    private readonly store: ShopGroupStore,
    private readonly changed: (shopKeys: readonly string[]) => void,
  ) {}

  /**
   * @throws AppError INVALID_INPUT for the name, NOT_FOUND for a shop that is missing or another tenant's,
   * STATE_FORBIDS for one that is in another group; the path ends in the shop's place in the list
   */
  async create(tenantId: string, wanted: { name: string; shopKeys: readonly string[] }): Promise<ShopGroup> {
    const group = { tenantId, key: `g${randomBase32(7)}`, name: nameOf(wanted.name), createdAt: new Date() };
    refuse(await this.store.insert(group, wanted.shopKeys, group.createdAt), wanted.shopKeys);
    this.changed(wanted.shopKeys);
    return group;
  }

  /** Absent fields stay; `shopKeys` are all members from now on. @throws AppError as `create`, NOT_FOUND for the group */
  async update(
    tenantId: string,
    key: string,
    wanted: { name?: string; shopKeys?: readonly string[] },
  ): Promise<ShopGroup> {
    const before = await this.store.shops(tenantId, key);
    const change = { ...wanted, ...(wanted.name === undefined ? {} : { name: nameOf(wanted.name) }) };
    const refused = await this.store.update(tenantId, key, change, new Date());
    if (refused === null) throw new AppError('NOT_FOUND');
    refuse(refused, wanted.shopKeys ?? []);
    this.changed([...before.map((shop) => shop.key), ...(wanted.shopKeys ?? [])]);
    const group = await this.store.find(tenantId, key);
    if (group === null) throw new AppError('NOT_FOUND');
    return group;
  }

  /** Null for a missing group and another tenant's alike. */
  find(tenantId: string, key: string): Promise<ShopGroup | null> {
    return this.store.find(tenantId, key);
  }

  /** The members, by name; grants are the caller's to apply. */
  shops(group: ShopGroup): Promise<Shop[]> {
    return this.store.shops(group.tenantId, group.key);
  }
}

function refuse(refused: readonly RefusedMember[], shopKeys: readonly string[]): void {
  const [first] = refused;
  if (first === undefined) return;
  const path = ['input', 'shopIds', String(shopKeys.indexOf(first.shopKey))];
  if (first.reason === 'missing') throw new AppError('NOT_FOUND', undefined, { path });
  throw new AppError('STATE_FORBIDS', 'The shop is in another group.', {
    path,
    nodeId: encodeGlobalId('Shop', first.shopKey, first.shopKey),
  });
}
