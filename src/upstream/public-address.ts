import { type LookupAddress, lookup as systemLookup } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { EgressDenied } from './classify.js';

/** IPv4 that is not public: private, loopback, link-local, shared, documentation, benchmarking, multicast, reserved. */
const RESERVED_V4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];

/** Within 2000::/3 what is not public: protocol assignments with Teredo, documentation, 6to4 (it holds an IPv4). */
const RESERVED_V6: readonly (readonly [string, number])[] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
];

const blocked = new BlockList();
for (const [net, prefix] of RESERVED_V4) blocked.addSubnet(net, prefix, 'ipv4');
for (const [net, prefix] of RESERVED_V6) blocked.addSubnet(net, prefix, 'ipv6');
const globalUnicast = new BlockList();
globalUnicast.addSubnet('2000::', 3, 'ipv6');

/** Whether an IP address in its standard notation is one of the public internet. Mapped and NAT64 forms are not. */
export function isPublicAddress(address: string): boolean {
  const [bare = ''] = address.split('%');
  if (bare !== address) return false;
  if (isIP(bare) === 4) return !blocked.check(bare, 'ipv4');
  return isIP(bare) === 6 && globalUnicast.check(bare, 'ipv6') && !blocked.check(bare, 'ipv6');
}

/**
 * Refuses a URL that names a non-public address itself, in whatever notation: the URL parser has turned octal,
 * hexadecimal, short and full-width forms into the standard one. Names are judged when they are resolved.
 * @throws EgressDenied
 */
export function refusePrivateHost(url: URL): void {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) !== 0 && !isPublicAddress(host)) throw new EgressDenied('the address is not public');
}

/**
 * A resolver for `net.connect` that hands out an answer only when every address in it is public, so that the address
 * that was checked is the one connected to. It runs at each connect.
 */
export function publicLookup(resolve: typeof systemLookup = systemLookup): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, found: LookupAddress[]) => {
      if (error !== null) return callback(error, [], 0);
      const [first] = found;
      if (first === undefined || !found.every(({ address }) => isPublicAddress(address))) {
        return callback(new EgressDenied('the name resolves to an address that is not public'), [], 0);
      }
      return options.all === true ? callback(null, found) : callback(null, first.address, first.family);
    });
  };
}
