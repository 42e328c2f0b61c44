import { type Dialect, Kysely, sql } from 'kysely';
import type { StockItems } from '../inventory/ports.js';
import type { Sales } from '../inventory/sales/ports.js';
import type { AuditLog } from '../ledger/audit.js';
import type { Jobs } from '../ledger/jobs.js';
import type { WriteJournal } from '../ledger/journal.js';
import type { KeptObjects } from '../ledger/kept-objects.js';
import type { Revisions } from '../ledger/revisions.js';
import type { SwitchDebts } from '../ledger/switch-debts.js';
import type { ChangeFeed } from '../push/change-feed.js';
import type { Inbox } from '../push/inbox.js';
import type { ReadingTurns } from '../push/reading-turns.js';
import type { ApiKeyStore, SettingsStore, ShopGroupStore, ShopStore, TenantStore } from '../tenants/ports.js';
import type { TokenStore } from '../tenants/token-store.js';
import { apiKeysAdapter } from './api-keys.adapter.js';
import { auditAdapter } from './audit.adapter.js';
import { changeFeedAdapter, feedSignal } from './change-feed.adapter.js';
import { Database } from './database.js';
import { groupsAdapter } from './groups.adapter.js';
import { inboxAdapter } from './inbox.adapter.js';
import { inventoryAdapter } from './inventory.adapter.js';
import { jobsAdapter } from './jobs.adapter.js';
import { journalAdapter } from './journal.adapter.js';
import { keptObjectsAdapter } from './kept-objects.adapter.js';
import { migrate } from './migrations.js';
import { checkIntegrity, openConnection, prepareFile, refusal, tidyLog } from './open-file.js';
import { PushThread, type StartThread } from './push-thread.js';
import { type PushCommit, type PushWrite, writePush } from './push-writes.js';
import { readingTurnsAdapter } from './reading-turns.adapter.js';
import { revisionsAdapter } from './revisions.adapter.js';
import { salesAdapter } from './sales.adapter.js';
import { settingsAdapter } from './settings.adapter.js';
import { shopsAdapter } from './shops.adapter.js';
import { StoreDialect } from './sqlite.dialect.js';
import { switchDebtsAdapter } from './switch-debts.adapter.js';
import type { Tables } from './tables.js';
import { tenantsAdapter } from './tenants.adapter.js';
import { tokensAdapter } from './tokens.adapter.js';

/** The embedded database: every port of tenants, ledger and push. Several processes may have one file open. */
export interface Store {
  readonly tenants: TenantStore;
  readonly apiKeys: ApiKeyStore;
  readonly shops: ShopStore;
  readonly groups: ShopGroupStore;
  readonly settings: SettingsStore;
  readonly tokens: TokenStore;
  readonly journal: WriteJournal;
  readonly keptObjects: KeptObjects;
  readonly audit: AuditLog;
  readonly revisions: Revisions;
  readonly inbox: Inbox;
  readonly changeFeed: ChangeFeed;
  readonly readingTurns: ReadingTurns;
  readonly switchDebts: SwitchDebts;
  readonly jobs: Jobs;
  readonly stockItems: StockItems;
  readonly sales: Sales;
  /** Reads something. @throws AppError STORAGE_UNAVAILABLE */
  ping(): Promise<void>;
  /** Work that is under way is finished first. */
  close(): Promise<void>;
}

/** Where the store is. */
export interface StoreOptions {
  /** Path of the file, made with its folder when missing; or `:memory:`. */
  readonly file: string;
  /** Largest size of the file in bytes; more is STORAGE_UNAVAILABLE, as a full disk is. */
  readonly maxBytes?: number;
  /** Wall clock of stored times. */
  readonly now?: () => Date;
  /** Starts a thread that writes what is pushed; absent: that is done where all else is. Not for `:memory:`. */
  readonly startThread?: StartThread;
}

/**
 * Opens the store: checks the file, brings its tables up to date.
 * @throws StoreError when the file is damaged, not ours, of a later version, or cannot be written
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const { file, maxBytes, now = () => new Date(), startThread } = options;
  const isFile = file !== ':memory:';
  if (isFile) prepareFile(file);
  const connection = await openConnection(file, 'write', maxBytes);
  const writer = kysely(new StoreDialect(connection, 'write'));
  try {
    await checkIntegrity(file, connection);
    const release = (): void => tidyLog(connection);
    const alone = new Database(writer, writer, now, release);
    await alone.write((trx) => migrate(trx, now));
    if (!isFile) return storeOf(alone);
    const reader = kysely(new StoreDialect(await openConnection(file, 'read', undefined), 'read'));
    const db = new Database(reader, writer, now, release);
    return storeOf(db, startThread && new PushThread(db, { file, maxBytes }, startThread));
  } catch (cause) {
    connection.close();
    throw refusal(file, cause);
  }
}

const kysely = (dialect: Dialect): Kysely<Tables> => new Kysely<Tables>({ dialect });

function storeOf(db: Database, thread?: PushThread): Store {
  const signal = feedSignal(db);
  const commitHere = (writes: readonly PushWrite[]): Promise<PushCommit> =>
    db.write((tables) => writePush(tables, writes, db.now()));
  return {
    tenants: tenantsAdapter(db),
    apiKeys: apiKeysAdapter(db),
    shops: shopsAdapter(db),
    groups: groupsAdapter(db),
    settings: settingsAdapter(db),
    tokens: tokensAdapter(db),
    journal: journalAdapter(db),
    keptObjects: keptObjectsAdapter(db),
    audit: auditAdapter(db),
    revisions: revisionsAdapter(db),
    inbox: inboxAdapter(db, signal, thread?.commit ?? commitHere),
    changeFeed: changeFeedAdapter(db, signal),
    readingTurns: readingTurnsAdapter(db),
    switchDebts: switchDebtsAdapter(db),
    jobs: jobsAdapter(db),
    stockItems: inventoryAdapter(db),
    sales: salesAdapter(db),
    ping: async () => {
      await db.query((tables) => sql`select 1`.execute(tables));
    },
    close: async () => {
      signal.close();
      await thread?.close();
      await db.close();
    },
  };
}
