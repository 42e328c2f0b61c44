import type { LookupAddress } from 'node:dns';
import { describe, expect, it } from '@jest/globals';
import { EgressDenied } from '../../src/upstream/classify.js';
import { isPublicAddress, publicLookup, refusePrivateHost } from '../../src/upstream/public-address.js';

describe('addresses that may be connected to', () => {
  it.each(['8.8.8.8', '1.1.1.1', '223.5.5.5', '100.63.255.255', '172.32.0.1', '2400:3200::1', '2606:4700::1111'])(
    'takes the public %s',
    (address) => {
      expect(isPublicAddress(address)).toBe(true);
    },
  );

  it.each([
    ...[
      '0.0.0.0',
      '10.0.0.1',
      '100.64.0.1',
      '127.0.0.1',
      '127.255.255.254',
      '169.254.169.254',
      '172.16.0.1',
      '172.31.255.255',
    ],
    ...[
      '192.0.0.1',
      '192.0.2.1',
      '192.88.99.1',
      '192.168.1.1',
      '198.18.0.1',
      '198.51.100.1',
      '203.0.113.1',
      '224.0.0.1',
    ],
    ...['255.255.255.255', '::', '::1', 'fe80::1', 'fe80::1%eth0', 'fc00::1', 'fd12::1', 'ff02::1', '::ffff:127.0.0.1'],
    ...['::ffff:8.8.8.8', '::127.0.0.1', '64:ff9b::7f00:1', '2002:7f00:1::', '2001::1', '2001:db8::1', 'localhost', ''],
  ])('refuses %s', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  it.each([
    ...['127.0.0.1', '127.1', '2130706433', '0x7f000001', '017700000001', '0177.0.0.1', '0x7f.1', '①②⑦.⓪.⓪.①', '0'],
    ...['[::1]', '[::ffff:127.0.0.1]', '[::ffff:7f00:1]', '[0:0:0:0:0:0:0:1]', '169.254.169.254', '0xa9fea9fe'],
  ])('refuses the URL host %s in whatever notation', (host) => {
    expect(() => refusePrivateHost(new URL(`http://${host}/`))).toThrow(EgressDenied);
  });

  const lookup = (answers: LookupAddress[], all: boolean): Promise<unknown> =>
    new Promise((resolve) => {
      const resolver = ((_: string, __: object, callback: (error: null, found: LookupAddress[]) => void) =>
        callback(null, answers)) as unknown as Parameters<typeof publicLookup>[0];
      publicLookup(resolver)('shop.example', { all }, (error, address) => resolve(error ?? address));
    });

  it('connects to the address that was checked, and to none when one of them is private', async () => {
    const good = { address: '8.8.8.8', family: 4 };
    expect(await lookup([good], false)).toBe('8.8.8.8');
    expect(await lookup([good], true)).toEqual([good]);
    expect(await lookup([good, { address: '10.0.0.1', family: 4 }], true)).toBeInstanceOf(EgressDenied);
    expect(await lookup([{ address: '::ffff:10.0.0.1', family: 6 }], false)).toBeInstanceOf(EgressDenied);
    expect(await lookup([], true)).toBeInstanceOf(EgressDenied);
  });
});
