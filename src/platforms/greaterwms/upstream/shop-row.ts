import { Type } from '@sinclair/typebox';
import { decoder } from '../../../upstream/decode.js';
import { withoutPassword } from './proxy-map.js';

/** A row of the host's list, as far as it is used: no app secret, and of a proxy no password (its page, section 12). */
export interface HostShop {
  readonly tCode: string;
  readonly isSandbox: boolean;
  readonly usesProxy: boolean;
  /** The proxy for `https`, which both gateways of the platform are called by; null for none, and for what is none. */
  readonly proxyUrl: string | null;
}

const Switch = Type.Union([Type.Integer(), Type.Literal('0'), Type.Literal('1'), Type.Boolean()]);

const decodeRow = decoder(
  Type.Object({ t_code: Type.String(), sandbox: Switch, proxy: Switch, proxy_ip: Type.Optional(Type.Unknown()) }),
);

/** Reads a row. @throws Misfit */
export function decodeHostShop(value: unknown): HostShop {
  const { t_code, sandbox, proxy, proxy_ip: map } = decodeRow(value);
  const https = typeof map === 'object' && map !== null ? (map as Readonly<Record<string, unknown>>)['https'] : null;
  return {
    tCode: t_code,
    isSandbox: Number(sandbox) === 1,
    usesProxy: Number(proxy) === 1,
    proxyUrl: withoutPassword(https),
  };
}
