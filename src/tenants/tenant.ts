/** A merchant organisation (GreaterWMS: `openid`). Owns API keys, shops, journal and audit; tenants never see each other. */
export interface Tenant {
  /** Random, e.g. `tn_4k2...`; not a global id of the graph. */
  readonly id: string;
  readonly name: string;
  readonly createdAt: Date;
}

/** Whoever holds an API key of a tenant. */
export interface Caller {
  readonly tenantId: string;
  /** Public part of the API key; names the caller in quotas, the audit log and idempotency. */
  readonly keyId: string;
  readonly name: string;
  readonly scopes: ReadonlySet<string>;
  /** Keys of the shops the caller may act for; `null`: all of the tenant's. */
  readonly shopGrants: ReadonlySet<string> | null;
}
