import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { revealSecret } from '../../src/tenants/reveal-secret.js';
import { Secret } from '../../src/tenants/secret.js';
import { type Grant, type GrantRefusal, GrantRefused, type GrantSource } from '../../src/tenants/token-grant.js';

const HOUR_MS = 3600_000;
const DAY_MS = 24 * HOUR_MS;

interface Pair {
  readonly access: string;
  readonly refresh: string;
  readonly accessEndsAt: number;
  readonly refreshEndsAt: number;
}

/** A platform that gives tokens of 7 and 14 days by Douyin's rules, to one shop. */
export class TokenPlatform {
  /** What it was asked, in order. */
  readonly asked: ('create' | 'refresh')[] = [];
  /** How often it was asked while it was answering. */
  collisions = 0;
  /** Thrown by the next questions, one each; `always` by all others. */
  failures: unknown[] = [];
  always: unknown = null;
  /** Awaited before each answer. */
  beforeAnswer: () => Promise<unknown> = async () => undefined;
  accessMs = 7 * DAY_MS;
  /** Put into each token. */
  padding = '';
  private pair: Pair | null = null;
  private before: { readonly access: string; readonly endsAt: number } | null = null;
  private made = 0;
  private isBusy = false;

  constructor(
    private readonly wall: () => number,
    readonly name = 'shop',
  ) {}

  /** The shop's way to it. */
  readonly grants: GrantSource = {
    create: () => this.answer('create', () => this.create()),
    refresh: (token) => this.answer('refresh', () => this.refresh(revealSecret(token))),
  };

  /** Whether it would take an access token now. */
  takes(access: string): boolean {
    const now = this.wall();
    const { pair, before } = this;
    return (pair?.access === access && now < pair.accessEndsAt) || (before?.access === access && now < before.endsAt);
  }

  /** Another client renews the pair; what was given before is not taken any more. */
  replace(): void {
    this.next();
    this.before = null;
  }

  private async answer(question: 'create' | 'refresh', give: () => Pair): Promise<Grant> {
    this.asked.push(question);
    if (this.isBusy) {
      this.collisions += 1;
      throw new GrantRefused('busy', 'another client is at it');
    }
    this.isBusy = true;
    try {
      await this.beforeAnswer();
      const failure = this.failures.shift() ?? this.always;
      if (failure !== null) throw failure;
      const { access, refresh, accessEndsAt, refreshEndsAt } = give();
      return { accessToken: new Secret(access), refreshToken: new Secret(refresh), accessEndsAt, refreshEndsAt };
    } finally {
      this.isBusy = false;
    }
  }

  private create(): Pair {
    const { pair } = this;
    return pair !== null && this.wall() < pair.accessEndsAt ? pair : this.next();
  }

  private refresh(token: string): Pair {
    const { pair } = this;
    if (pair === null || pair.refresh !== token || this.wall() >= pair.refreshEndsAt) {
      throw new GrantRefused('refresh-token-dead', 'the refresh token is not known');
    }
    return pair.accessEndsAt - this.wall() > HOUR_MS ? pair : this.next();
  }

  private next(): Pair {
    const now = this.wall();
    const old = this.pair;
    this.before = old !== null && now < old.accessEndsAt ? { access: old.access, endsAt: now + HOUR_MS } : null;
    this.made += 1;
    const pair = {
      access: `access-${this.name}-${this.made}${this.padding}`,
      refresh: `refresh-${this.name}-${this.made}${this.padding}`,
      accessEndsAt: now + this.accessMs,
      refreshEndsAt: now + 14 * DAY_MS,
    };
    this.pair = pair;
    return pair;
  }
}

/** The platform behind HTTP on loopback, for other processes. Each answer takes `delayMs`. */
export async function serveTokens(platform: TokenPlatform, delayMs: number): Promise<{ url: string; close(): void }> {
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    platform.beforeAnswer = () => sleep(delayMs);
    const asked = request.url === '/create' ? platform.grants.create() : platform.grants.refresh(new Secret(body));
    const answer = await asked.then(
      (grant) => ({
        ...grant,
        accessToken: revealSecret(grant.accessToken),
        refreshToken: revealSecret(grant.refreshToken),
      }),
      (error: GrantRefused) => ({ refused: error.kind }),
    );
    response.end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** A process's way to a platform behind HTTP. */
export function grantsOver(url: string): GrantSource {
  const ask = async (path: string, body: string): Promise<Grant> => {
    const response = await fetch(`${url}/${path}`, { method: 'POST', body });
    const answer = (await response.json()) as
      | { refused: GrantRefusal }
      | { refused?: undefined; accessToken: string; refreshToken: string; accessEndsAt: number; refreshEndsAt: number };
    if (answer.refused !== undefined) throw new GrantRefused(answer.refused, 'as the platform said');
    const { accessToken, refreshToken, accessEndsAt, refreshEndsAt } = answer;
    return {
      accessToken: new Secret(accessToken),
      refreshToken: new Secret(refreshToken),
      accessEndsAt,
      refreshEndsAt,
    };
  };
  return { create: () => ask('create', ''), refresh: (token) => ask('refresh', revealSecret(token)) };
}
