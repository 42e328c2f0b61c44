import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { AppError } from '../errors/app-error.js';
import { nameOf } from './names.js';
import type { ApiKeyRecord, ApiKeyStore } from './ports.js';
import { randomBase32 } from './random-text.js';
import { RecentRows } from './recent-rows.js';
import { expandScopes, type Scope } from './scopes.js';
import type { Vault } from './sealing.js';
import type { Caller } from './tenant.js';

/** Whether the installation is the demo or a real one; keys of the demo open nothing in a real one. */
export type KeyEnvironment = 'demo' | 'live';

/** What is shown of a key. */
export type ApiKeyInfo = Omit<ApiKeyRecord, 'mac'>;

/** A key to make. */
export interface NewApiKey {
  readonly tenantId: string;
  readonly name: string;
  /** Scopes, or the short forms `read` and `admin`. */
  readonly scopes: readonly string[];
  /** Keys of the tenant's shops it may act for; null: all. */
  readonly shopGrants: readonly string[] | null;
  readonly expiresAt?: Date;
}

/** `gk_<env>_<id>_<secret>_<crc32>` (reliability R7): 256 random bits in hex, CRC-32 of all before its underscore. */
const PATTERN = /^gk_(demo|live)_([a-z2-7]{12})_[0-9a-f]{64}_([0-9a-f]{8})$/;
const MAX_LENGTH = 100;

interface KnownKey {
  readonly caller: Caller;
  readonly mac: Buffer;
  /** Epoch milliseconds; infinite for none. */
  readonly endsAt: number;
}

/** Makes, verifies and revokes API keys. A change in another process counts here within half a second (R11). */
export class ApiKeys {
  private readonly known: RecentRows<KnownKey>;
  private readonly pepper: Buffer;

  constructor(
    private readonly store: ApiKeyStore,
    vault: Vault,
    private readonly environment: KeyEnvironment,
  ) {
    this.pepper = vault.derive('api key pepper');
    this.known = new RecentRows({
      changes: () => store.changes(),
      read: async (id) => {
        const record = await store.find(id);
        return record === null || record.revokedAt !== null ? null : toKnown(record);
      },
    });
  }

  /**
   * Makes a key, whose text is never to be had again.
   * @throws AppError INVALID_INPUT with path `['input', 'scopes']`, `['input', 'name']` or `['input', 'expires']`
   */
  async create(wanted: NewApiKey): Promise<{ id: string; key: string; scopes: readonly Scope[] }> {
    const { scopes, unknown } = expandScopes(wanted.scopes);
    if (unknown.length > 0) throw invalid('scopes', 'A scope is unknown.');
    if (scopes.length === 0) throw invalid('scopes', 'A key needs at least one scope.');
    if (wanted.expiresAt !== undefined && !(wanted.expiresAt.getTime() > Date.now())) {
      throw invalid('expires', 'The end of a key lies in the future.');
    }
    const name = nameOf(wanted.name);
    const id = randomBase32(12);
    const head = `gk_${this.environment}_${id}_${randomBytes(32).toString('hex')}`;
    const key = `${head}_${checksum(head)}`;
    await this.store.insert({
      id,
      tenantId: wanted.tenantId,
      name,
      mac: this.mac(key).toString('hex'),
      scopes,
      shopGrants: wanted.shopGrants,
      createdAt: new Date(),
      expiresAt: wanted.expiresAt ?? null,
      revokedAt: null,
    });
    this.known.forget(id);
    return { id, key, scopes };
  }

  /**
   * Whom a key stands for; null for anything that is not a key in force. At once when the key was seen lately.
   * @throws AppError STORAGE_UNAVAILABLE
   */
  verify(text: string): Caller | null | Promise<Caller | null> {
    if (text.length > MAX_LENGTH) return null;
    const [, environment, id, crc] = PATTERN.exec(text) ?? [];
    if (id === undefined || crc !== checksum(text.slice(0, -9))) return null;
    if (environment === 'demo' && this.environment === 'live') return null;
    const found = this.known.get(id);
    return found instanceof Promise ? found.then((key) => this.prove(text, key)) : this.prove(text, found);
  }

  /**
   * Whether a key that was verified before is in force still; at most half a second late.
   * @throws AppError STORAGE_UNAVAILABLE
   */
  isInForce(id: string): boolean | Promise<boolean> {
    const found = this.known.get(id);
    const holds = (key: KnownKey | null): boolean => key !== null && key.endsAt > Date.now();
    return found instanceof Promise ? found.then(holds) : holds(found);
  }

  /** Keys of one tenant, or of all; newest first, revoked ones too. */
  async list(tenantId?: string): Promise<ApiKeyInfo[]> {
    return (await this.store.list(tenantId)).map(toInfo);
  }

  /**
   * Ends a key for good. Doing it again changes nothing.
   * @throws AppError NOT_FOUND
   */
  async revoke(id: string): Promise<ApiKeyInfo> {
    const record = await this.store.revoke(id, new Date());
    this.known.forget(id);
    if (record === null) throw new AppError('NOT_FOUND');
    return toInfo(record);
  }

  private prove(text: string, key: KnownKey | null): Caller | null {
    if (key === null || key.endsAt <= Date.now()) return null;
    const mac = this.mac(text);
    return mac.length === key.mac.length && timingSafeEqual(mac, key.mac) ? key.caller : null;
  }

  private mac(text: string): Buffer {
    return createHmac('sha256', this.pepper).update(text).digest();
  }
}

const checksum = (text: string): string => crc32(text).toString(16).padStart(8, '0');

const invalid = (field: string, message: string): AppError =>
  new AppError('INVALID_INPUT', message, { path: ['input', field] });

function toInfo({ mac: _, ...info }: ApiKeyRecord): ApiKeyInfo {
  return info;
}

function toKnown(record: ApiKeyRecord): KnownKey {
  return {
    caller: {
      tenantId: record.tenantId,
      keyId: record.id,
      name: record.name,
      scopes: new Set(record.scopes),
      shopGrants: record.shopGrants === null ? null : new Set(record.shopGrants),
    },
    mac: Buffer.from(record.mac, 'hex'),
    endsAt: record.expiresAt?.getTime() ?? Number.POSITIVE_INFINITY,
  };
}
