import { randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { readConfig } from '../../src/config/config.js';
import { ConfigProblems } from '../../src/config/config-problems.js';

const KEY = `k1:${randomBytes(32).toString('base64')}`;
const TOKEN = 'f0e1d2c3b4a5968778695a4b3c2d1e0f';
const read = (env: Readonly<Record<string, string>>) => readConfig({ MASTER_KEYS: KEY, ...env }, 'serve');

function problemsOf(env: Readonly<Record<string, string>>): readonly string[] {
  try {
    read(env);
    return [];
  } catch (error) {
    if (error instanceof ConfigProblems) return error.problems;
    throw error;
  }
}

describe('the older host in the configuration', () => {
  it('is none unless it is named', () => {
    expect(read({}).greaterWms).toBeNull();
  });

  it('is an address and a token, which is printed nowhere', () => {
    const config = read({ GREATERWMS_URL: 'https://wms.example/base', GREATERWMS_TOKEN: TOKEN });
    expect(config.greaterWms?.url.href).toBe('https://wms.example/base');
    expect(config.greaterWms?.token()).toBe(TOKEN);
    expect(inspect(config, { depth: 9, showHidden: true }) + JSON.stringify(config)).not.toContain(TOKEN);
  });

  it.each([
    [{ GREATERWMS_URL: 'https://wms.example' }, 'GREATERWMS_URL: needs GREATERWMS_TOKEN beside it'],
    [{ GREATERWMS_TOKEN: TOKEN }, 'GREATERWMS_TOKEN: needs GREATERWMS_URL beside it'],
    [
      { GREATERWMS_URL: 'https://wms.example', GREATERWMS_TOKEN: 'canary with blanks' },
      'GREATERWMS_TOKEN: must be the openid of an account of that host, without blanks',
    ],
    [
      { GREATERWMS_URL: `https://user:canary@wms.example`, GREATERWMS_TOKEN: TOKEN },
      'GREATERWMS_URL: must be an http or https address without user, query and fragment',
    ],
    [
      { GREATERWMS_URL: 'http://10.1.2.3:8008', GREATERWMS_TOKEN: TOKEN },
      'GREATERWMS_URL: is a private or emulator address, which needs UPSTREAM_ALLOW_PRIVATE=true',
    ],
  ])('is refused as %j in one line', (env, problem) => {
    expect(problemsOf(env as unknown as Record<string, string>)).toEqual([problem]);
  });

  it('may be on a private network when upstreams may', () => {
    const env = { GREATERWMS_URL: 'http://10.1.2.3:8008', GREATERWMS_TOKEN: TOKEN, UPSTREAM_ALLOW_PRIVATE: 'true' };
    expect(read(env).greaterWms?.url.port).toBe('8008');
  });
});
