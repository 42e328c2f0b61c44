import type { Transaction } from 'kysely';
import {
  LONGEST_LEASE_MS,
  type SealedTokens,
  type TokenPlace,
  type TokenState,
  type TokenStore,
} from '../tenants/token-store.js';
import type { Database } from './database.js';
import type { Tables, TokenLeaseRow, TokenRow } from './tables.js';

/** The tokens in the database. Leases are counted by the store's own clock, under its write lock. */
export function tokensAdapter(db: Database): TokenStore {
  const now = (): number => db.now().getTime();
  return {
    look: (place) => db.read(async (tables) => (await seen(tables, place, now()))?.state ?? null),
    take: (place, credentialVersion, forMs) =>
      db.write(async (tables) => {
        const at = now();
        const found = await seen(tables, place, at);
        if (found === null || found.state.credentialVersion !== credentialVersion) return null;
        if (found.state.isLeased || (found.state.closedForMs ?? 0) > 0) return null;
        const turn = (found.lease?.turn ?? 0) + 1;
        const ends_at = at + Math.min(forMs, LONGEST_LEASE_MS);
        await tables
          .insertInto('token_leases')
          .values({ ...keyOf(place), turn, ends_at, closed_until: null, closed_credential: null })
          .onConflict((is) => is.columns(['shop_key', 'environment']).doUpdateSet({ turn, ends_at }))
          .execute();
        return turn;
      }),
    put: (place, tokens) =>
      db.write(async (tables) => {
        const found = await seen(tables, place, now());
        if (found === null || found.state.credentialVersion !== tokens.credentialVersion) return 'void';
        if (found.state.tokens !== null && found.state.tokens.version >= tokens.version) return 'overtaken';
        const columns = columnsOf(tokens);
        await tables
          .insertInto('tokens')
          .values({ ...keyOf(place), ...columns })
          .onConflict((is) => is.columns(['shop_key', 'environment']).doUpdateSet(columns))
          .execute();
        await ofTurn(tables, place, tokens.version)
          .set({ ends_at: 0, closed_until: null, closed_credential: null })
          .execute();
        return 'done';
      }),
    giveBack: async (place, turn, closed) => {
      await db.write((tables) =>
        ofTurn(tables, place, turn)
          .set({
            ends_at: 0,
            ...(closed === undefined
              ? {}
              : { closed_until: now() + closed.forMs, closed_credential: closed.credentialVersion }),
          })
          .execute(),
      );
    },
  };
}

async function seen(
  tables: Transaction<Tables>,
  place: TokenPlace,
  at: number,
): Promise<{ state: TokenState; lease: TokenLeaseRow | undefined } | null> {
  const { shopKey, tenantId, environment } = place;
  const shop = await tables
    .selectFrom('shops')
    .select(['credential_version', 'master_key_id', 'data_key'])
    .where('key', '=', shopKey)
    .where('tenant_id', '=', tenantId)
    .executeTakeFirst();
  if (shop === undefined) return null;
  const row = await tables
    .selectFrom('tokens')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('shop_key', '=', shopKey)
    .where('environment', '=', environment)
    .executeTakeFirst();
  const lease = await tables
    .selectFrom('token_leases')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('shop_key', '=', shopKey)
    .where('environment', '=', environment)
    .executeTakeFirst();
  const state = {
    credentialVersion: shop.credential_version,
    dataKey: { masterKeyId: shop.master_key_id, wrapped: shop.data_key },
    tokens: row === undefined ? null : toTokens(row),
    isLeased: lease !== undefined && at < lease.ends_at && lease.ends_at <= at + LONGEST_LEASE_MS,
    closedForMs: closedFor(lease, shop.credential_version, at),
  };
  return { state, lease };
}

/** What was learned of another credential does not hold for this one. */
function closedFor(lease: TokenLeaseRow | undefined, credentialVersion: number, at: number): number | null {
  if (lease === undefined || lease.closed_until === null || lease.closed_credential !== credentialVersion) return null;
  return Math.max(0, lease.closed_until - at);
}

const ofTurn = (tables: Transaction<Tables>, place: TokenPlace, turn: number) =>
  tables
    .updateTable('token_leases')
    .where('shop_key', '=', place.shopKey)
    .where('environment', '=', place.environment)
    .where('turn', '=', turn);

const keyOf = ({ tenantId, shopKey, environment }: TokenPlace) => ({
  tenant_id: tenantId,
  shop_key: shopKey,
  environment,
});

const columnsOf = (tokens: SealedTokens): Omit<TokenRow, 'tenant_id' | 'shop_key' | 'environment'> => ({
  version: tokens.version,
  credential_version: tokens.credentialVersion,
  access_token: tokens.accessToken,
  refresh_token: tokens.refreshToken,
  access_ends_at: tokens.accessEndsAt,
  refresh_ends_at: tokens.refreshEndsAt,
  refreshed_at: tokens.refreshedAt,
});

const toTokens = (row: TokenRow): SealedTokens => ({
  version: row.version,
  credentialVersion: row.credential_version,
  accessToken: row.access_token,
  refreshToken: row.refresh_token,
  accessEndsAt: row.access_ends_at,
  refreshEndsAt: row.refresh_ends_at,
  refreshedAt: row.refreshed_at,
});
