import { revealSecret } from '../../../tenants/reveal-secret.js';
import type { Secret } from '../../../tenants/secret.js';

/** A proxy as a shop has it here. */
export interface MirroredProxy {
  /** `http(s)://host:port`, with a user's name before the host where it wants one. */
  readonly url: string;
  readonly password: Secret | null;
}

/**
 * The host's own form: an object from the scheme of what is called to the proxy for it. It gets the whole address, password and
 * all: without it the proxy would refuse, and the host tells nobody why.
 */
export function proxyMap({ url, password }: MirroredProxy): Readonly<Record<string, string>> {
  const address = new URL(url);
  if (password !== null) address.password = encodeURIComponent(revealSecret(password));
  const whole = textOf(address);
  return { http: whole, https: whole };
}

/** An address without its password, in one spelling; null for what is no address. */
export function withoutPassword(text: unknown): string | null {
  if (typeof text !== 'string' || !URL.canParse(text)) return null;
  const address = new URL(text);
  address.password = '';
  return textOf(address);
}

const textOf = (address: URL): string => address.href.replace(/\/$/, '');
