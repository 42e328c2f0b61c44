import type { Transaction } from 'kysely';
import type { SwitchDebt, SwitchDebts, SwitchName } from '../ledger/switch-debts.js';
import type { Database } from './database.js';
import type { SwitchDebtRow, Tables } from './tables.js';

/**
 * Milliseconds in which whoever moved a switch tells the host himself. Longer than another process may see the shop as it was
 * before (half a second).
 */
const HEAD_START_MS = 2_000;

/** What is owed to the older host, in the database. */
export function switchDebtsAdapter(db: Database): SwitchDebts {
  return {
    dueShops: async (at, limit) => {
      const rows = await db.query((tables) =>
        tables
          .selectFrom('switch_debts')
          .select('shop_key')
          .where('due_at', '<=', at.getTime())
          .groupBy('shop_key')
          .orderBy((is) => is.fn.min('owed_at'))
          .orderBy('shop_key')
          .limit(limit)
          .execute(),
      );
      return rows.map((row) => row.shop_key);
    },
    ofShop: async (shopKey) => {
      const rows = await db.query((tables) =>
        tables
          .selectFrom('switch_debts')
          .selectAll()
          .where('shop_key', '=', shopKey)
          .orderBy('owed_at')
          .orderBy('switch_name', 'desc')
          .execute(),
      );
      return rows.map(toDebt);
    },
    settle: async (debt) => {
      await db.write((tables) =>
        tables
          .deleteFrom('switch_debts')
          .where((is) => is.and(keyOf(debt)))
          .execute(),
      );
    },
    postpone: async (debt, { tries, refusals, dueAt }) => {
      const note = { tries, refusals, due_at: dueAt.getTime() };
      await db.write((tables) =>
        tables
          .updateTable('switch_debts')
          .set(note)
          .where((is) => is.and(keyOf(debt)))
          .execute(),
      );
    },
    hurry: async (at) => {
      await db.write((tables) =>
        tables
          .updateTable('switch_debts')
          .set({ due_at: at.getTime() })
          .where('refusals', '=', 0)
          .where('due_at', '>', at.getTime())
          .execute(),
      );
    },
  };
}

/** Notes in a transaction that moves a switch that the older host has to be told; a debt of before begins anew. */
export async function oweSwitch(
  tables: Transaction<Tables>,
  shopKey: string,
  name: SwitchName,
  at: Date,
): Promise<void> {
  const fresh = { owed_at: at.getTime(), tries: 0, refusals: 0, due_at: at.getTime() + HEAD_START_MS };
  await tables
    .insertInto('switch_debts')
    .values({ shop_key: shopKey, switch_name: name, version: 1, ...fresh })
    .onConflict((conflict) =>
      conflict
        .columns(['shop_key', 'switch_name'])
        .doUpdateSet((is) => ({ ...fresh, version: is('switch_debts.version', '+', 1) })),
    )
    .execute();
}

/** The row of this very move of the switch. A debt that was paid and made again begins at version 1 again. */
const keyOf = ({ shopKey, name, version, owedAt }: SwitchDebt) => ({
  shop_key: shopKey,
  switch_name: name,
  version,
  owed_at: owedAt.getTime(),
});

const toDebt = (row: SwitchDebtRow): SwitchDebt => ({
  shopKey: row.shop_key,
  name: row.switch_name as SwitchName,
  version: row.version,
  owedAt: new Date(row.owed_at),
  tries: row.tries,
  refusals: row.refusals,
  dueAt: new Date(row.due_at),
});
