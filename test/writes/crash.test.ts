import { randomBytes } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type KuaizhanEmulator, startKuaizhanEmulator } from '../../src/platforms/kuaizhan/emulator/index.js';
import { type CompiledCli, compileCli, type Running } from '../support/compiled-cli.js';
import { scratchFolder } from '../support/scratch-folder.js';
import { KINDS, type WritableShop, type WriteKind, type Written, write } from './kinds.js';

let cli: CompiledCli;
let folder: string;
let kuaizhan: KuaizhanEmulator;
let env: Record<string, string>;
let shop: WritableShop;

beforeAll(async () => {
  cli = compileCli();
  folder = scratchFolder('crash');
  kuaizhan = await startKuaizhanEmulator({ seed: 'demo' });
  env = {
    PORT: '0',
    ADMIN_PORT: '0',
    DATA_DIR: join(folder, 'data'),
    MASTER_KEYS: `k1:${randomBytes(32).toString('base64')}`,
    KUAIZHAN_URL: kuaizhan.url,
    UPSTREAM_ALLOW_PRIVATE: 'true',
  };
  const [seeded] = kuaizhan.seed.shops;
  const member = kuaizhan.seed.communityUsers.find(({ forumId }) => forumId === seeded?.forumId);
  if (seeded === undefined || member === undefined) throw new Error('the seed is empty');
  const { accessToken, siteId, shopId, forumId, name } = seeded;
  writeFileSync(join(folder, 'token'), accessToken);
  const json = async (...words: string[]) => {
    const { out, err } = await cli.run([...words, '--json'], env);
    expect(err).toBe('');
    return JSON.parse(out) as Record<string, string>;
  };
  await json('tenants', 'create', '--name', 'T');
  const credential = ['--access-token-file', join(folder, 'token'), '--site-id', siteId, '--shop-id', shopId];
  const of = ['--tenant', 'T', '--name', name, '--platform', 'kuaizhan', '--forum-id', forumId];
  const { id = '', key = '' } = await json('shops', 'register', ...of, ...credential);
  const apiKey = (await json('keys', 'create', '--tenant', 'T', '--scopes', 'admin'))['key'] ?? '';
  const gid = (type: string, nativeId: string) => `gid://v1/${type}/${key}/${encodeURIComponent(nativeId)}`;
  shop = { key, id, name, shopId, siteId, forumId, accessToken, gid, apiKey, label: 'tea', userId: member.userId };
}, 60_000);
afterAll(async () => {
  await kuaizhan.close();
  cli.remove();
  rmSync(folder, { recursive: true });
});

const serve = async (): Promise<{ running: Running; url: string }> => {
  const running = cli.start(['serve'], env);
  const [, url = ''] = await running.until(/answers at (\S+)\/graphql/);
  return { running, url };
};
const optionsOf = (kind: WriteKind) => ({ idempotencyKey: `before the crash: ${kind.mutation}` });
const effects = (kind: WriteKind) => kuaizhan.journal.effects.filter((effect) => effect.kind === kind.effect).length;

describe('kill -9 while writes are on their way', () => {
  const inputs = new Map<WriteKind, object>();
  let answers: Map<WriteKind, Written>;
  let calls: number;

  beforeAll(async () => {
    const { running, url } = await serve();
    for (const kind of KINDS) inputs.set(kind, kind.prepare({ kuaizhan } as never, shop).input);
    kuaizhan.faults.set([{ match: { operation: 'POST *' }, fault: 'hold' }]);
    kuaizhan.journal.clear();
    const lost = KINDS.map((kind) =>
      write({ url }, shop, kind, inputs.get(kind) ?? {}, optionsOf(kind)).catch(() => 'lost'),
    );
    await kuaizhan.faults.whenHeld(KINDS.length);
    running.signal('SIGKILL');
    expect(await Promise.all(lost)).toEqual(KINDS.map(() => 'lost'));
    await running.ended;
    // The platform carries them out although nobody listens any more.
    kuaizhan.faults.clear();
    for (let tries = 0; tries < 500 && kuaizhan.journal.effects.length < KINDS.length; tries += 1)
      await new Promise((resolve) => setTimeout(resolve, 20));
    calls = kuaizhan.journal.entries.filter(({ method }) => method === 'POST').length;
    const again = await serve();
    answers = new Map();
    for (const kind of KINDS)
      answers.set(kind, await write({ url: again.url }, shop, kind, inputs.get(kind) ?? {}, optionsOf(kind)));
    again.running.signal('SIGTERM');
    expect(await again.running.ended).toMatchObject({ code: 0 });
  }, 60_000);

  it('had sent each of them once', () => {
    expect(calls).toBe(KINDS.length);
  });

  it.each(KINDS.filter(({ settles }) => settles !== 'never').map((kind) => [kind.mutation, kind] as const))(
    'leaves a %s that the same key settles after the restart, without a second effect',
    (_name, kind) => {
      const { payload } = answers.get(kind) as Written;
      expect(payload).toMatchObject({ userErrors: [], replayed: true });
      expect(Object.values(payload)[0]).not.toBeNull();
      expect(effects(kind)).toBe(1);
    },
  );

  it.each(KINDS.filter(({ settles }) => settles === 'never').map((kind) => [kind.mutation, kind] as const))(
    'leaves a %s unknown, since the platform cannot be asked, and sends it never again',
    (_name, kind) => {
      const { payload } = answers.get(kind) as Written;
      expect(payload).toMatchObject({ replayed: true, userErrors: [{ code: 'OUTCOME_UNKNOWN' }] });
      expect(effects(kind)).toBe(1);
    },
  );
});

describe('kill -9 before the platform did anything', () => {
  it('leaves a creation unknown: it is neither claimed nor sent again, and the next start is sound', async () => {
    const [kind] = KINDS;
    if (kind === undefined) throw new Error('no kind');
    const { running, url } = await serve();
    const input = { ...kind.prepare({ kuaizhan } as never, shop).input, title: 'never made' };
    const options = { idempotencyKey: 'cut off' };
    kuaizhan.faults.set([{ match: { operation: kind.operation }, fault: 'stall', phase: 'before_effect' }]);
    kuaizhan.journal.clear();
    const lost = write({ url }, shop, kind, input, options).catch(() => 'lost');
    for (let tries = 0; tries < 500 && kuaizhan.journal.count() === 0; tries += 1)
      await new Promise((resolve) => setTimeout(resolve, 20));
    running.signal('SIGKILL');
    expect(await lost).toBe('lost');
    await running.ended;
    kuaizhan.faults.clear();
    const again = await serve();
    const repeated = await write({ url: again.url }, shop, kind, input, options);
    expect(repeated.payload).toMatchObject({ replayed: true, userErrors: [{ code: 'OUTCOME_UNKNOWN' }] });
    expect(kuaizhan.journal.count(kind.operation)).toBe(1);
    const fresh = await write({ url: again.url }, shop, kind, input, { idempotencyKey: 'another key' });
    expect(fresh.payload).toMatchObject({ userErrors: [], replayed: false });
    again.running.signal('SIGTERM');
    expect(await again.running.ended).toMatchObject({ code: 0 });
  }, 60_000);
});
