import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Libsql from 'libsql';
import { AppError } from '../../src/errors/app-error.js';
import { RefreshingTokenSources } from '../../src/tenants/refreshing-tokens.js';
import { GrantRefused } from '../../src/tenants/token-grant.js';
import { freshKey, makeRegistry } from '../store/home.js';
import { makeBench, type TokenBench } from './token-bench.js';

const DAY_MS = 24 * 3600_000;

describe('tokens on disk', () => {
  let bench: TokenBench;
  beforeEach(async () => {
    bench = await makeBench({ maxBytes: 600_000 });
  });
  afterEach(() => bench.home.close());

  const edit = (statement: string): void => {
    const database = new Libsql(bench.home.file);
    database.exec(statement);
    database.close();
  };

  it('are there before anybody gets them, and what could not be stored is stored before the platform is asked again', async () => {
    const { platform, store } = bench;
    const process = bench.process();
    // Larger than the room that is left in pages; what a lease needs still fits.
    platform.padding = 'x'.repeat(30_000);
    const fill = async (): Promise<void> => {
      for (let n = 0; n < 1_000; n += 1) await store.settings.insertIfAbsent(`name ${n}`, 'x'.repeat(10_000));
    };
    platform.beforeAnswer = () => fill().catch(() => undefined);
    expect(await bench.get(process)).toBe('STORAGE_UNAVAILABLE');
    bench.clock.advance(1_000);
    expect(await bench.get(process)).toBe('STORAGE_UNAVAILABLE');
    expect(bench.told).toEqual(Array(2).fill('error: STORAGE_UNAVAILABLE'));
    expect(await process.facts(bench.shop)).toBeNull();
    edit("delete from settings where name like 'name %'");
    platform.beforeAnswer = async () => undefined;
    bench.clock.advance(2_000);
    expect(await bench.get(process)).toMatch(/^access-shop-1x/);
    expect(await bench.get(bench.process())).toMatch(/^access-shop-1x/);
    expect(platform.asked).toEqual(['create']);
  });

  it('are not asked for while they could not be stored', async () => {
    const process = bench.process();
    await bench.store.close();
    expect(await bench.get(process)).toBe('STORAGE_UNAVAILABLE');
    expect(bench.platform.asked).toEqual([]);
  });

  it('are nowhere in clear, nor in anything that is said of them', async () => {
    const process = bench.process();
    await bench.get(process);
    bench.platform.always = new GrantRefused('authorization-gone', 'gone');
    bench.clock.advance(8 * DAY_MS);
    await bench.get(process);
    bench.platform.always = new AppError('UPSTREAM_UNAVAILABLE');
    bench.clock.advance(30_000);
    await bench.get(process);
    edit('update tokens set access_token = refresh_token');
    await bench.get(bench.process());
    expect(bench.uttered).toMatch(/SHOP_AUTH_EXPIRED[\s\S]*UPSTREAM_UNAVAILABLE/);
    for (const said of [bench.uttered, bench.told.join(), bench.home.bytes().toString('latin1')]) {
      expect(said).not.toMatch(/access-shop|refresh-shop/);
      expect(said.includes(Buffer.from('access-shop').toString('base64').slice(0, 14))).toBe(false);
    }
  });

  it('are refused when rows were swapped between shops, environments, fields or versions', async () => {
    const other = await bench.register('2');
    const sandboxed = { ...bench.shop, isSandbox: true };
    const process = bench.process();
    for (const shop of [bench.shop, other, sandboxed]) await bench.get(process, shop);
    const [mine, theirs] = [bench.shop.key, other.key];
    const at = (key: string, environment: string): string => `shop_key = '${key}' and environment = '${environment}'`;
    for (const value of [
      `(select access_token from tokens where ${at(theirs, 'live')})`,
      `(select access_token from tokens where ${at(mine, 'sandbox')})`,
      'refresh_token',
    ]) {
      edit(`create table kept as select * from tokens`);
      edit(`update tokens set access_token = ${value} where ${at(mine, 'live')}`);
      expect(await bench.get(bench.process())).toBe('INTERNAL');
      edit(`delete from tokens; insert into tokens select * from kept; drop table kept`);
    }
    edit(`update tokens set version = version + 1 where ${at(mine, 'live')}`);
    expect(await bench.get(bench.process())).toBe('INTERNAL');
    expect(await bench.get(bench.process(), other)).toBe('access-shop-1');
  });

  it('are opened under a new master key', async () => {
    await bench.get(bench.process());
    const next = freshKey('k2');
    expect(await (await makeRegistry(bench.store, `${next},${bench.keyring}`)).vault.rewrap()).toBe(1);
    const { vault } = await makeRegistry(bench.store, next);
    const after = new RefreshingTokenSources({ store: bench.store.tokens, vault, clock: bench.clock });
    expect(await bench.get(after)).toBe('access-shop-1');
    expect(bench.platform.asked).toEqual(['create']);
  });
});
