import { runSafeWrite } from '../../../src/ledger/safe-write.js';
import { createLogger } from '../../../src/log/logger.js';
import { openStore } from '../../../src/store/open-store.js';
import { ApiKeys } from '../../../src/tenants/api-keys.js';
import { parseKeyring } from '../../../src/tenants/keyring.js';
import { openVault } from '../../../src/tenants/sealing.js';

/** Another process on the same store: `worker.ts <file> <keyring> <command> [argument]`. */
const [file = '', keyring = '', command = '', argument = ''] = process.argv.slice(2);
const store = await openStore({ file });
const say = (value: unknown): void => void process.stdout.write(`${JSON.stringify(value)}\n`);

const row = {
  tenantId: 'tn_one',
  keyId: 'k',
  shopKey: 's1',
  mutation: 'commodityCreate',
  inputHash: 'h',
  intent: '{}',
};

if (command === 'revoke') {
  const vault = await openVault(parseKeyring(keyring), store.settings, store.shops);
  await new ApiKeys(store.apiKeys, vault, 'live').revoke(argument);
  say('revoked');
} else if (command === 'begin') {
  const kinds = [];
  for (let n = 0; n < 50; n += 1) kinds.push((await store.journal.begin({ ...row, idempotencyKey: `key ${n}` })).kind);
  say(kinds);
} else if (command === 'die') {
  await store.journal.begin({ ...row, idempotencyKey: 'never sent' });
  await runSafeWrite({
    journal: store.journal,
    caller: { tenantId: 'tn_one', keyId: 'k', name: 'k', scopes: new Set(), shopGrants: null },
    shopKey: 's1',
    mutation: 'commodityCreate',
    input: { title: 'Tee' },
    intent: { title: 'Tee' },
    idempotencyKey: argument,
    deadlineAt: performance.now() + 10_000,
    send: async (beforeFirstByte) => {
      await beforeFirstByte();
      say('sent');
      process.kill(process.pid, 'SIGKILL');
      return new Promise<never>(() => undefined);
    },
    encodeOutcome: () => null,
    log: createLogger({ level: 'silent', format: 'json' }),
  });
} else {
  say('opened');
}
await store.close();
