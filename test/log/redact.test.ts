import { expect, it } from '@jest/globals';
import { createLogger } from '../../src/log/logger.js';
import { redactText } from '../../src/log/redact.js';

it.each([
  ['https://api.example/v2/x?access_token=canary&a=1 failed', 'https://api.example/v2/x?[redacted] failed'],
  ['proxy http://user:canary@proxy.example:80/', 'proxy http://[redacted]@proxy.example:80/'],
  ['key gk_live_abcdefghijkl_canary0000_12345678.', 'key gk_[redacted].'],
  ['authorization: Bearer canary-canary', 'authorization: Bearer [redacted]'],
  ['{"app_secret":"canary"}', '{"app_secret":"[redacted]"}'],
])('takes the secret out of %s', (text, clean) => {
  expect(redactText(text)).toBe(clean);
});

it('shows an error with its causes and nothing that is attached to them', () => {
  const lines: string[] = [];
  const log = createLogger({ level: 'error', format: 'json', write: (line) => lines.push(line) });
  const cause = Object.assign(new Error('GET http://h/x?token=canary'), {
    code: 'ECONNRESET',
    headers: { a: 'canary' },
  });
  log.error({ err: new Error('failed', { cause }) }, 'it broke');
  expect(lines).toHaveLength(1);
  expect(lines[0]).not.toContain('canary');
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    msg: 'it broke',
    err: { type: 'Error', message: 'failed', cause: { code: 'ECONNRESET', message: 'GET http://h/x?[redacted]' } },
  });
});

it('writes a short line for people in the text format', () => {
  const lines: string[] = [];
  createLogger({ level: 'info', format: 'text', write: (line) => lines.push(line) }).warn({ shop: 's1' }, 'slow');
  expect(lines).toEqual([expect.stringMatching(/^\d\d:\d\d:\d\d\.\d{3} warn slow shop="s1"\n$/)]);
});
