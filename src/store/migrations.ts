import { sql, type Transaction } from 'kysely';
import { risingId } from './sqlite.dialect.js';
import { StoreError } from './store-error.js';
import type { ChangingSubject, Tables } from './tables.js';

interface Migration {
  readonly name: string;
  readonly up: (db: Transaction<Tables>) => Promise<void>;
}

/** In order; one that was released is never changed, a new one is added. */
const MIGRATIONS: readonly Migration[] = [
  { name: 'tenants and shops', up: tenantsAndShops },
  { name: 'ledger', up: ledger },
  { name: 'changes', up: changes },
  { name: 'tokens', up: tokens },
  { name: 'inbox and changes feed', up: inboxAndFeed },
  { name: 'mirror', up: mirror },
  { name: 'jobs', up: jobs },
  { name: 'reconciling reads', up: reconcilingReads },
  { name: 'inventory', up: inventory },
  { name: 'audit purposes', up: auditPurposes },
  { name: 'sales', up: sales },
  { name: 'kinds of changes and operations of jobs', up: kindsAndOperations },
];

/**
 * Brings the tables up to date, in a transaction that holds the write lock: of two processes that start together the
 * second finds it done.
 * @throws StoreError for a database of a later version, or of another program
 */
export async function migrate(trx: Transaction<Tables>, now: () => Date): Promise<void> {
  const tables = await trx.introspection.getTables();
  if (tables.length > 0 && !tables.some((table) => table.name === 'migrations')) {
    throw new StoreError('it is the database of another program');
  }
  await trx.schema
    .createTable('migrations')
    .ifNotExists()
    .addColumn('id', 'integer', (column) => column.primaryKey())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('applied_at', 'bigint', (column) => column.notNull())
    .execute();
  const applied = await trx.selectFrom('migrations').select('id').execute();
  if (applied.length > MIGRATIONS.length) throw new StoreError('it was written by a later version of this program');
  for (const [index, { name, up }] of MIGRATIONS.entries()) {
    if (index < applied.length) continue;
    await up(trx);
    await trx
      .insertInto('migrations')
      .values({ id: index + 1, name, applied_at: now().getTime() })
      .execute();
  }
}

async function tenantsAndShops(db: Transaction<Tables>): Promise<void> {
  await run(
    db,
    sql`create table settings (name text primary key not null, value text not null)`,
    sql`create table tenants (id text primary key not null, name text not null unique, created_at bigint not null)`,
    sql`create table api_keys (
      id text primary key not null, tenant_id text not null references tenants (id), name text not null,
      mac text not null, scopes text not null, shop_grants text, created_at bigint not null, expires_at bigint,
      revoked_at bigint)`,
    sql`create table shop_groups (
      key text primary key not null, tenant_id text not null references tenants (id), name text not null,
      created_at bigint not null)`,
    sql`create table shops (
      key text primary key not null, tenant_id text not null references tenants (id), platform text not null,
      native_id text not null, native_resource text not null, name text not null, name_search text not null,
      status text not null, attributes text not null, site_id text, is_sandbox integer not null, proxy_url text,
      proxy_enabled integer not null, labels text not null, group_key text references shop_groups (key),
      credential_version integer not null, previous_version integer, proxy_version integer not null,
      app_id_masked text not null, secret_fingerprint text not null, t_code_mac text not null unique,
      master_key_id text not null, data_key text not null, created_at bigint not null, updated_at bigint not null,
      unique (tenant_id, platform, native_id))`,
    sql`create index shops_site on shops (platform, site_id)`,
    sql`create index shops_fingerprint on shops (platform, secret_fingerprint)`,
    sql`create index shops_group on shops (group_key)`,
    sql`create index shops_master_key on shops (master_key_id)`,
    sql`create table shop_labels (
      shop_key text not null references shops (key) on delete cascade, label text not null,
      primary key (shop_key, label))`,
    sql`create table sealed_fields (
      shop_key text not null references shops (key) on delete cascade, environment text not null, field text not null,
      version integer not null, sealed text not null, primary key (shop_key, environment, field, version))`,
  );
}

async function ledger(db: Transaction<Tables>): Promise<void> {
  await run(
    db,
    sql`create table writes (
      id text primary key not null, tenant_id text not null, key_id text not null, shop_key text not null,
      mutation text not null, idempotency_key text, held_key text, input_hash text not null, state text not null,
      sent integer not null, intent text not null, outcome text, created_at bigint not null, sent_at bigint,
      finished_at bigint, unique (tenant_id, mutation, held_key))`,
    sql`create index writes_key on writes (tenant_id, mutation, idempotency_key)`,
    sql`create index writes_state on writes (state, created_at)`,
    sql`create index writes_age on writes (created_at)`,
    sql`create table kept_objects (
      tenant_id text not null, shop_key text not null, type text not null, native_id text not null,
      about text not null, body text not null, created_at bigint not null,
      primary key (tenant_id, shop_key, type, native_id))`,
    sql`create index kept_objects_age on kept_objects (tenant_id, shop_key, type, created_at, native_id)`,
  );
  await db.schema
    .createTable('audit')
    .addColumn('id', 'integer', risingId)
    .addColumn('tenant_id', 'text', (column) => column.notNull())
    .addColumn('shop_key', 'text')
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('actor', 'text', (column) => column.notNull())
    .addColumn('action', 'text', (column) => column.notNull())
    .addColumn('node_id', 'text')
    .addColumn('outcome', 'text', (column) => column.notNull())
    .addColumn('request_id', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('revisions')
    .addColumn('id', 'integer', risingId)
    .addColumn('tenant_id', 'text', (column) => column.notNull())
    .addColumn('shop_key', 'text', (column) => column.notNull())
    .addColumn('node_id', 'text', (column) => column.notNull())
    .addColumn('version', 'text', (column) => column.notNull())
    .addColumn('seen_at', 'bigint', (column) => column.notNull())
    .addColumn('source', 'text', (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .execute();
  await run(
    db,
    sql`create index audit_shop on audit (tenant_id, shop_key, id)`,
    sql`create index revisions_node on revisions (tenant_id, node_id, id)`,
    sql`create index revisions_seen on revisions (tenant_id, node_id, seen_at, id)`,
  );
}

async function changes(db: Transaction<Tables>): Promise<void> {
  await run(db, sql`create table changes (subject text primary key not null, count bigint not null)`);
  const subjects: readonly ChangingSubject[] = ['api_keys', 'shops'];
  await db
    .insertInto('changes')
    .values(subjects.map((subject) => ({ subject, count: 0 })))
    .execute();
}

async function tokens(db: Transaction<Tables>): Promise<void> {
  await run(
    db,
    sql`create table tokens (
      shop_key text not null references shops (key) on delete cascade, environment text not null,
      tenant_id text not null, version bigint not null, credential_version integer not null,
      access_token text not null, refresh_token text not null, access_ends_at bigint not null,
      refresh_ends_at bigint not null, refreshed_at bigint not null, primary key (shop_key, environment))`,
    sql`create table token_leases (
      shop_key text not null references shops (key) on delete cascade, environment text not null,
      tenant_id text not null, turn bigint not null, ends_at bigint not null, closed_until bigint,
      closed_credential integer, primary key (shop_key, environment))`,
  );
}

async function inboxAndFeed(db: Transaction<Tables>): Promise<void> {
  await run(
    db,
    sql`alter table shops add column push_id text`,
    sql`create unique index shops_push_id on shops (push_id)`,
    sql`create table change_marks (
      order_key text primary key not null, at bigint, source text not null, fingerprint text,
      touched_at bigint not null)`,
    sql`create index change_marks_age on change_marks (touched_at)`,
  );
  await db.schema
    .createTable('inbox')
    .addColumn('id', 'integer', risingId)
    .addColumn('tenant_id', 'text', (column) => column.notNull())
    .addColumn('platform', 'text', (column) => column.notNull())
    .addColumn('app', 'text', (column) => column.notNull())
    .addColumn('message_id', 'text', (column) => column.notNull())
    .addColumn('via_shop_key', 'text', (column) => column.notNull())
    .addColumn('shop_key', 'text')
    .addColumn('native_shop_id', 'text')
    .addColumn('tag', 'text')
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('subject_type', 'text')
    .addColumn('subject_id', 'text')
    .addColumn('order_key', 'text')
    .addColumn('occurred_at', 'bigint')
    .addColumn('received_at', 'bigint', (column) => column.notNull())
    .addColumn('raw', 'text')
    .addColumn('quarantine', 'text')
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('attempts', 'integer', (column) => column.notNull())
    .addColumn('due_at', 'bigint', (column) => column.notNull())
    .addColumn('lease_owner', 'text')
    .addColumn('problem', 'text')
    .addColumn('outcome', 'text')
    .addColumn('finished_at', 'bigint')
    .addUniqueConstraint('inbox_message', ['tenant_id', 'platform', 'app', 'message_id'])
    .execute();
  await db.schema
    .createTable('change_feed')
    .addColumn('position', 'integer', risingId)
    .addColumn('tenant_id', 'text', (column) => column.notNull())
    .addColumn('shop_key', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('subject_type', 'text')
    .addColumn('subject_id', 'text')
    .addColumn('tag', 'text')
    .addColumn('source', 'text', (column) => column.notNull())
    .addColumn('raw', 'text')
    .addColumn('occurred_at', 'bigint', (column) => column.notNull())
    .addColumn('received_at', 'bigint', (column) => column.notNull())
    .addColumn('recorded_at', 'bigint', (column) => column.notNull())
    .addColumn('is_repeat', 'integer', (column) => column.notNull())
    .execute();
  await run(
    db,
    sql`create index inbox_due on inbox (state, due_at, id, shop_key, order_key)`,
    sql`create index inbox_order on inbox (order_key, state)`,
    sql`create index inbox_age on inbox (received_at)`,
    sql`create index change_feed_tenant on change_feed (tenant_id, position)`,
    sql`create index change_feed_shop on change_feed (tenant_id, shop_key, position)`,
    sql`create index change_feed_age on change_feed (recorded_at)`,
  );
}

async function mirror(db: Transaction<Tables>): Promise<void> {
  await run(
    db,
    sql`create table switch_debts (
      shop_key text not null references shops (key) on delete cascade, switch_name text not null,
      version bigint not null, owed_at bigint not null, tries integer not null, refusals integer not null,
      due_at bigint not null, primary key (shop_key, switch_name))`,
    sql`create index switch_debts_due on switch_debts (due_at)`,
  );
}

async function reconcilingReads(db: Transaction<Tables>): Promise<void> {
  await run(
    db,
    sql`create table change_readings (
      shop_key text not null references shops (key) on delete cascade, stream text not null, tenant_id text not null,
      read_until bigint not null, due_at bigint not null, lease_owner text, lease_ends_at bigint not null,
      failures integer not null, failure text, primary key (shop_key, stream))`,
    sql`create index change_readings_due on change_readings (due_at)`,
  );
}

async function jobs(db: Transaction<Tables>): Promise<void> {
  await run(
    db,
    sql`create table jobs (
      id text primary key not null, tenant_id text not null, key_id text not null, kind text not null,
      shop_keys text not null, spec text not null, status text not null, state text, row_count integer not null,
      progress real, failures text not null, created_at bigint not null, finished_at bigint,
      lease_until bigint not null, fence integer not null, attempts integer not null)`,
    sql`create index jobs_open on jobs (status, lease_until)`,
    sql`create index jobs_tenant on jobs (tenant_id, status)`,
    sql`create index jobs_age on jobs (finished_at)`,
  );
}

async function inventory(db: Transaction<Tables>): Promise<void> {
  await run(
    db,
    sql`create table stock_items (
      id text primary key not null, tenant_id text not null references tenants (id),
      group_key text not null references shop_groups (key), merchant_code text not null, name text,
      search_text text not null, on_hand integer, version integer not null, created_at bigint not null,
      updated_at bigint not null, unique (group_key, merchant_code))`,
    sql`create table stock_listings (
      id text primary key not null, stock_item_id text not null references stock_items (id) on delete cascade,
      tenant_id text not null, group_key text not null,
      shop_key text not null references shops (key) on delete cascade, unit_id text not null, item_id text,
      allocation integer not null, safety_stock integer not null, last_written integer, last_written_at bigint,
      last_status text, last_status_at bigint, seen integer, seen_at bigint, unique (tenant_id, unit_id))`,
    sql`create index stock_listings_item on stock_listings (stock_item_id, shop_key, unit_id)`,
    sql`create index stock_listings_shop on stock_listings (shop_key)`,
    sql`create index stock_listings_drift on stock_listings (stock_item_id)
      where seen <> last_written and seen_at > last_written_at`,
  );
  await db.schema
    .createTable('stock_operations')
    .addColumn('id', 'integer', risingId)
    .addColumn('operation_id', 'text', (column) => column.notNull())
    .addColumn('stock_item_id', 'text', (column) => column.notNull().references('stock_items.id').onDelete('cascade'))
    .addColumn('count_before', 'integer')
    .addColumn('count_after', 'integer')
    .addColumn('applied_at', 'bigint', (column) => column.notNull())
    .addUniqueConstraint('stock_operations_once', ['operation_id', 'stock_item_id'])
    .execute();
  await run(
    db,
    sql`create index stock_operations_item on stock_operations (stock_item_id)`,
    sql`create index stock_operations_age on stock_operations (applied_at)`,
  );
}

async function auditPurposes(db: Transaction<Tables>): Promise<void> {
  await run(db, sql`alter table audit add column purpose text`);
}

async function sales(db: Transaction<Tables>): Promise<void> {
  await run(
    db,
    sql`create table sale_readers (tenant_id text primary key not null references tenants (id), position bigint not null)`,
    sql`create table sold_orders (
      tenant_id text not null, shop_key text not null references shops (key) on delete cascade, order_id text not null,
      changes integer not null, looked_changes integer not null, due_at bigint not null, attempts integer not null,
      primary key (shop_key, order_id))`,
    sql`create index sold_orders_due on sold_orders (tenant_id, due_at)`,
    sql`create table sold_lines (
      tenant_id text not null, shop_key text not null references shops (key) on delete cascade, line_id text not null,
      stock_item_id text not null references stock_items (id) on delete cascade, unit_id text not null,
      taken integer not null, delta integer not null, batch_id text, attempts integer not null, due_at bigint,
      noted_at bigint not null, primary key (shop_key, line_id))`,
    sql`create index sold_lines_due on sold_lines (tenant_id, due_at) where due_at is not null`,
    sql`create index sold_lines_batch on sold_lines (batch_id) where batch_id is not null`,
    sql`create index sold_lines_item on sold_lines (stock_item_id)`,
    sql`create index sold_lines_age on sold_lines (noted_at)`,
  );
}

async function kindsAndOperations(db: Transaction<Tables>): Promise<void> {
  await run(
    db,
    sql`create index change_feed_kind on change_feed (tenant_id, kind, position)`,
    sql`create index change_feed_shop_kind on change_feed (tenant_id, shop_key, kind, position)`,
    sql`alter table jobs add column operation_id text`,
    sql`create unique index jobs_operation on jobs (operation_id)`,
  );
}

async function run(db: Transaction<Tables>, ...statements: ReturnType<typeof sql>[]): Promise<void> {
  for (const statement of statements) await statement.execute(db);
}
