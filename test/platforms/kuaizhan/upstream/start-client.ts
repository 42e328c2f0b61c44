import { CallTrace } from '../../../../src/log/call-trace.js';
import { createLogger } from '../../../../src/log/logger.js';
import {
  createKuaizhanClients,
  type KuaizhanClient,
  type KuaizhanClientOptions,
  type KuaizhanClients,
} from '../../../../src/platforms/kuaizhan/upstream/client.js';
import type { AccessTokens } from '../../../../src/platforms/kuaizhan/upstream/token.policy.js';
import { Secret } from '../../../../src/tenants/secret.js';
import type { Shop } from '../../../../src/tenants/shop.js';

/** A token that must never be seen anywhere but in a query. */
export const CANARY = 'tok-CANARY/7+q=';

/** A registered shop with the ids of the fixtures. */
export const shopOf = (key = 'sk1', tenantId = 'tn_1'): Shop => ({
  tenantId,
  key,
  platform: 'KUAIZHAN',
  name: 'Test',
  status: 'ACTIVE',
  nativeId: 'V4800vQ0xafvOtuT',
  nativeResource: 'shop',
  attributes: { siteId: '4208285106', shopId: 'V4800vQ0xafvOtuT' },
  isSandbox: false,
  proxy: null,
  labels: [],
  groupKey: null,
  credentialVersion: 1,
  appIdMasked: '',
  secretFingerprint: '',
  createdAt: new Date(0),
  updatedAt: new Date(0),
});

/** Tokens handed out one after the other; a refused one is followed by the next. */
export class TokenList implements AccessTokens {
  readonly refused: string[] = [];
  private readonly secrets: Secret[];

  constructor(...values: string[]) {
    this.secrets = values.map((value) => new Secret(value));
  }

  async get(): Promise<Secret> {
    return this.secrets[Math.min(this.refused.length, this.secrets.length - 1)] as Secret;
  }

  invalidate(reason: string): void {
    this.refused.push(reason);
  }
}

/** What one request of a test has. */
export interface Given {
  readonly client: KuaizhanClient;
  readonly trace: CallTrace;
  readonly leave: () => void;
}

/** Clients against a server, with everything they log. */
export class ClientBench {
  readonly logged: string[] = [];
  readonly tokens: TokenList;
  readonly clients: KuaizhanClients;
  private readonly log = createLogger({ level: 'trace', format: 'json', write: (line) => this.logged.push(line) });

  constructor(baseUrl: string, options: Partial<KuaizhanClientOptions> = {}, tokens = new TokenList(CANARY)) {
    this.tokens = tokens;
    this.clients = createKuaizhanClients({ baseUrl, allowPrivate: true, tokenFor: () => tokens, ...options });
  }

  /** A request of its own: `deadlineMs` from now. */
  given(shop = shopOf(), deadlineMs = 10_000): Given {
    const leaving = new AbortController();
    const trace = new CallTrace();
    const deadlineAt = performance.now() + deadlineMs;
    const client = this.clients.forShop(shop, { signal: leaving.signal, trace, deadlineAt, log: this.log });
    return { client, trace, leave: () => leaving.abort() };
  }
}
