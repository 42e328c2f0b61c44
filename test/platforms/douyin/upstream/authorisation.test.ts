import { setTimeout } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { DouyinEmulatorOptions } from '../../../../src/platforms/douyin/emulator/index.js';
import { RefreshingTokenSources } from '../../../../src/tenants/refreshing-tokens.js';
import { revealSecret } from '../../../../src/tenants/reveal-secret.js';
import type { Shop } from '../../../../src/tenants/shop.js';
import { type DouyinServer, startDouyin } from '../../../support/start-douyin.js';

const CREATE = 'POST /token/create';
const REFRESH = 'POST /token/refresh';
const BRANDS = 'POST /shop/brandList';
const MINUTE = 60_000;

/** Tries until it holds; what it failed with after two seconds. */
async function eventually(check: () => Promise<void>): Promise<void> {
  for (const until = performance.now() + 2_000; ; ) {
    try {
      return await check();
    } catch (error) {
      if (performance.now() > until) throw error;
      await setTimeout(50);
    }
  }
}

const BRANDS_OF = 'query($shop: ID!) { shop(by: { id: $shop }) { status brands { nativeId } } }';

describe('the way to a Douyin shop', () => {
  let server: DouyinServer;
  const begin = async (emulator: DouyinEmulatorOptions = {}) => {
    server = await startDouyin({ emulator });
    const [shop] = server.shops;
    if (shop === undefined) throw new Error('no shop');
    return { shop, ask: () => server.ask(BRANDS_OF, { shop: shop.id }, { headers: { 'cache-control': 'no-store' } }) };
  };
  afterEach(() => server.stop());

  /** The access token that the server keeps for its first shop. */
  const keptToken = async (): Promise<string> => {
    const { store, vault } = server.foundation;
    const [shop] = server.shops;
    const never = () => Promise.reject(new Error('there is no token'));
    const sources = new RefreshingTokenSources({ store: store.tokens, vault });
    return revealSecret(await sources.of(shop?.record as Shop, { create: never, refresh: never }).get());
  };

  it('begins with one token, which is used again by all later calls', async () => {
    const { ask } = await begin();
    expect((await ask()).errors).toEqual([]);
    expect([server.tokenCalls(), server.calls()]).toEqual([[CREATE], [BRANDS]]);
    await ask();
    expect(server.tokenCalls()).toEqual([]);
  });

  it('renews a token that the platform refuses, once, and repeats the call', async () => {
    const { ask } = await begin();
    await ask();
    server.douyin.expireToken(await keptToken());
    const { errors } = await ask();
    expect(errors).toEqual([]);
    expect([server.tokenCalls(), server.calls()]).toEqual([[REFRESH], [BRANDS, BRANDS]]);
  });

  it('renews one expired token once for a thousand operations at a time', async () => {
    const { shop, ask } = await begin();
    await ask();
    server.douyin.expireToken(await keptToken());
    const keys = await Promise.all(Array.from({ length: 10 }, () => server.makeKey(['read'])));
    server.douyin.journal.clear();
    const one = async (number: number): Promise<number> => {
      const response = await fetch(`${server.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${keys[number % keys.length]}` },
        body: JSON.stringify({
          query:
            'query($shop: ID!, $search: String!) { shop(by: { id: $shop }) { products(filter: { search: $search }) { totalCount } } }',
          variables: { shop: shop.id, search: `word ${number % 25}` },
        }),
      });
      const { data, errors } = (await response.json()) as { data?: unknown; errors?: unknown };
      expect(errors).toBeUndefined();
      expect(data).toBeDefined();
      return response.status;
    };
    const answers = await Promise.all(Array.from({ length: 1000 }, (_, number) => one(number)));
    expect(new Set(answers)).toEqual(new Set([200]));
    expect(server.tokenCalls()).toEqual([REFRESH]);
  }, 30_000);

  it.each([11, -11])(
    'learns a platform clock that is %i minutes off from its answer, and repeats the call',
    async (minutes) => {
      const { ask } = await begin({ seed: 'demo', now: () => Date.now() + minutes * MINUTE });
      expect((await ask()).errors).toEqual([]);
      expect([server.tokenCalls(), server.calls()]).toEqual([[CREATE, CREATE], [BRANDS]]);
      expect((await ask()).errors).toEqual([]);
      expect(server.calls()).toEqual([BRANDS]);
    },
  );

  it('says that the merchant has to act when the authorisation is gone, and asks the platform no more', async () => {
    const { shop, ask } = await begin();
    await ask();
    server.douyin.withdrawGrant(shop.appId, shop.nativeId);
    const { data, errors } = await ask();
    expect(data.shop.brands).toBeNull();
    expect(errors[0].extensions).toMatchObject({ code: 'SHOP_AUTH_EXPIRED', retryable: false, shopId: shop.id });
    await ask();
    const later = await ask();
    expect(later.errors[0].extensions.code).toBe('SHOP_AUTH_EXPIRED');
    expect([server.tokenCalls(), server.calls()]).toEqual([[], []]);
    await eventually(async () => expect((await ask()).data.shop.status).toBe('AUTH_EXPIRED'));
  });

  it('goes to the sandbox from the next call on, with a token of its own, and back', async () => {
    const { shop, ask } = await begin({ seed: 'demo' });
    await ask();
    const flip = (isSandbox: boolean) =>
      server.ask(
        'mutation($input: ShopSandboxSetInput!) { shopSandboxSet(input: $input) { shop { isSandbox } userErrors { code } } }',
        { input: { id: shop.id, isSandbox } },
      );
    const { data } = await flip(true);
    expect(data.shopSandboxSet).toEqual({ shop: { isSandbox: true }, userErrors: [] });
    await ask();
    expect(server.calls()).toEqual([]);
    expect(server.douyin.sandboxJournal.entries.map(({ operation }) => operation)).toContain(CREATE);
    await flip(false);
    expect((await ask()).errors).toEqual([]);
    expect([server.tokenCalls(), server.calls()]).toEqual([[], [BRANDS]]);
  });

  it('goes on with the old secret until the platform takes the new one', async () => {
    const { shop, ask } = await begin();
    await ask();
    const next = '99999999-1111-2222-3333-555555555555';
    const rotated = await server.ask(
      'mutation($input: ShopCredentialRotateInput!) { shopCredentialRotate(input: $input) { userErrors { code message } } }',
      {
        input: {
          id: shop.id,
          credential: { douyin: { appId: shop.appId, appSecret: next, shopId: shop.nativeId } },
        },
      },
    );
    expect(rotated.data.shopCredentialRotate.userErrors).toEqual([]);
    expect((await ask()).errors).toEqual([]);
    server.douyin.rotateSecret(shop.appId, next);
    expect((await ask()).errors).toEqual([]);
    expect((await ask()).errors).toEqual([]);
    expect(server.calls()).toEqual([BRANDS]);
  });

  it('tells when the tokens of a shop end, and never the tokens', async () => {
    const { shop, ask } = await begin({ seed: 'demo' });
    const credential = async () =>
      (
        await server.ask(
          'query($shop: ID!) { shop(by: { id: $shop }) { credential { appIdMasked accessTokenExpiresAt refreshTokenExpiresAt lastRefreshedAt } } }',
          { shop: shop.id },
        )
      ).data.shop.credential;
    expect(await credential()).toMatchObject({ accessTokenExpiresAt: null, lastRefreshedAt: null });
    await ask();
    const { accessTokenExpiresAt, refreshTokenExpiresAt } = await credential();
    expect(Date.parse(accessTokenExpiresAt) - Date.now()).toBeGreaterThan(6 * 24 * 3_600_000);
    expect(Date.parse(refreshTokenExpiresAt) - Date.now()).toBeGreaterThan(13 * 24 * 3_600_000);
    for (const secret of [await keptToken(), shop.appSecret])
      expect(server.logLines.some((line) => line.includes(secret))).toBe(false);
  });

  it('is cut off alone: a platform that is down leaves the other platform whole, within the deadline', async () => {
    const { shop } = await begin();
    const { shops } = await server.addTenant('Test', [
      { accessToken: 'kz', siteId: '4208285106', shopId: 'V4800vQ0xafvOtuT', name: 'Kuaizhan' },
    ]);
    await server.douyin.refuseConnections();
    const startedAt = performance.now();
    const { data, errors } = await server.ask(
      'query($dy: ID!, $kz: ID!) { dy: shop(by: { id: $dy }) { name brands { name } } kz: shop(by: { id: $kz }) { name platform } }',
      { dy: shop.id, kz: shops[0]?.id },
    );
    expect(performance.now() - startedAt).toBeLessThan(10_000);
    expect(data).toMatchObject({ dy: { brands: null }, kz: { name: 'Kuaizhan', platform: 'KUAIZHAN' } });
    expect(errors[0]).toMatchObject({
      path: ['dy', 'brands'],
      extensions: { code: 'UPSTREAM_UNAVAILABLE', platform: 'DOUYIN', shopId: shop.id },
    });
  });
});
