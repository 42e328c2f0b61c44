import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type LineKeyParts, lineKey } from '../../src/upstream/line-key.js';

const parts = fc.record(
  {
    tenantId: fc.string(),
    shopKey: fc.string(),
    environment: fc.constantFrom('live' as const, 'sandbox' as const),
    platform: fc.string(),
    operation: fc.string(),
    args: fc.string(),
    credentialVersion: fc.nat(20),
    proxy: fc.string(),
    scopes: fc.string(),
    settingsAt: fc.nat(20),
  },
  { requiredKeys: ['tenantId', 'shopKey', 'environment', 'platform'] },
);

describe('keys of lines', () => {
  it('are equal only for equal parts, whatever characters they hold', () => {
    const canonical = (one: LineKeyParts): string => JSON.stringify(Object.entries(one).sort());
    fc.assert(
      fc.property(parts, parts, (one, other) => {
        expect(lineKey(one as LineKeyParts) === lineKey(other as LineKeyParts)).toBe(
          canonical(one as LineKeyParts) === canonical(other as LineKeyParts),
        );
      }),
    );
  });

  it('tell a part that moved over a border, and an absent part from an empty one', () => {
    const base = { environment: 'live', platform: 'KUAIZHAN' } as const;
    expect(lineKey({ ...base, tenantId: 'ab', shopKey: 'c' })).not.toBe(
      lineKey({ ...base, tenantId: 'a', shopKey: 'bc' }),
    );
    expect(lineKey({ ...base, tenantId: 'a', shopKey: 'b', args: '' })).not.toBe(
      lineKey({ ...base, tenantId: 'a', shopKey: 'b' }),
    );
  });
});
