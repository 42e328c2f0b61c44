import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { start, type TestServer } from '../support/start.js';
import { freshShop, type WritableShop } from '../writes/kinds.js';

const LISTED = 'http://proxy.example:8080';

let server: TestServer;
let shop: WritableShop;
beforeAll(async () => {
  server = await start({ seed: 'empty', env: { EGRESS_PROXY_HOSTS: 'proxy.example:8080' } });
  shop = await freshShop(server);
});
afterAll(() => server.stop());

const set = async (input: object) =>
  (
    await server.ask(
      `mutation ($input: ShopProxySetInput!) { shopProxySet(input: $input) {
        shop { proxy { isEnabled url } } userErrors { code path } } }`,
      { input: { id: shop.id, ...input } },
    )
  ).data.shopProxySet;

describe('the proxy of a shop', () => {
  it('is kept while it is off, and cleared by null', async () => {
    expect((await set({ isEnabled: true, url: LISTED })).shop.proxy).toEqual({ isEnabled: true, url: LISTED });
    expect((await set({ isEnabled: false })).shop.proxy).toEqual({ isEnabled: false, url: LISTED });
    expect((await set({ isEnabled: true })).shop.proxy).toEqual({ isEnabled: true, url: LISTED });
    expect((await set({ isEnabled: false, url: null })).shop.proxy).toBeNull();
    for (const input of [{ isEnabled: true }, { isEnabled: true, url: null }])
      expect(await set(input)).toEqual({
        shop: null,
        userErrors: [{ code: 'INVALID_INPUT', path: ['input', 'url'] }],
      });
  });

  it('can be switched off, and not on again, when the operator has taken it from the list', async () => {
    const url = 'http://gone.example:8080';
    await server.foundation.registry.setProxy(shop.key, { isEnabled: true, url });
    expect(await set({ isEnabled: false })).toEqual({ shop: { proxy: { isEnabled: false, url } }, userErrors: [] });
    expect((await set({ isEnabled: true })).userErrors).toEqual([{ code: 'EGRESS_DENIED', path: ['input', 'url'] }]);
    expect((await set({ isEnabled: false, url: null })).shop.proxy).toBeNull();
  });
});
