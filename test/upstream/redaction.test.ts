import { describe, expect, it } from '@jest/globals';
import { Secret } from '../../src/tenants/secret.js';
import { safeText } from '../../src/upstream/redaction.js';

const value = 'to/k+en ä=CANARY';
const secret = new Secret(value);

describe("a platform's text", () => {
  it.each([
    ['raw', value],
    ['URL-encoded', encodeURIComponent(value)],
    ['URL-encoded in lower case', encodeURIComponent(value).toLowerCase()],
    ['form-encoded', new URLSearchParams({ a: value }).toString().slice(2)],
    ['base64', Buffer.from(value).toString('base64')],
    ['base64 without padding', Buffer.from(value).toString('base64').replaceAll('=', '')],
    ['base64url', Buffer.from(value).toString('base64url')],
    ['inside JSON', JSON.stringify(value)],
  ])('loses a secret that is %s', (_, spelling) => {
    const text = safeText(`bad token ${spelling} given`, [secret]);
    expect(text).toContain('[redacted]');
    expect(text?.toLowerCase()).not.toContain('canary');
    expect(text).not.toContain(spelling);
  });

  it('is cut to 300 characters after that, so that no half of a secret stays', () => {
    const text = safeText(`${'x'.repeat(290)}${value}`, [secret]) ?? '';
    expect(text.length).toBeLessThanOrEqual(300);
    expect(text).not.toContain('to/k');
  });

  it('is dropped when it is markup, and loses line breaks', () => {
    expect(safeText('<html><body>502</body></html>', [])).toBeNull();
    expect(safeText('a<!-- b', [])).toBeNull();
    expect(safeText('a\r\nb\u0000c\u2028d', [])).toBe('a b c d');
    expect(safeText('price < 1 and > 0', [])).toBe('price < 1 and > 0');
    expect(safeText('  ', [])).toBeNull();
  });
});
