import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { proxyRequest, readSwitchBody, sandboxRequest, switchEcho } from '../../src/server/greaterwms-body.js';

const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype']);
const isPlain = (value: unknown): boolean =>
  typeof value !== 'object' ||
  value === null ||
  Object.entries(value).every(([key, one]) => !FORBIDDEN.has(key) && isPlain(one));
/** What has no password in it, and can be told from what is echoed. */
const fields = fc
  .dictionary(fc.string(), fc.jsonValue())
  .filter((value) => isPlain(value) && !JSON.stringify(value).includes('@'));

describe('the echo of a call', () => {
  it('is the call with the result beside it, however it was written', () => {
    fc.assert(
      fc.property(fields, fc.constantFrom(undefined, 1, '\t', ' \n'), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        const read = readSwitchBody(Buffer.from(text));
        if (read === null) throw new Error('a body that is not read');
        expect(JSON.parse(switchEcho(read.text, read.value))).toEqual({ ...JSON.parse(text), result: 'success' });
      }),
    );
  });

  it('has no blanks outside of texts, no escapes that are not needed, and numbers as they were written', () => {
    const text = '\ufeff { "a" : 1.50 , "b" : [ 1e3 , -0 , 900719925474099312345 ] , "\\u4e2d\\/" : " \\u0041 \\" " } ';
    const { text: bare, value } = readSwitchBody(Buffer.from(text)) ?? { text: '', value: null };
    expect(switchEcho(bare, value)).toBe(
      '{"a":1.50,"b":[1e3,-0,900719925474099312345],"中/":" A \\" ","result":"success"}',
    );
  });

  it('leaves out the password of every address', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1, unit: 'grapheme' }).map((text) => `canary${encodeURIComponent(text)}`),
        fc.constantFrom('http://', 'https://', ''),
        fc.constantFrom('user', ''),
        fc.boolean(),
        (password, scheme, user, isQuoted) => {
          const map = { https: `${scheme}${user}:${password}@proxy.example:8080` };
          const body = { t_code: 'x', proxy: 1, proxy_ip: isQuoted ? JSON.stringify(map) : map };
          const text = JSON.stringify(body);
          expect(switchEcho(text, body)).not.toContain('canary');
          expect(proxyRequest(body)).toMatchObject({ kind: 'proxy', url: expect.stringContaining(password) });
        },
      ),
    );
  });
});

describe('a body', () => {
  it('of any bytes is read or refused, and so are its fields', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array(),
          fc.json().map((text) => Buffer.from(text)),
        ),
        (bytes) => {
          const read = readSwitchBody(Buffer.from(bytes));
          if (read === null) return;
          for (const request of [sandboxRequest(read.value), proxyRequest(read.value)])
            expect(['refused', 'sandbox', 'proxy']).toContain(request.kind);
        },
      ),
    );
  });

  it('that is empty holds nothing', () => {
    expect(readSwitchBody(Buffer.from(' \n'))).toEqual({ text: '{}', value: {} });
  });
});
