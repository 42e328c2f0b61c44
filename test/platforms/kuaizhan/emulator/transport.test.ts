import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type KuaizhanEmulator, startKuaizhanEmulator } from '../../../../src/platforms/kuaizhan/emulator/index.js';
import { caller, raw } from './platform-caller.js';

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

describe('the emulated Kuaizhan platform is strict about how it is called', () => {
  let emulator: KuaizhanEmulator;
  let shop: { accessToken: string; siteId: string; shopId: string };
  const ask = async (path: string, method = 'GET', body?: string, headers: Record<string, string> = {}) => {
    const answer = await raw(`${emulator.url}${path}`, method, body, headers);
    return { status: answer.status, text: answer.text };
  };

  beforeAll(async () => {
    emulator = await startKuaizhanEmulator();
    const [first] = emulator.seed.shops;
    if (first === undefined) throw new Error('the demo seed has shops');
    shop = first;
  });
  beforeEach(() => emulator.reset());
  afterAll(() => emulator.close());

  it('has no envelope for unknown paths and wrong methods', async () => {
    for (const [path, method, status] of [
      ['/v2/ec/commodity/nothing', 'GET', 404],
      ['/', 'GET', 404],
      ['/v2/ec/commodity/list', 'POST', 405],
      ['/v2/ec/commodity/create', 'GET', 405],
      ['/v2/ec/commodity/create', 'PUT', 405],
    ] as const) {
      const answer = await ask(`${path}?access_token=${shop.accessToken}`, method);
      expect([path, method, answer.status]).toEqual([path, method, status]);
      expect(answer.text).not.toContain('ret');
    }
  });

  it('takes the token from the query and from nowhere else', async () => {
    const path = '/v2/ec/commodity/category/create';
    const fields = `shop_id=${shop.shopId}&title=x`;
    const missing = '{"ret":1,"msg":"access_token missing"}';
    expect((await ask(path, 'POST', `${fields}&access_token=${shop.accessToken}`, FORM)).text).toBe(missing);
    const bearer = { ...FORM, authorization: `Bearer ${shop.accessToken}`, access_token: shop.accessToken };
    expect((await ask(path, 'POST', fields, { ...bearer, cookie: `access_token=${shop.accessToken}` })).text).toBe(
      missing,
    );
    const twice = `access_token=${shop.accessToken}&access_token=${shop.accessToken}`;
    expect((await ask(`${path}?${twice}`, 'POST', fields, FORM)).text).toContain('invalid or expired');
    const quoted = encodeURIComponent(`"${shop.accessToken}"`);
    expect((await ask(`${path}?access_token=${quoted}`, 'POST', fields, FORM)).text).toContain('invalid or expired');
    expect((await ask(`${path}?access_token=${shop.accessToken}`, 'POST', fields, FORM)).text).toContain('"ret":0');
  });

  it('checks the token before anything else it could complain about', async () => {
    expect((await ask('/v2/ec/commodity/create?access_token=wrong', 'POST', '{}', {})).text).toContain('access_token');
    emulator.expireToken(shop.accessToken);
    const list = await ask(`/v2/ec/commodity/list?access_token=${shop.accessToken}`);
    expect(list.text).toBe('{"ret":1,"msg":"access_token invalid or expired"}');
  });

  it('reads a POST from a form in the body only', async () => {
    const path = `/v2/ec/commodity/category/create?access_token=${shop.accessToken}`;
    const fields = { shop_id: shop.shopId, title: 'x' };
    const json = await ask(path, 'POST', JSON.stringify(fields), { 'content-type': 'application/json' });
    expect(json.text).toContain('content type must be application/x-www-form-urlencoded');
    expect((await ask(path, 'POST', String(new URLSearchParams(fields)))).text).toContain('"ret":1');
    const inQuery = await ask(`${path}&${new URLSearchParams(fields)}`, 'POST', '', FORM);
    expect(inQuery.text).toContain('missing parameter: shop_id');
    expect(emulator.journal.effects).toEqual([]);
  });

  it('keeps each token to its own sites', async () => {
    const [, other] = emulator.seed.shops;
    const api = caller(emulator.url, shop.accessToken);
    const foreign = { ret: 1, msg: 'site not accessible with this access_token' };
    const otherShop = other?.shopId ?? '';
    const commodity = emulator.state.shops.get(otherShop)?.commodities[0]?.id ?? '';
    expect(await api.get('/v2/ec/commodity/list', { shop_id: otherShop })).toEqual(foreign);
    expect(await api.get('/v2/ec/commodity/info', { commodity_id: commodity })).toEqual(foreign);
    expect(await api.post('/v2/ec/commodity/delete', { commodity_id: commodity })).toEqual(foreign);
    expect(await api.get('/v2/platform/site/info', { site_id: other?.siteId ?? '' })).toEqual(foreign);
    expect(await api.get('/v2/wx/service/info', { site_id: other?.siteId ?? '' })).toEqual(foreign);
  });

  it('writes down every request with what it did, and never a token', async () => {
    const api = caller(emulator.url, shop.accessToken);
    await api.post('/v2/ec/commodity/category/create', { shop_id: shop.shopId, title: '新' });
    await api.get('/v2/ec/commodity/info', { commodity_id: 'none' });
    await caller(emulator.url, 'guessed').get('/v2/ec/commodity/count', { shop_id: 'a' });
    const [write, read, stranger] = emulator.journal.entries;
    expect(write).toMatchObject({
      method: 'POST',
      operation: 'POST /v2/ec/commodity/category/create',
      params: { shop_id: shop.shopId, title: '新' },
      caller: { label: 'tea' },
      status: 200,
      result: 0,
      effects: [{ kind: 'category.create' }],
    });
    expect(read).toMatchObject({ result: 1, effects: [] });
    expect(stranger?.caller).toEqual({ label: null, fingerprint: expect.stringMatching(/^[0-9a-f]{12}$/) });
    expect(JSON.stringify(emulator.journal.entries)).not.toMatch(new RegExp(`${shop.accessToken}|guessed`));
    expect(emulator.journal.count('GET /v2/ec/commodity/info')).toBe(1);
  });
});
