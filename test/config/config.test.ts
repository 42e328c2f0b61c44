import { randomBytes } from 'node:crypto';
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ConfigMode, readConfig } from '../../src/config/config.js';
import { ConfigProblems } from '../../src/config/config-problems.js';
import type { Environment } from '../../src/config/env.js';
import { scratchFolder } from '../support/scratch-folder.js';

const KEY = `k1:${randomBytes(32).toString('base64')}`;
const SECRET = 'hunter2-canary';

let folder: string;
beforeAll(() => {
  folder = scratchFolder('config');
});
afterAll(() => rmSync(folder, { recursive: true }));

function problemsOf(env: Environment, mode: ConfigMode = 'serve'): readonly string[] {
  try {
    readConfig({ MASTER_KEYS: KEY, DATA_DIR: folder, ...env }, mode);
    return [];
  } catch (error) {
    if (error instanceof ConfigProblems) return error.problems;
    throw error;
  }
}

describe('the configuration', () => {
  it('has the documented defaults', () => {
    const config = readConfig({ MASTER_KEYS: KEY }, 'serve');
    expect(config).toMatchObject({
      host: '127.0.0.1',
      port: 4000,
      publicUrl: null,
      adminPort: 4001,
      dataDir: join(process.cwd(), '.shopgraph'),
      subgraphs: ['registry', 'kuaizhan', 'douyin', 'inventory'],
      upstreamAllowPrivate: false,
      egressProxyHosts: [],
      corsOrigins: [],
      introspection: 'admin',
      requestTimeoutMs: 10_000,
      logLevel: 'info',
      logFormat: 'json',
    });
    expect(config.kuaizhanUrl.href).toBe('https://api.kuaizhan.com/');
  });

  it('reads every setting', () => {
    const config = readConfig(
      {
        MASTER_KEYS: KEY,
        HOST: '::1',
        PORT: '0',
        ADMIN_PORT: '0',
        PUBLIC_URL: 'https://graph.example/base',
        SUBGRAPHS: 'registry, kuaizhan',
        EGRESS_PROXY_HOSTS: 'proxy.example:8080,[2001:db8::1]:3128',
        CORS_ORIGINS: 'https://a.example,http://localhost:3000',
        INTROSPECTION: 'off',
        REQUEST_TIMEOUT_MS: '25000',
        LOG_LEVEL: 'debug',
        LOG_FORMAT: 'text',
        UPSTREAM_ALLOW_PRIVATE: 'true',
        KUAIZHAN_URL: 'http://127.0.0.1:9999',
      },
      'serve',
    );
    expect(config).toMatchObject({
      host: '::1',
      port: 0,
      subgraphs: ['registry', 'kuaizhan'],
      egressProxyHosts: ['proxy.example:8080', '[2001:db8::1]:3128'],
      corsOrigins: ['https://a.example', 'http://localhost:3000'],
      introspection: 'off',
      requestTimeoutMs: 25_000,
      logFormat: 'text',
    });
    expect(config.masterKeys()).toBe(KEY);
  });

  it.each([
    ['PORT', 'eighty'],
    ['PORT', '65536'],
    ['ADMIN_PORT', '-1'],
    ['ADMIN_PORT', '4000'],
    ['HOST', 'not a host'],
    ['PUBLIC_URL', 'graph.example'],
    ['KUAIZHAN_URL', `https://user:${SECRET}@api.example`],
    ['KUAIZHAN_URL', `https://api.example/?access_token=${SECRET}`],
    ['KUAIZHAN_URL', 'ftp://api.example'],
    ['DOUYIN_URL', SECRET],
    ['SUBGRAPHS', 'registry,taobao'],
    ['UPSTREAM_ALLOW_PRIVATE', 'yes'],
    ['EGRESS_PROXY_HOSTS', `http://u:${SECRET}@proxy.example:80`],
    ['EGRESS_PROXY_HOSTS', 'proxy.example:99999'],
    ['CORS_ORIGINS', '*'],
    ['CORS_ORIGINS', 'https://a.example/'],
    ['INTROSPECTION', 'true'],
    ['REQUEST_TIMEOUT_MS', '26000'],
    ['REQUEST_TIMEOUT_MS', '1.5'],
    ['LOG_LEVEL', 'loud'],
    ['LOG_FORMAT', 'xml'],
    ['DATABASE_URL', `postgres://u:${SECRET}@db/x`],
    ['REDIS_URL', 'redis://cache'],
    ['GREATERWMS_TOKEN', SECRET],
    ['MASTER_KEYS', SECRET],
    ['MASTER_KEYS', `${KEY},${KEY}`],
    ['MASTER_KEYS', 'k1:c2hvcnQ='],
  ])('refuses %s=%s with one line that names it and repeats no value', (name, value) => {
    const problems = problemsOf({ [name]: value });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(new RegExp(`^${name}: `));
    expect(problems[0]).not.toContain(SECRET);
    expect(problems[0]).not.toContain('\n');
  });

  it('tells all problems at once', () => {
    const problems = problemsOf({ PORT: 'x', LOG_LEVEL: 'x', MASTER_KEYS: undefined });
    expect(problems.map((line) => line.split(':')[0])).toEqual(['PORT', 'MASTER_KEYS', 'LOG_LEVEL']);
  });

  it('prints no master key, whichever way it is printed', () => {
    const config = readConfig({ MASTER_KEYS: KEY }, 'serve');
    const printed = inspect(config, { depth: 9, showHidden: true }) + JSON.stringify(config) + String(config);
    expect(printed).not.toContain(KEY.slice(3));
  });
});

describe('serving', () => {
  it('needs a master key, whatever the demo kept', () => {
    readConfig({ DATA_DIR: folder }, 'demo');
    expect(problemsOf({ MASTER_KEYS: undefined })).toEqual([expect.stringMatching(/^MASTER_KEYS: must be set/)]);
  });

  it.each([
    'http://127.0.0.1:9000',
    'http://localhost:9000',
    'http://127.1',
    'http://0x7f000001',
    'http://2130706433',
    'http://[::1]:80',
    'http://[::ffff:10.0.0.1]',
    'http://10.1.2.3',
    'http://169.254.169.254',
    'http://192.168.0.1',
    'http://emulator',
    'http://platform.internal.',
  ])('refuses the upstream address %s', (address) => {
    expect(problemsOf({ KUAIZHAN_URL: address })).toEqual([expect.stringMatching(/^KUAIZHAN_URL: is a private/)]);
    expect(problemsOf({ KUAIZHAN_URL: address, UPSTREAM_ALLOW_PRIVATE: 'true' })).toEqual([]);
  });

  it('takes master keys from a file, one a line', () => {
    const path = join(folder, 'keys');
    const second = `k2:${randomBytes(32).toString('base64')}`;
    writeFileSync(path, `${second}\n${KEY}\n`);
    expect(readConfig({ MASTER_KEYS_FILE: path }, 'serve').masterKeys()).toBe(`${second},${KEY}`);
    expect(problemsOf({ MASTER_KEYS_FILE: path })).toEqual([expect.stringMatching(/^MASTER_KEYS: give either/)]);
    expect(problemsOf({ MASTER_KEYS: undefined, MASTER_KEYS_FILE: join(folder, 'none') })).toEqual([
      'MASTER_KEYS_FILE: names a file that cannot be read',
    ]);
  });
});

describe('the demo', () => {
  it('makes a master key at the first start, keeps it for its owner alone, and finds it again', () => {
    const dataDir = join(folder, 'demo', 'deep');
    const first = readConfig({ DATA_DIR: dataDir }, 'demo');
    const again = readConfig({ DATA_DIR: dataDir }, 'demo');
    const path = join(dataDir, 'master.keys');
    expect(first.masterKeys()).toBe(again.masterKeys());
    expect(readFileSync(path, 'utf8').trim()).toBe(first.masterKeys());
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readConfig({ DATA_DIR: dataDir }, 'admin').masterKeys()).toBe(first.masterKeys());
    expect(first).toMatchObject({ introspection: 'all', upstreamAllowPrivate: true });
  });
});
