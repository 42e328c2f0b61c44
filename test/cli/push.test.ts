import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { AppError } from '../../src/errors/app-error.js';
import { shopGlobalId } from '../../src/tenants/global-id.js';
import { appShop, eventually, makePushHome } from '../push/push-home.js';
import { type CompiledCli, compileCli } from '../support/compiled-cli.js';

// The commands run in another process.
jest.setTimeout(60_000);

const SECRET = 'secret-of-77';

describe('the commands for push messages', () => {
  let cli: CompiledCli;
  let at: Awaited<ReturnType<typeof makePushHome>>;
  let env: Record<string, string>;
  let pipe: ReturnType<typeof at.pipe>;
  let isMended: boolean;
  beforeAll(() => {
    cli = compileCli();
  });
  afterAll(() => cli.remove());
  beforeEach(async () => {
    at = await makePushHome();
    env = { DATA_DIR: join(at.home.file, '..'), MASTER_KEYS: at.keyring };
    isMended = false;
    pipe = at.pipe({
      times: { gapsMs: [0] },
      handle: async ({ change }) => {
        if (!isMended) throw new AppError('UPSTREAM_UNAVAILABLE');
        return [change];
      },
    });
    pipe.dispatcher.start();
    await pipe.pushLines(at.shop, SECRET, { id: 'one', object: '1', at: 1_700_000_000_000 }, { id: 'two' });
    await pipe.pushLines(at.shop, SECRET, { id: 'far', shop: '78' });
    await pipe.push(at.shop, SECRET, Buffer.from('! 王'));
    await eventually(
      () => at.letters(),
      (letters) => letters.length === 4,
    );
  });
  afterEach(() => at.close());

  const json = async <T>(...words: string[]): Promise<T> => {
    const { code, out, err } = await cli.run(['push', ...words, '--json'], env);
    expect([err, code]).toEqual(['', 0]);
    return JSON.parse(out) as T;
  };
  interface Letter {
    readonly id: number;
    readonly messageId: string;
  }
  const numberOf = async (messageId: string): Promise<string> =>
    String((await json<Letter[]>('list')).find((letter) => letter.messageId === messageId)?.id);

  it('list those that wait, with the reason', async () => {
    expect(await json('list')).toMatchObject([
      { state: 'QUARANTINED', reason: 'UNREADABLE', tag: null, shopId: null, viaShopId: shopGlobalId(at.shop.key) },
      { state: 'QUARANTINED', reason: 'FOREIGN_SHOP', messageId: 'far', attempts: 0 },
      { state: 'PARKED', messageId: 'two', occurredAt: null },
      {
        state: 'PARKED',
        reason: 'UPSTREAM_UNAVAILABLE: The platform could not be reached or answered 5xx.',
        attempts: 5,
        tenantId: at.tenantId,
        platform: 'KUAIZHAN',
        shopId: shopGlobalId(at.shop.key),
        tag: 'line',
        messageId: 'one',
        occurredAt: '2023-11-14T22:13:20.000Z',
      },
    ]);
    expect(await json('list', '--state', 'parked', '--tenant', 'Acme')).toHaveLength(2);
    await at.registry.createTenant('Other');
    expect(await json('list', '--tenant', 'Other')).toEqual([]);
    const { out } = await cli.run(['push', 'list', '--state', 'quarantined'], env);
    expect(out.trim().split('\n')).toHaveLength(2);
  });

  it('show one with what is in it, unsealed where it could not be read', async () => {
    const [unreadable] = await json<Letter[]>('list');
    expect(await json('show', String(unreadable?.id))).toMatchObject({ reason: 'UNREADABLE', content: '! 王' });
    const { out } = await cli.run(['push', 'show', await numberOf('one')], env);
    expect(out).toMatch(/\{"line":"one"\}\n$/);
  });

  it('replay messages, which the running server then tries again, and write it down', async () => {
    await at.register(appShop('78', 'secret-of-78'));
    isMended = true;
    const far = await numberOf('far');
    expect(await json('replay', far)).toEqual({ ids: [Number(far)] });
    expect(await json<{ ids: number[] }>('replay', '--all')).toMatchObject({ ids: { length: 2 } });
    const told = await eventually(
      () => at.changes(),
      (changes) => changes.length === 3,
    );
    expect(told.map(({ raw }) => JSON.parse(raw ?? '').line).sort()).toEqual(['far', 'one', 'two']);
    expect(await at.letters()).toHaveLength(1);
    const rows = await at.store.audit.list(at.tenantId, at.shop.key, { limit: 9 });
    expect(rows.map(({ action, actor, outcome }) => [action, actor, outcome])).toEqual(
      Array(3).fill(['push replay', 'cli', 'OK']),
    );
  });

  it('drop messages for good', async () => {
    const one = await numberOf('one');
    expect(await json('drop', one)).toEqual({ ids: [Number(one)] });
    const again = await cli.run(['push', 'drop', one], env);
    expect([again.code, again.err]).toEqual([1, 'error: no such message waits\n']);
    expect(await at.store.inbox.find(Number(one))).toMatchObject({ state: 'DROPPED', raw: null });
    expect(await at.letters()).toHaveLength(3);
  });

  it.each([
    [['push', 'replay'], 2],
    [['push', 'replay', '1', '--all'], 2],
    [['push', 'replay', '1', '--tenant', 'Acme'], 2],
    [['push', 'drop', 'one'], 2],
    [['push', 'show', '99999'], 1],
    [['push', 'list', '--state', 'done'], 2],
    [['push', 'list', '--tenant', 'nobody'], 1],
  ])('end %j with exit code %i and one line', async (words, code) => {
    const finished = await cli.run(words, env);
    expect([finished.code, finished.out]).toEqual([code, '']);
    expect(finished.err.trim().split('\n')[0]).toMatch(/^error: /);
  });
});
