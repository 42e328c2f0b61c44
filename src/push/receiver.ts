import { createHash } from 'node:crypto';
import type { TenantRegistry } from '../tenants/registry.js';
import type { PlatformName, Shop } from '../tenants/shop.js';
import type { PushDialect, PushHeaders, PushPlatform } from './dialect.js';
import type { Inbox, InboxMessage, NewMessage } from './inbox.js';
import { type ParsedBody, type ParsedMessage, UnreadableBody } from './message.js';
import type { PushObserver } from './observer.js';
import { PushKeys } from './push-keys.js';
import { appHash, ShopsOfApp } from './shops-of-app.js';

/** What of the registry the inbound pipe uses. */
export type PushRegistry = Pick<TenantRegistry, 'shopByKey' | 'shopByNative' | 'secrets' | 'pushAddresses' | 'notes'>;

/** What the receiver is made with. */
export interface ReceiverParts {
  readonly platforms: readonly PushPlatform[];
  readonly registry: PushRegistry;
  readonly inbox: Inbox;
  readonly observer: PushObserver;
  /** Told after messages were stored that wait to be dispatched. */
  readonly onStored: () => void;
  /** Wall clock. */
  readonly now?: () => Date;
}

/** The answer to a body. */
export interface Receipt {
  readonly status: 200 | 400 | 401;
  /** JSON text in the platform's words. */
  readonly body: string;
}

/** Where the messages of a body come from. */
type Sender = Pick<NewMessage, 'tenantId' | 'platform' | 'app' | 'viaShopKey' | 'receivedAt'>;

/**
 * Takes what platforms push: verify the raw bytes, parse, record, acknowledge (reliability section 5). What is acknowledged is on
 * disk.
 */
export class PushReceiver {
  private readonly platforms: ReadonlyMap<PlatformName, PushPlatform>;
  private readonly keys: PushKeys;
  private readonly shops: ShopsOfApp;

  constructor(private readonly parts: ReceiverParts) {
    this.platforms = new Map(parts.platforms.map((platform) => [platform.name, platform]));
    this.keys = new PushKeys(parts.registry);
    this.shops = new ShopsOfApp(parts.registry, this.keys);
  }

  /** The shop an address is of; null for anybody's else. @param platform as in the address: lower case */
  async find(platform: string, pushId: string): Promise<Shop | null> {
    const { registry } = this.parts;
    const key = await registry.pushAddresses.shopKey(pushId);
    const shop = key === null ? null : await registry.shopByKey(key);
    return shop !== null && shop.platform.toLowerCase() === platform && this.platforms.has(shop.platform) ? shop : null;
  }

  /**
   * Takes one body that came to a shop's address.
   * @throws AppError STORAGE_UNAVAILABLE, OVERLOADED: nothing is stored then, and the platform has to send it again
   */
  async receive(shop: Shop, body: Uint8Array, headers: PushHeaders): Promise<Receipt> {
    const { observer } = this.parts;
    const { platform } = shop;
    const dialect = this.dialectOf(platform);
    const verdict = dialect.verify(body, headers, await this.keys.of(shop, dialect));
    if (!verdict.ok) {
      observer.refused(platform, verdict.reason);
      return { status: 401, body: dialect.answers.refused };
    }
    const receivedAt = this.parts.now?.() ?? new Date();
    const app = appHash(platform, verdict.appId);
    const sender = { tenantId: shop.tenantId, platform, app, viaShopKey: shop.key, receivedAt };
    const parsed = parse(dialect, body);
    if (parsed === null) {
      await this.store(sender, [await this.unreadable(shop, sender, Buffer.from(body).toString('base64'))]);
      observer.refused(platform, 'unreadable');
      return { status: 400, body: dialect.answers.refused };
    }
    await this.store(sender, await this.messagesOf(shop, sender, parsed));
    return { status: 200, body: dialect.answers.taken };
  }

  /**
   * Reads a body, or a part of one, once more that could not be read when it came; another version may know how.
   * @returns false when it still cannot be read
   */
  async readAgain(message: InboxMessage): Promise<boolean> {
    const { registry } = this.parts;
    const shop = await registry.shopByKey(message.viaShopKey);
    if (shop === null || message.raw === null) return false;
    const body = Buffer.from(await registry.notes.open(shop, message.raw), 'base64');
    const parsed = parse(this.dialectOf(message.platform), body);
    if (parsed === null || parsed.unreadable.length > 0) return false;
    const { tenantId, platform, app, viaShopKey, receivedAt } = message;
    const sender = { tenantId, platform, app, viaShopKey, receivedAt };
    await this.store(sender, await this.messagesOf(shop, sender, parsed));
    return true;
  }

  /** The shop a message in quarantine is of, now that somebody asks again; null: still nobody's. */
  async ownerOf(message: InboxMessage): Promise<Shop | null> {
    if (message.nativeShopId === null) return null;
    return this.shops.find(message, message.nativeShopId, this.dialectOf(message.platform));
  }

  private dialectOf(platform: PlatformName): PushDialect {
    const found = this.platforms.get(platform);
    if (found === undefined) throw new TypeError('messages of a platform that is not served');
    return found.dialect;
  }

  private async messagesOf(shop: Shop, sender: Sender, { messages, unreadable }: ParsedBody): Promise<NewMessage[]> {
    const rows: NewMessage[] = [];
    const owners = new Map<string, Shop | null>([[shop.nativeId, shop]]);
    for (const message of messages) {
      const named = message.nativeShopId ?? shop.nativeId;
      let owner = owners.get(named);
      if (owner === undefined) {
        owner = await this.shops.find(sender, named, this.dialectOf(sender.platform));
        owners.set(named, owner);
      }
      rows.push(rowOf(sender, message, owner));
    }
    for (const { body } of unreadable)
      rows.push(await this.unreadable(shop, sender, Buffer.from(body).toString('base64')));
    return rows;
  }

  /** Nobody knows what is in it, so it is sealed. @param body base64 */
  private async unreadable(shop: Shop, sender: Sender, body: string): Promise<NewMessage> {
    return {
      ...sender,
      messageId: `unreadable:${createHash('sha256').update(body).digest('hex')}`,
      shopKey: null,
      nativeShopId: null,
      tag: null,
      kind: 'UNRECOGNIZED',
      subject: null,
      occurredAt: null,
      raw: await this.parts.registry.notes.seal(shop, body),
      quarantine: 'UNREADABLE',
    };
  }

  private async store(sender: Sender, rows: readonly NewMessage[]): Promise<void> {
    if (rows.length === 0) return;
    const { inbox, observer, onStored } = this.parts;
    const stored = await inbox.accept(rows);
    if (stored.length > 0) observer.received(sender.platform, stored.length);
    if (stored.length < rows.length) observer.duplicates(sender.platform, rows.length - stored.length);
    for (const { quarantine } of stored) if (quarantine !== null) observer.quarantined(sender.platform, quarantine);
    if (stored.some(({ quarantine }) => quarantine === null)) onStored();
  }
}

/** Null for a body of which nothing can be read. */
function parse(dialect: PushDialect, body: Uint8Array): ParsedBody | null {
  try {
    return dialect.parse(body);
  } catch (error) {
    if (error instanceof UnreadableBody) return null;
    throw error;
  }
}

const rowOf = (sender: Sender, message: ParsedMessage, owner: Shop | null): NewMessage => ({
  ...sender,
  messageId: message.messageId,
  shopKey: owner?.key ?? null,
  nativeShopId: message.nativeShopId,
  tag: message.tag,
  kind: message.kind,
  subject: message.subject,
  occurredAt: message.occurredAt === null ? null : new Date(message.occurredAt),
  raw: message.raw,
  quarantine: owner === null ? 'FOREIGN_SHOP' : null,
});
