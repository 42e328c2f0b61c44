import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Libsql from 'libsql';
import { type Home, makeHome } from './home.js';
import { storeBattery } from './store-battery.js';

storeBattery('an SQLite file', makeHome);

describe('the SQLite file', () => {
  let home: Home;
  beforeEach(() => {
    home = makeHome();
  });
  afterEach(() => home.close());

  it('is for its owner alone, and loses nothing when it is closed and opened', async () => {
    const store = await home.open();
    expect(statSync(home.file).mode & 0o077).toBe(0);
    expect(statSync(dirname(home.file)).mode & 0o077).toBe(0);
    await store.settings.insertIfAbsent('a', '1');
    await store.close();
    expect(await (await home.open()).settings.get('a')).toBe('1');
  });

  it('may be memory, for a process that keeps nothing', async () => {
    const store = await home.open({ file: ':memory:' });
    await store.settings.insertIfAbsent('a', '1');
    expect(await store.settings.get('a')).toBe('1');
    await store.revisions.add([]);
  });

  it('is brought up to date by one of several that open it at once', async () => {
    const stores = await Promise.all(Array.from({ length: 4 }, () => home.open()));
    await Promise.all(stores.map((store) => store.ping()));
  });

  it('is refused and left as it is when it is damaged', async () => {
    const store = await home.open();
    for (let n = 0; n < 200; n += 1) await store.settings.insertIfAbsent(`name ${n}`, 'x'.repeat(500));
    await store.close();
    const bytes = readFileSync(home.file);
    bytes.fill(0xff, bytes.length - 3 * 4096);
    writeFileSync(home.file, bytes);
    await expect(home.open()).rejects.toThrow(/The store cannot be opened: .* is damaged; restore it from a backup\./);
    expect(readFileSync(home.file).equals(bytes)).toBe(true);
  });

  it('is refused when it is no database, or the database of another program', async () => {
    mkdirSync(dirname(home.file), { recursive: true });
    writeFileSync(home.file, 'notes of mine\n'.repeat(400));
    await expect(home.open()).rejects.toThrow(/is not a database/);
    writeFileSync(home.file, '');
    const other = new Libsql(home.file);
    other.exec('create table theirs (a)');
    other.close();
    await expect(home.open()).rejects.toThrow(/it is the database of another program/);
  });

  it('is refused when a later version wrote it', async () => {
    await (await home.open()).close();
    const later = new Libsql(home.file);
    later.exec("insert into migrations values (99, 'later', 0)");
    later.close();
    await expect(home.open()).rejects.toThrow(/a later version/);
  });

  it('is not made anew beside the log of a lost one', async () => {
    const store = await home.open();
    await store.settings.insertIfAbsent('a', '1');
    expect(existsSync(`${home.file}-wal`)).toBe(true);
    copyFileSync(`${home.file}-wal`, `${home.file}.kept`);
    await store.close();
    renameSync(home.file, `${home.file}.gone`);
    renameSync(`${home.file}.kept`, `${home.file}-wal`);
    await expect(home.open()).rejects.toThrow(/is missing or empty, but its log/);
    expect(existsSync(home.file)).toBe(false);
  });

  it('answers reads and says STORAGE_UNAVAILABLE for writes while it is full, and heals', async () => {
    const store = await home.open({ maxBytes: 500_000 });
    await store.settings.insertIfAbsent('kept', 'yes');
    const fill = async (): Promise<void> => {
      for (let n = 0; n < 200; n += 1) await store.settings.insertIfAbsent(`name ${n}`, 'x'.repeat(10_000));
    };
    await expect(fill()).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE', retryable: true });
    expect(await store.settings.get('kept')).toBe('yes');
    await expect(store.settings.insertIfAbsent('more', 'x'.repeat(100_000))).rejects.toMatchObject({
      code: 'STORAGE_UNAVAILABLE',
    });
    const cleaner = new Libsql(home.file);
    cleaner.exec("delete from settings where name like 'name %'");
    cleaner.close();
    expect(await store.settings.insertIfAbsent('more', 'x'.repeat(100_000))).toHaveLength(100_000);
  });
});
