import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { revealSecret } from '../../src/tenants/reveal-secret.js';
import { linesOf, signLines } from './lines.dialect.js';
import { APP, appShop, makePushHome } from './push-home.js';

const SECRET = 'secret-of-77';
const TAKEN = { status: 200, body: '{"taken":true}' };

describe('the receiver of push messages', () => {
  let at: Awaited<ReturnType<typeof makePushHome>>;
  let pipe: ReturnType<typeof at.pipe>;
  beforeEach(async () => {
    at = await makePushHome();
    pipe = at.pipe();
  });
  afterEach(() => at.close());

  const all = () => at.store.inbox.list({ states: ['PENDING', 'DONE', 'PARKED', 'QUARANTINED'], limit: 1_000 });

  it('has every message on disk when it acknowledges the body', async () => {
    expect(await pipe.pushLines(at.shop, SECRET, { id: 'a', object: '1', at: 5 }, { id: 'b', kind: 'STOCK' })).toEqual(
      TAKEN,
    );
    const elsewhere = await at.home.open();
    expect(await elsewhere.inbox.list({ states: ['PENDING'], limit: 9 })).toMatchObject([
      { messageId: 'b', kind: 'STOCK', subject: null, occurredAt: null, shopKey: at.shop.key },
      {
        messageId: 'a',
        kind: 'ORDER',
        subject: { type: 'Order', nativeId: '1' },
        occurredAt: new Date(5),
        tenantId: at.tenantId,
        raw: '{"line":"a"}',
        attempts: 0,
      },
    ]);
    expect(pipe.counts).toEqual({ received: 2 });
  });

  it.each([
    [{ 'x-sign': 'a'.repeat(64) }, 'wrong'],
    [{ 'x-sign': 'a'.repeat(63) }, 'malformed'],
    [{ 'x-app': '1000000000000000008' }, 'other_app'],
  ])('refuses a body with %j, counts it, and stores nothing', async (headers, reason) => {
    expect(await pipe.push(at.shop, SECRET, linesOf({ id: 'a' }), headers)).toEqual({
      status: 401,
      body: '{"taken":false}',
    });
    expect(await pipe.push(at.shop, SECRET, Buffer.from('!'), headers)).toMatchObject({ status: 401 });
    expect(await all()).toEqual([]);
    expect(pipe.counts).toEqual({ [`refused:${reason}`]: 2 });
  });

  it('takes a hundred copies of a message once, in one body or many, and acknowledges all', async () => {
    const copies = Array.from({ length: 50 }, () => pipe.pushLines(at.shop, SECRET, { id: 'a' }));
    expect(await Promise.all(copies)).toEqual(Array(50).fill(TAKEN));
    expect(await pipe.pushLines(at.shop, SECRET, ...Array.from({ length: 50 }, () => ({ id: 'a' })))).toEqual(TAKEN);
    expect(await all()).toHaveLength(1);
    expect(pipe.counts).toEqual({ received: 1, duplicates: 99 });
  });

  it('keeps message ids apart by app and by tenant', async () => {
    const otherApp = await at.register(appShop('78', SECRET, '1000000000000000099'));
    const stranger = (await at.registry.createTenant('Stranger')).id;
    const theirs = await at.register(appShop('77', 'made up by a stranger'), stranger);
    await pipe.push(theirs, 'made up by a stranger', linesOf({ id: 'a' }));
    await pipe.pushLines(at.shop, SECRET, { id: 'a' });
    const body = linesOf({ id: 'a' });
    const app = '1000000000000000099';
    await pipe.push(otherApp, SECRET, body, { 'x-app': app, 'x-sign': signLines(app, SECRET, body) });
    expect((await all()).map(({ shopKey }) => shopKey)).toEqual([otherApp.key, at.shop.key, theirs.key]);
  });

  it('answers a probe and stores nothing', async () => {
    expect(await pipe.push(at.shop, SECRET, Buffer.from('ping'))).toEqual(TAKEN);
    expect(await all()).toEqual([]);
  });

  it('gives a message to the shop it names, if that is of the signing app and of the tenant', async () => {
    const sibling = await at.register(appShop('78', 'secret-of-78'));
    await at.register(appShop('79', 'x', '1000000000000000099'));
    const stranger = (await at.registry.createTenant('Stranger')).id;
    await at.register(appShop('80', SECRET), stranger);
    const lines = ['77', '78', '79', '80', '81'].map((shop) => ({ id: `of ${shop}`.replace(' ', '-'), shop }));
    expect(await pipe.pushLines(at.shop, SECRET, ...lines)).toEqual(TAKEN);
    const rows = (await all()).map(({ messageId, state, shopKey, quarantine }) => [
      messageId,
      state,
      shopKey,
      quarantine,
    ]);
    expect(rows.reverse()).toEqual([
      ['of-77', 'PENDING', at.shop.key, null],
      ['of-78', 'PENDING', sibling.key, null],
      ['of-79', 'QUARANTINED', null, 'FOREIGN_SHOP'],
      ['of-80', 'QUARANTINED', null, 'FOREIGN_SHOP'],
      ['of-81', 'QUARANTINED', null, 'FOREIGN_SHOP'],
    ]);
    expect(pipe.counts).toEqual({ received: 5, 'quarantined:FOREIGN_SHOP': 3 });
  });

  it('keeps a signed body that cannot be read in quarantine, sealed, and once however often it comes', async () => {
    const body = Buffer.from('! canary-name 13800138000');
    for (let n = 0; n < 3; n += 1)
      expect(await pipe.push(at.shop, SECRET, body)).toEqual({ status: 400, body: '{"taken":false}' });
    const [kept, ...others] = await at.letters();
    expect(others).toEqual([]);
    expect(kept).toMatchObject({
      state: 'QUARANTINED',
      quarantine: 'UNREADABLE',
      viaShopKey: at.shop.key,
      shopKey: null,
    });
    expect(at.home.bytes().includes('canary-name')).toBe(false);
    expect(at.home.bytes().includes(body.toString('base64'))).toBe(false);
    const opened = await at.registry.notes.open(at.shop, kept?.raw ?? '');
    expect(Buffer.from(opened, 'base64')).toEqual(body);
    expect(pipe.counts).toEqual({ received: 1, duplicates: 2, 'quarantined:UNREADABLE': 1, 'refused:unreadable': 3 });
  });

  it('keeps the readable messages of a body, and the others in quarantine', async () => {
    expect(await pipe.push(at.shop, SECRET, Buffer.from('a ORDER - - -\n? canary\nb ORDER - - -'))).toEqual(TAKEN);
    expect((await all()).map(({ messageId, state }) => [messageId.slice(0, 10), state])).toEqual([
      ['unreadable', 'QUARANTINED'],
      ['b', 'PENDING'],
      ['a', 'PENDING'],
    ]);
  });

  it('takes both secrets while one is being replaced, and the former no more once the new one has worked', async () => {
    const before = linesOf({ id: 'before' });
    await pipe.push(at.shop, SECRET, before);
    const rotated = await at.registry.rotateCredential(at.shop.key, appShop('77', 'the-next-secret'));
    expect(await pipe.pushLines(rotated, SECRET, { id: 'former' })).toEqual(TAKEN);
    expect(await pipe.pushLines(rotated, 'the-next-secret', { id: 'next' })).toEqual(TAKEN);
    await at.registry.proveCredential(rotated);
    const later = at.pipe();
    expect(await later.pushLines(rotated, SECRET, { id: 'former again' })).toMatchObject({ status: 401 });
    expect(await later.pushLines(rotated, 'the-next-secret', { id: 'next-again' })).toEqual(TAKEN);
    const { current } = await at.registry.secrets(rotated);
    expect(Object.values(current).map(revealSecret)).toEqual(['the-next-secret']);
  });

  it('finds a shop by its address, which a shop that had none gets at its first need', async () => {
    const { pushAddresses } = at.registry;
    const pushId = await pushAddresses.idOf(at.shop);
    expect(pushId).toMatch(/^[a-z2-7]{32}$/);
    expect(await pipe.receiver.find('kuaizhan', pushId)).toEqual(at.shop);
    for (const [platform, id] of [
      ['douyin', pushId],
      ['KUAIZHAN', pushId],
      ['kuaizhan', 'a'.repeat(32)],
      ['kuaizhan', `${pushId}a`],
      ['kuaizhan', ''],
    ] as const)
      expect(await pipe.receiver.find(platform, id)).toBeNull();
    const { pushes: _, ...silent } = appShop('90', 'x');
    const old = await at.register(silent);
    const [first, second] = await Promise.all([pushAddresses.idOf(old), pushAddresses.idOf(old)]);
    expect(first).toBe(second);
    expect(await pipe.receiver.find('kuaizhan', first)).toEqual(old);
    await at.registry.unregisterShop(old.key);
    expect(await pipe.receiver.find('kuaizhan', first)).toBeNull();
    await expect(pushAddresses.idOf(old)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('says that nothing is stored when the store cannot store it', async () => {
    await at.store.close();
    const again = pipe.push(at.shop, SECRET, linesOf({ id: 'a' }));
    await expect(again).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' });
  });

  it('never says which app signed in the file', async () => {
    await pipe.pushLines(at.shop, SECRET, { id: 'a' });
    const [row] = await all();
    expect(row?.app).toMatch(/^[0-9a-f]{32}$/);
    expect(row?.app).not.toContain(APP);
  });
});
