import { once } from 'node:events';
import { openStore } from '../../../src/store/open-store.js';
import { parseKeyring } from '../../../src/tenants/keyring.js';
import { RefreshingTokenSources } from '../../../src/tenants/refreshing-tokens.js';
import { revealSecret } from '../../../src/tenants/reveal-secret.js';
import { openVault } from '../../../src/tenants/sealing.js';
import { grantsOver } from '../token-platform.js';

/** Another process that wants a shop's tokens: `token-worker.ts <file> <keyring> <shop key> <url> <command>`. */
const [file = '', keyring = '', shopKey = '', url = '', command = ''] = process.argv.slice(2);
const store = await openStore({ file });
const vault = await openVault(parseKeyring(keyring), store.settings, store.shops);
const shop = (await store.shops.find(shopKey))?.shop;
if (shop === undefined) throw new Error('no shop');
const say = (value: unknown): void => void process.stdout.write(`${JSON.stringify(value)}\n`);
const sources = new RefreshingTokenSources({ store: store.tokens, vault, timings: { leaseMs: 1_500 } });
const overHttp = grantsOver(url);

/** Says that it has the turn, and is heard of no more. */
const dying = async (): Promise<never> => {
  say('asking');
  await new Promise((resolve) => setTimeout(resolve, 60_000));
  throw new Error('nobody ended this process');
};

say('ready');
await once(process.stdin, 'data');
if (command === 'die') {
  await sources.of(shop, { create: dying, refresh: dying }).get();
} else {
  const answers = await Promise.allSettled(
    Array.from({ length: 500 }, () => sources.of(shop, overHttp).get().then(revealSecret)),
  );
  say(answers.map((answer) => (answer.status === 'fulfilled' ? answer.value : String(answer.reason))));
}
await sources.close();
await store.close();
process.stdin.destroy();
