import { type Config, readConfig } from '../config/config.js';
import { ConfigProblems } from '../config/config-problems.js';
import type { Environment } from '../config/env.js';
import { openFoundation } from '../foundation.js';
import { StoreError } from '../store/store-error.js';
import { KeyringError } from '../tenants/keyring.js';
import { createDispatchers } from '../upstream/dispatchers.js';

/** One line of the examination. */
export interface Finding {
  readonly check: string;
  readonly ok: boolean;
  readonly detail: string;
}

/** Milliseconds a platform has to answer at all. */
const PATIENCE_MS = 5000;
/** Difference to a platform's clock from which on signed calls are at risk (reliability R24). */
const MAX_SKEW_MS = 60_000;

/** Checks whether a server could run here. Writes nothing but the store's own files, asks each platform once. */
export async function examine(env: Environment): Promise<Finding[]> {
  let config: Config;
  try {
    config = readConfig(env, 'admin');
  } catch (error) {
    if (!(error instanceof ConfigProblems)) throw error;
    return error.problems.map((detail) => ({ check: 'configuration', ok: false, detail }));
  }
  const detail = `listens on ${config.host}:${config.port}, data in ${config.dataDir}`;
  const platform = await reach('KUAIZHAN', config.kuaizhanUrl, config.upstreamAllowPrivate);
  return [{ check: 'configuration', ok: true, detail }, ...(await storeAndKeys(config)), ...platform];
}

async function storeAndKeys(config: Config): Promise<Finding[]> {
  try {
    const foundation = await openFoundation(config, 'live');
    try {
      await foundation.store.ping();
      const tenants = await foundation.registry.listTenants();
      return [
        { check: 'store', ok: true, detail: `readable and whole, ${tenants.length} tenant(s)` },
        { check: 'keys', ok: true, detail: 'the master keys open the store' },
      ];
    } finally {
      await foundation.close();
    }
  } catch (error) {
    if (error instanceof KeyringError)
      return [
        { check: 'store', ok: true, detail: 'readable and whole' },
        { check: 'keys', ok: false, detail: error.message },
      ];
    const detail = error instanceof StoreError ? error.message : 'it cannot be used';
    return [{ check: 'store', ok: false, detail }];
  }
}

/** Any answer at all is an answer: which one does not matter without a token. */
async function reach(platform: string, url: URL, allowPrivate: boolean): Promise<Finding[]> {
  const check = platform.toLowerCase();
  const dispatchers = createDispatchers({ allowPrivate, connectMs: PATIENCE_MS });
  try {
    const line = { tenantId: '', shopKey: '', environment: 'live', platform } as const;
    const { headers } = await dispatchers.send(
      { line, origin: url.origin, proxy: null },
      {
        method: 'GET',
        path: url.pathname,
        headers: { accept: 'application/json', 'accept-encoding': 'identity' },
        body: null,
        signal: AbortSignal.timeout(PATIENCE_MS),
        onStart: () => undefined,
        onHeaders: () => undefined,
      },
    );
    const plain = url.protocol === 'http:' ? ', over plain HTTP: tokens travel in clear' : '';
    return [{ check, ok: true, detail: `${url.origin} answers${plain}` }, compareClocks(headers['date'])];
  } catch {
    return [
      { check, ok: false, detail: `${url.origin} does not answer` },
      { check: 'clock', ok: true, detail: 'not compared, since no platform answered' },
    ];
  } finally {
    await dispatchers.close();
  }
}

function compareClocks(date: string | string[] | undefined): Finding {
  const theirs = typeof date === 'string' ? Date.parse(date) : Number.NaN;
  if (Number.isNaN(theirs))
    return { check: 'clock', ok: true, detail: 'not compared, since the platform told no time' };
  const skew = Math.round((Date.now() - theirs) / 1000);
  const ok = Math.abs(skew) * 1000 <= MAX_SKEW_MS;
  return { check: 'clock', ok, detail: `${Math.abs(skew)} s ${skew < 0 ? 'behind' : 'ahead of'} the platform` };
}
