/** An account of the host: tenant and credential in one. */
export interface Account {
  readonly name: string;
  readonly password: string;
  /** 32 hex characters; what the header `token` holds. */
  readonly openid: string;
  readonly appid: string;
  readonly userId: number;
}

/** A row of the host's table of shops. The two switches and the map of proxies change, nothing else does. */
export interface HostShop {
  readonly id: number;
  readonly openid: string;
  readonly appid: string;
  readonly shopName: string;
  readonly shopAppid: string;
  readonly shopAppSecret: string;
  readonly shopId: string;
  sandbox: number;
  proxy: number;
  /** Stored as it came, whatever it is. */
  proxyIp: unknown;
  readonly tCode: string;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  /** The switches do not move it. */
  readonly updatedAt: number;
}

/** What is the host's own manner, and what a test may choose instead; every value can be switched while running. */
export interface GreaterWmsRules {
  /** Calls of one token, address and method within a second are counted and refused. Default true. */
  throttle: boolean;
  /** The sandbox switch refuses every value, as every published version does. Default false: as documented. */
  sandboxDefect: boolean;
  /** Lists and lookups by code see the shops of all accounts, as the real host's do. Default false. */
  crossTenant: boolean;
  /** Lists and the answer to a registration show app secrets, as the real host's do. Default true. */
  echoSecrets: boolean;
}
