import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type DouyinEmulator, startDouyinEmulator } from '../../../../src/platforms/douyin/emulator/index.js';
import { caller, type Envelope, first, type Row, readExactly, type Signer, send } from './platform-caller.js';

const HOUR = 3600;
const WEEK = 7 * 24 * HOUR;

describe('tokens of the emulated Douyin platform', () => {
  let emulator: DouyinEmulator;
  let time = Date.parse('2025-06-01T00:00:00Z');
  const shop = () => first(emulator.seed.shops);

  beforeEach(async () => {
    time = Date.parse('2025-06-01T00:00:00Z');
    emulator = await startDouyinEmulator({ now: () => time });
  });
  afterEach(() => emulator.close());

  const ask = async (method: string, params: Row, signer: Signer = shop(), url = emulator.url): Promise<Envelope> =>
    readExactly((await send(url, signer, emulator.now(), method, params)).text) as Envelope;
  const create = (fields: Row = {}) =>
    ask('token.create', { grant_type: 'authorization_self', code: '', shop_id: shop().shopId, ...fields });
  const refresh = (token: unknown) => ask('token.refresh', { grant_type: 'refresh_token', refresh_token: token });
  const pair = (answer: Envelope) => answer.data as Row;
  const works = async (token: unknown) => {
    const answer = await send(
      emulator.url,
      shop(),
      emulator.now(),
      'shop.brandList',
      {},
      { accessToken: String(token) },
    );
    const { code, sub_code } = readExactly(answer.text) as Envelope;
    return code === 10000 ? 'works' : sub_code;
  };

  it('are made for the shop of a self-use app, and the living pair comes again with the time that is left', async () => {
    const made = pair(await create());
    expect(made).toMatchObject({
      expires_in: WEEK,
      shop_id: Number(shop().shopId),
      shop_name: shop().name,
      authority_id: shop().shopId,
    });
    expect(await works(made['access_token'])).toBe('works');
    time += 100_000;
    expect(pair(await create())).toEqual({ ...made, expires_in: WEEK - 100 });
    time += (WEEK - 50) * 1000;
    const next = pair(await create());
    expect(next['access_token']).not.toBe(made['access_token']);
    expect(next['expires_in']).toBe(WEEK);
    expect(emulator.journal.count('POST /token/create')).toBe(3);
    expect(emulator.journal.effects.filter(({ kind }) => kind === 'token.create')).toHaveLength(2);
  });

  it('stay as they are when they are refreshed earlier than an hour before their end', async () => {
    const made = pair(await create());
    time += (WEEK - HOUR - 1) * 1000;
    expect(pair(await refresh(made['refresh_token']))).toEqual({ ...made, expires_in: HOUR + 1 });
  });

  it('are renewed within the last hour, and the old pair works one hour more', async () => {
    const made = pair(await create());
    time += (WEEK - HOUR) * 1000;
    const next = pair(await refresh(made['refresh_token']));
    expect(next['access_token']).not.toBe(made['access_token']);
    expect(next).toMatchObject({ expires_in: WEEK });
    expect(await works(made['access_token'])).toBe('works');
    expect(pair(await refresh(made['refresh_token']))['access_token']).toBe(next['access_token']);
    time += HOUR * 1000 - 1000;
    expect(await works(made['access_token'])).toBe('works');
    time += 1000;
    expect(await works(made['access_token'])).toBe('isv.access-token-no-existed');
    expect((await refresh(made['refresh_token'])).sub_code).toBe('dop.token-generate-failed:token-invalid');
    expect(await works(next['access_token'])).toBe('works');
  });

  it('are renewed after their end, and the old pair is over at once', async () => {
    const made = pair(await create());
    time += WEEK * 1000;
    expect(await works(made['access_token'])).toBe('isv.access-token-expired');
    const next = pair(await refresh(made['refresh_token']));
    expect(await works(next['access_token'])).toBe('works');
    expect(await works(made['access_token'])).toBe('isv.access-token-no-existed');
    expect((await refresh(made['refresh_token'])).code).toBe(50001);
  });

  it('cannot be refreshed after the life of the refresh token, or by one that nobody has', async () => {
    const made = pair(await create());
    time += 2 * WEEK * 1000;
    expect(await refresh(made['refresh_token'])).toMatchObject({
      code: 50001,
      sub_code: 'dop.token-generate-failed:token-expired',
    });
    expect((await refresh('nobody')).sub_code).toBe('dop.token-generate-failed:token-invalid');
    emulator.rules.tokenErrors = 'numbers';
    expect(await refresh('nobody')).toMatchObject({ code: 50002, sub_code: 'isv.business-failed:31009' });
    expect((await ask('token.refresh', { grant_type: 'x', refresh_token: 'x' })).sub_code).toBe(
      'isv.business-failed:31003',
    );
  });

  it('have lives that can be set, and end when they are told to', async () => {
    emulator.rules.accessTokenSeconds = 60;
    const made = pair(await create());
    expect(made['expires_in']).toBe(60);
    emulator.advance(61_000);
    expect(await works(made['access_token'])).toBe('isv.access-token-expired');
    const next = pair(await create());
    emulator.expireToken(String(next['access_token']));
    expect(await works(next['access_token'])).toBe('isv.access-token-expired');
  });

  it('are refreshed by one call at a time', async () => {
    const made = pair(await create());
    emulator.faults.set([{ match: { operation: 'POST /token/refresh' }, fault: 'hold', phase: 'after_effect' }]);
    const held = refresh(made['refresh_token']);
    await emulator.faults.whenHeld(1);
    emulator.faults.set([]);
    expect(await refresh(made['refresh_token'])).toMatchObject({ code: 50002, sub_code: 'isv.business-failed:31012' });
    emulator.faults.release();
    expect((await held).code).toBe(10000);
    expect((await refresh(made['refresh_token'])).code).toBe(10000);
  });

  it('are refreshed by one call at a time while the platform is slow, too', async () => {
    const slow = await startDouyinEmulator({ latencyMs: 100, now: () => time });
    try {
      const made = pair(
        await ask(
          'token.create',
          { grant_type: 'authorization_self', code: '', shop_id: shop().shopId },
          shop(),
          slow.url,
        ),
      );
      const fields = { grant_type: 'refresh_token', refresh_token: made['refresh_token'] };
      const answers = await Promise.all([1, 2].map(() => ask('token.refresh', fields, shop(), slow.url)));
      expect(answers.map(({ sub_code }) => sub_code).sort()).toEqual(['', 'isv.business-failed:31012']);
      expect((await ask('token.refresh', fields, shop(), slow.url)).code).toBe(10000);
    } finally {
      await slow.close();
    }
  });

  it('need the key code, the right grant and an authorised shop', async () => {
    const words = async (fields: Row) => (await create(fields)).sub_code;
    expect(await words({ grant_type: 'implicit' })).toBe('dop.token-generate-failed:grant-type-invalid');
    expect(await words({ shop_id: '1' })).toBe('dop.token-generate-failed:no-authorization');
    expect(await words({ shop_id: emulator.seed.shops[1]?.shopId })).toBe('dop.token-generate-failed:no-authorization');
    expect(await words({ test_shop: '1' })).toBe('dop.token-generate-failed:no-authorization');
    expect((await ask('token.create', { grant_type: 'authorization_self', shop_id: shop().shopId })).sub_code).toBe(
      'isv.parameter-missing',
    );
  });

  it('are of no use once the merchant takes the authorisation back, until it is given again', async () => {
    const made = pair(await create());
    const { appKey, shopId } = shop();
    emulator.withdrawGrant(appKey, shopId);
    expect(await works(made['access_token'])).toBe('dop.authorization-no-existed');
    expect((await refresh(made['refresh_token'])).sub_code).toBe('dop.token-generate-failed:no-authorization');
    emulator.withdrawGrant(appKey, shopId, 'closed');
    expect(await works(made['access_token'])).toBe('dop.authorization-closed');
    emulator.restoreGrant(appKey, shopId);
    expect(await works(made['access_token'])).toBe('works');
  });

  it('are made for a tool app by the code of a redirect, once and within ten minutes', async () => {
    const tool = emulator.seed.toolApp;
    if (tool === null) throw new Error('the demo seed has a tool app');
    const exchange = (code: string) => ask('token.create', { grant_type: 'authorization_code', code }, tool);
    const code = emulator.issueCode(tool.appKey, shop().shopId);
    const made = pair(await exchange(code));
    expect(made).toMatchObject({ shop_id: Number(shop().shopId), expires_in: WEEK });
    expect((await exchange(code)).sub_code).toBe('dop.token-generate-failed:code-expired');
    expect((await exchange('made up')).sub_code).toBe('dop.token-generate-failed:code-invalid');
    const late = emulator.issueCode(tool.appKey, shop().shopId);
    time += 600_000;
    expect((await exchange(late)).sub_code).toBe('dop.token-generate-failed:code-expired');
    expect(
      (await ask('token.create', { grant_type: 'authorization_self', code: '', shop_id: shop().shopId }, tool)).code,
    ).toBe(50001);
  });

  it('open the test shop on the sandbox host only, which has a state and a journal of its own', async () => {
    const made = await ask(
      'token.create',
      { grant_type: 'authorization_self', code: '', test_shop: '1' },
      shop(),
      emulator.sandboxUrl,
    );
    expect(pair(made)).toMatchObject({ shop_id: Number(emulator.seed.sandboxShop?.shopId), shop_name: '测试店铺' });
    expect(await works(pair(made)['access_token'])).toBe('isv.access-token-no-existed');
    const sandbox = await caller(
      { url: emulator.sandboxUrl, now: emulator.now },
      { ...shop(), shopId: emulator.seed.sandboxShop?.shopId ?? '' },
    );
    expect((await sandbox.data('product.listV2', { page: 1, size: 1 }))['total']).toBeLessThanOrEqual(10);
    expect(emulator.sandboxJournal.count('POST /product/listV2')).toBe(1);
    expect(emulator.journal.count('POST /product/listV2')).toBe(0);
    expect(emulator.state.shops.has(emulator.seed.sandboxShop?.shopId ?? '')).toBe(false);
  });

  it('are made for shops that a test adds', async () => {
    const draft = { shopId: '770001', appKey: '7999999999999999991', appSecret: 'its-secret', name: '新店' };
    emulator.addShop(draft);
    const api = await caller(emulator, draft);
    expect(await api.data('product.listV2', { page: 1, size: 10 })).toMatchObject({ total: 0, data: [] });
    emulator.addShop({ ...draft, shopId: '770002', sandbox: true });
    expect(emulator.sandboxState.shops.get('770002')?.isTest).toBe(true);
  });
});
