import { type Kysely, sql, type Transaction } from 'kysely';
import type { SaleBatch, Sales, TakenLine } from '../inventory/sales/ports.js';
import { randomBase32 } from '../tenants/random-text.js';
import type { Database } from './database.js';
import type { SoldLineRow, Tables } from './tables.js';

/** How soon an order is looked at again whose step before is still on its way, in milliseconds. */
const AGAIN_MS = 1_000;

/** What was sold, in the database. */
export function salesAdapter(db: Database): Sales {
  const now = (): number => db.now().getTime();
  return {
    tenants: async () => {
      const rows = await db.query((tables) => withWork(tables, now()));
      return rows.map(({ tenant_id, position }) => ({ tenantId: tenant_id, position: Number(position ?? 0) }));
    },
    follow: (tenantId, from, to, orders) =>
      db.write(async (tables) => {
        const present = await tables
          .selectFrom('sale_readers')
          .select('position')
          .where('tenant_id', '=', tenantId)
          .executeTakeFirst();
        if ((present?.position ?? 0) !== from) return false;
        await tables
          .insertInto('sale_readers')
          .values({ tenant_id: tenantId, position: to })
          .onConflict((conflict) => conflict.column('tenant_id').doUpdateSet({ position: to }))
          .execute();
        for (const { shopKey, orderId } of orders) await noteOrder(tables, tenantId, shopKey, orderId, now());
        return true;
      }),
    takeOrders: async (tenantId, limit, holdMs) => {
      if (!(await db.query((tables) => hasDueOrder(tables, tenantId, now())))) return [];
      return db.write(async (tables) => {
        const due = await tables
          .selectFrom('sold_orders')
          .selectAll()
          .where('tenant_id', '=', tenantId)
          .where('due_at', '<=', now())
          .orderBy('due_at')
          .limit(limit)
          .execute();
        for (const { shop_key, order_id } of due)
          await tables
            .updateTable('sold_orders')
            .set((is) => ({
              looked_changes: is.ref('changes'),
              attempts: is('attempts', '+', 1),
              due_at: now() + holdMs,
            }))
            .where('shop_key', '=', shop_key)
            .where('order_id', '=', order_id)
            .execute();
        return due.map(({ shop_key: shopKey, order_id: orderId, attempts }) => ({
          shopKey,
          orderId,
          attempts: attempts + 1,
        }));
      });
    },
    looked: (tenantId, { shopKey, orderId }, lines) =>
      db.write(async (tables) => {
        let isWaiting = false;
        for (const line of lines) isWaiting = (await noteLine(tables, tenantId, shopKey, line, now())) || isWaiting;
        const order = tables.updateTable('sold_orders').where('shop_key', '=', shopKey).where('order_id', '=', orderId);
        if (isWaiting) {
          await order.set({ due_at: now() + AGAIN_MS, attempts: 0 }).execute();
          return;
        }
        await tables
          .deleteFrom('sold_orders')
          .where('shop_key', '=', shopKey)
          .where('order_id', '=', orderId)
          .whereRef('changes', '=', 'looked_changes')
          .execute();
        // One that has changed meanwhile is due at once.
        await order.set({ due_at: now(), attempts: 0 }).execute();
      }),
    postponeOrder: (tenantId, { shopKey, orderId }, afterMs) =>
      db.write(async (tables) => {
        const ofOrder = { tenant_id: tenantId, shop_key: shopKey, order_id: orderId };
        if (afterMs === null)
          await tables
            .deleteFrom('sold_orders')
            .where((is) => is.and(ofOrder))
            .execute();
        else
          await tables
            .updateTable('sold_orders')
            .set({ due_at: now() + afterMs })
            .where((is) => is.and(ofOrder))
            .execute();
      }),
    takeBatch: async (tenantId, limit, holdMs) => {
      if (!(await db.query((tables) => hasDueLine(tables, tenantId, now())))) return null;
      return db.write((tables) => takeBatch(tables, tenantId, limit, now(), holdMs));
    },
    finishBatch: async (tenantId, id) => {
      await db.write((tables) =>
        tables
          .updateTable('sold_lines')
          .set({ delta: 0, batch_id: null, attempts: 0, due_at: null })
          .where('tenant_id', '=', tenantId)
          .where('batch_id', '=', id)
          .execute(),
      );
    },
    postponeBatch: async (tenantId, id, afterMs) => {
      await db.write((tables) =>
        tables
          .updateTable('sold_lines')
          .set({ due_at: now() + afterMs })
          .where('tenant_id', '=', tenantId)
          .where('batch_id', '=', id)
          .execute(),
      );
    },
    prune: async (before, limit) => {
      const result = await db.write((tables) =>
        tables
          .deleteFrom('sold_lines')
          .where((is) =>
            is(
              is.refTuple('shop_key', 'line_id'),
              'in',
              is
                .selectFrom('sold_lines')
                .select(['shop_key', 'line_id'])
                .where('noted_at', '<', before.getTime())
                .where('due_at', 'is', null)
                .limit(limit)
                .$asTuple('shop_key', 'line_id'),
            ),
          )
          .executeTakeFirst(),
      );
      return Number(result.numDeletedRows);
    },
  };
}

type Reading = Pick<Kysely<Tables>, 'selectFrom'>;

/** Tenants with stock items that have changes to follow, orders to look at, or steps to carry. */
async function withWork(
  tables: Kysely<Tables>,
  at: number,
): Promise<readonly { readonly tenant_id: string; readonly position: number | null }[]> {
  const { rows } = await sql<{ tenant_id: string; position: number | null }>`
    select tenants.id as tenant_id, reader.position as position
    from tenants left join sale_readers as reader on reader.tenant_id = tenants.id
    where exists (select 1 from stock_listings where stock_listings.tenant_id = tenants.id)
      and (exists (select 1 from change_feed where change_feed.tenant_id = tenants.id
                   and change_feed.position > coalesce(reader.position, 0))
        or exists (select 1 from sold_orders where sold_orders.tenant_id = tenants.id and sold_orders.due_at <= ${at})
        or exists (select 1 from sold_lines where sold_lines.tenant_id = tenants.id and sold_lines.due_at <= ${at}))
  `.execute(tables);
  return rows;
}

const hasDueOrder = async (tables: Reading, tenantId: string, at: number): Promise<boolean> =>
  (await tables
    .selectFrom('sold_orders')
    .select('order_id')
    .where('tenant_id', '=', tenantId)
    .where('due_at', '<=', at)
    .limit(1)
    .executeTakeFirst()) !== undefined;

const hasDueLine = async (tables: Reading, tenantId: string, at: number): Promise<boolean> =>
  (await tables
    .selectFrom('sold_lines')
    .select('line_id')
    .where('tenant_id', '=', tenantId)
    .where('due_at', '<=', at)
    .limit(1)
    .executeTakeFirst()) !== undefined;

/** Of a shop without listings nothing is to be looked at. */
async function noteOrder(
  tables: Transaction<Tables>,
  tenantId: string,
  shopKey: string,
  orderId: string,
  at: number,
): Promise<void> {
  const listed = await tables
    .selectFrom('stock_listings')
    .select('id')
    .where('shop_key', '=', shopKey)
    .where('tenant_id', '=', tenantId)
    .limit(1)
    .executeTakeFirst();
  if (listed === undefined) return;
  await tables
    .insertInto('sold_orders')
    .values({
      tenant_id: tenantId,
      shop_key: shopKey,
      order_id: orderId,
      changes: 1,
      looked_changes: 0,
      due_at: at,
      attempts: 0,
    })
    .onConflict((conflict) =>
      conflict.columns(['shop_key', 'order_id']).doUpdateSet({ changes: sql`sold_orders.changes + 1` }),
    )
    .execute();
}

/** @returns whether a step of the line is still on its way, so that the next cannot begin */
async function noteLine(
  tables: Transaction<Tables>,
  tenantId: string,
  shopKey: string,
  { lineId, taken, link }: TakenLine,
  at: number,
): Promise<boolean> {
  const row = await tables
    .selectFrom('sold_lines')
    .selectAll()
    .where('shop_key', '=', shopKey)
    .where('line_id', '=', lineId)
    .executeTakeFirst();
  if (row === undefined) {
    if (link === null || taken === 0) return false;
    const line: SoldLineRow = {
      tenant_id: tenantId,
      shop_key: shopKey,
      line_id: lineId,
      stock_item_id: link.stockItemId,
      unit_id: link.unitId,
      taken,
      delta: taken,
      batch_id: null,
      attempts: 0,
      due_at: at,
      noted_at: at,
    };
    await tables.insertInto('sold_lines').values(line).execute();
    return false;
  }
  if (row.taken === taken) return false;
  if (row.due_at !== null) return true;
  await tables
    .updateTable('sold_lines')
    .set({ taken, delta: taken - row.taken, due_at: at, noted_at: at })
    .where('shop_key', '=', shopKey)
    .where('line_id', '=', lineId)
    .execute();
  return false;
}

async function takeBatch(
  tables: Transaction<Tables>,
  tenantId: string,
  limit: number,
  at: number,
  holdMs: number,
): Promise<SaleBatch | null> {
  const due = await tables
    .selectFrom('sold_lines')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('due_at', '<=', at)
    .orderBy('due_at')
    .orderBy('shop_key')
    .orderBy('line_id')
    .limit(limit)
    .execute();
  const [first] = due;
  if (first === undefined) return null;
  let id = first.batch_id;
  if (id === null) {
    id = `b${randomBase32(15)}`;
    const fresh = due.filter(({ batch_id }) => batch_id === null);
    for (const { shop_key, line_id } of fresh)
      await tables
        .updateTable('sold_lines')
        .set({ batch_id: id })
        .where('shop_key', '=', shop_key)
        .where('line_id', '=', line_id)
        .execute();
  }
  const rows = await tables
    .updateTable('sold_lines')
    .set((is) => ({ attempts: is('attempts', '+', 1), due_at: at + holdMs }))
    .where('batch_id', '=', id)
    .returningAll()
    .execute();
  return {
    id,
    attempts: Math.max(...rows.map(({ attempts }) => attempts)),
    steps: rows.map(({ shop_key, line_id, stock_item_id, unit_id, delta }) => ({
      shopKey: shop_key,
      lineId: line_id,
      stockItemId: stock_item_id,
      unitId: unit_id,
      delta,
    })),
  };
}
