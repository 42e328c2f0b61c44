import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Secret } from '../../src/tenants/secret.js';
import { APP_ID, APP_SECRET, SHOP_ID } from '../platforms/douyin/push/fixtures.js';
import { eventually, makePushHome } from './push-home.js';

// The server runs in a process of its own, and is started three times.
jest.setTimeout(60_000);

const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const TAKEN = '{"code":0,"msg":"success"}';
const PER_SECOND = 200;

describe('a server of push messages under load', () => {
  let at: Awaited<ReturnType<typeof makePushHome>>;
  let path: string;
  let child: ChildProcess;
  let port: number;
  /** Ends all deliveries, whatever became of the test. */
  let isStopped = false;
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });

  const start = async (): Promise<void> => {
    const { NODE_OPTIONS: _, ...env } = process.env;
    const loader = here('../store/child/register.mjs');
    const args = ['--no-warnings', '--import', loader, here('./child/push-server.ts'), at.home.file, at.keyring];
    child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'inherit'] });
    const line = await new Promise<string>((resolve, reject) => {
      child.stdout?.once('data', (chunk: Buffer) => resolve(chunk.toString()));
      child.once('exit', (code) => reject(new Error(`the server ended with ${code}`)));
    });
    port = Number(line);
  };
  const kill = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  };

  beforeEach(async () => {
    at = await makePushHome();
    const shop = await at.register({
      platform: 'DOUYIN',
      nativeId: SHOP_ID,
      nativeResource: 'shop',
      attributes: { appId: APP_ID },
      secrets: { appSecret: new Secret(APP_SECRET) },
      mainSecret: 'appSecret',
      appId: APP_ID,
      pushes: true,
    });
    path = `/push/douyin/${await at.registry.pushAddresses.idOf(shop)}`;
    await start();
  });
  afterEach(async () => {
    isStopped = true;
    await kill();
    agent.destroy();
    await at.close();
  });

  /** One delivery of a body; false when it was not acknowledged, for whatever reason. */
  const deliver = (body: string): Promise<boolean> =>
    new Promise((resolve) => {
      const sign = createHash('md5')
        .update(APP_ID + body + APP_SECRET)
        .digest('hex');
      const headers = { 'content-type': 'application/json', 'app-id': APP_ID, 'event-sign': sign };
      const sending = request({ port, path, agent, method: 'POST', headers, timeout: 5_000 }, (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          text += chunk;
        });
        response.on('end', () => resolve(response.statusCode === 200 && text === TAKEN));
        response.on('error', () => resolve(false));
      });
      sending.on('timeout', () => sending.destroy());
      sending.on('error', () => resolve(false));
      sending.end(body);
    });

  it('loses nothing it acknowledged and tells nothing twice, when it is killed in the middle', async () => {
    const acknowledged = new Set<string>();
    /** Milliseconds until an acknowledgement, before the first kill. */
    const latencies: number[] = [];
    let isFirst = true;
    let sent = 0;
    let isOver = false;
    /** Like the platform: sends a body again until it is acknowledged. Some bodies come twice all the same. */
    const push = async (n: number): Promise<void> => {
      const ids = [`m${n}`, ...(n % 10 === 0 ? [`m${n}-b`] : [])];
      const body = JSON.stringify(
        ids.map((id) => ({ tag: '100', msg_id: id, data: JSON.stringify({ p_id: `${n}`, shop_id: Number(SHOP_ID) }) })),
      );
      while (!isStopped) {
        const begun = performance.now();
        if (await deliver(body)) {
          if (isFirst) latencies.push(performance.now() - begun);
          break;
        }
        await sleep(100);
      }
      for (const id of ids) acknowledged.add(id);
      if (n % 7 === 0) await deliver(body);
    };
    // The thread that writes begins with the first message: until then nothing can be said of latencies.
    await push(sent++);
    latencies.length = 0;
    const load = (async () => {
      const running: Promise<void>[] = [];
      const begun = performance.now();
      while (!isOver && !isStopped) {
        const due = 1 + Math.floor(((performance.now() - begun) / 1000) * PER_SECOND);
        while (sent < due) running.push(push(sent++));
        await sleep(5);
      }
      await Promise.all(running);
    })();
    for (const pause of [1_200, 700]) {
      await sleep(pause);
      isFirst = false;
      await kill();
      await start();
    }
    await sleep(1_000);
    isOver = true;
    await load;
    await eventually(
      () => at.store.inbox.depth(),
      ({ pending }) => pending === 0,
      30_000,
    );
    const told = (await at.changes({ limit: 100_000 })).map(({ raw }) => JSON.parse(raw ?? '').msg_id as string);
    expect(sent).toBeGreaterThan(PER_SECOND * 2);
    expect(new Set(told).size).toBe(told.length);
    expect([...acknowledged].filter((id) => !told.includes(id))).toEqual([]);
    expect(told.length).toBe(acknowledged.size);
    expect(await at.store.inbox.depth()).toEqual({ pending: 0, parked: 0, quarantined: 0 });
    latencies.sort((a, b) => a - b);
    // On a machine that does other things as well, half of them say more than the slowest hundredth.
    expect(latencies[Math.floor(latencies.length / 2)]).toBeLessThan(500);
  });
});
