import type { Generated } from 'kysely';

/** Rows as they are stored: times are epoch milliseconds, truth values 0 or 1, lists and objects JSON text. */
export interface Tables {
  migrations: { id: number; name: string; applied_at: number };
  settings: { name: string; value: string };
  tenants: { id: string; name: string; created_at: number };
  api_keys: ApiKeyRow;
  shop_groups: { key: string; tenant_id: string; name: string; created_at: number };
  shops: ShopRow;
  shop_labels: { shop_key: string; label: string };
  sealed_fields: { shop_key: string; environment: string; field: string; version: number; sealed: string };
  writes: WriteRow;
  kept_objects: KeptObjectRow;
  audit: AuditRow;
  revisions: RevisionRow;
  changes: { subject: ChangingSubject; count: number };
  inbox: InboxRow;
  change_feed: ChangeFeedRow;
  change_marks: ChangeMarkRow;
  change_readings: ChangeReadingRow;
  tokens: TokenRow;
  token_leases: TokenLeaseRow;
  switch_debts: SwitchDebtRow;
  jobs: JobRow;
  stock_items: StockItemRow;
  stock_listings: StockListingRow;
  stock_operations: StockOperationRow;
  /** How far the sales of a tenant were followed. */
  sale_readers: { tenant_id: string; position: number };
  sold_orders: SoldOrderRow;
  sold_lines: SoldLineRow;
}

/** What readers keep copies of; each change of it is counted. */
export type ChangingSubject = 'api_keys' | 'shops';

export interface ApiKeyRow {
  id: string;
  tenant_id: string;
  name: string;
  mac: string;
  scopes: string;
  shop_grants: string | null;
  created_at: number;
  expires_at: number | null;
  revoked_at: number | null;
}

export interface ShopRow {
  key: string;
  tenant_id: string;
  platform: string;
  native_id: string;
  native_resource: string;
  name: string;
  /** The name as words are looked for in it. */
  name_search: string;
  status: string;
  attributes: string;
  /** `siteId` of the attributes, to find shops that reach the same site. */
  site_id: string | null;
  is_sandbox: number;
  proxy_url: string | null;
  proxy_enabled: number;
  labels: string;
  group_key: string | null;
  credential_version: number;
  previous_version: number | null;
  proxy_version: number;
  app_id_masked: string;
  secret_fingerprint: string;
  t_code_mac: string;
  master_key_id: string;
  data_key: string;
  /** Random part of the address of its push messages; null until there is one. */
  push_id: string | null;
  created_at: number;
  updated_at: number;
}

export interface WriteRow {
  id: string;
  tenant_id: string;
  key_id: string;
  shop_key: string;
  mutation: string;
  idempotency_key: string | null;
  /** The idempotency key while this row holds it; unique with tenant and mutation. */
  held_key: string | null;
  input_hash: string;
  state: string;
  sent: number;
  intent: string;
  outcome: string | null;
  created_at: number;
  sent_at: number | null;
  finished_at: number | null;
}

export interface KeptObjectRow {
  tenant_id: string;
  shop_key: string;
  type: string;
  native_id: string;
  about: string;
  body: string;
  created_at: number;
}

export interface TokenRow {
  shop_key: string;
  environment: string;
  tenant_id: string;
  /** The turn that got the pair. */
  version: number;
  credential_version: number;
  access_token: string;
  refresh_token: string;
  access_ends_at: number;
  refresh_ends_at: number;
  refreshed_at: number;
}

export interface TokenLeaseRow {
  shop_key: string;
  environment: string;
  tenant_id: string;
  /** Rises with each lease, for good. */
  turn: number;
  /** 0 once it was given back. */
  ends_at: number;
  /** The platform gave no tokens for this credential and is not asked before this instant. */
  closed_until: number | null;
  closed_credential: number | null;
}

export interface AuditRow {
  id: Generated<number>;
  tenant_id: string;
  shop_key: string | null;
  at: number;
  actor: string;
  action: string;
  node_id: string | null;
  outcome: string;
  request_id: string;
  purpose: string | null;
}

export interface RevisionRow {
  id: Generated<number>;
  tenant_id: string;
  shop_key: string;
  node_id: string;
  version: string;
  seen_at: number;
  source: string;
  body: string;
}

export interface SwitchDebtRow {
  shop_key: string;
  switch_name: string;
  version: number;
  owed_at: number;
  tries: number;
  refusals: number;
  due_at: number;
}

export interface InboxRow {
  id: Generated<number>;
  tenant_id: string;
  platform: string;
  app: string;
  message_id: string;
  via_shop_key: string;
  shop_key: string | null;
  native_shop_id: string | null;
  tag: string | null;
  kind: string;
  subject_type: string | null;
  subject_id: string | null;
  /** What it is put in order by while it is pending. */
  order_key: string | null;
  occurred_at: number | null;
  received_at: number;
  /** Null once it is done: the feed has it. */
  raw: string | null;
  quarantine: string | null;
  state: string;
  attempts: number;
  /** Of a claimed one: when its lease ends. */
  due_at: number;
  lease_owner: string | null;
  problem: string | null;
  outcome: string | null;
  finished_at: number | null;
}

export interface ChangeFeedRow {
  position: Generated<number>;
  tenant_id: string;
  shop_key: string;
  kind: string;
  subject_type: string | null;
  subject_id: string | null;
  tag: string | null;
  source: string;
  raw: string | null;
  occurred_at: number;
  received_at: number;
  /** When it was appended, to be removed by. */
  recorded_at: number;
  /** Told again on somebody's wish. */
  is_repeat: number;
}

export interface ChangeMarkRow {
  order_key: string;
  at: number | null;
  source: string;
  fingerprint: string | null;
  touched_at: number;
}

export interface ChangeReadingRow {
  shop_key: string;
  stream: string;
  tenant_id: string;
  /** All updates before this were read. */
  read_until: number;
  due_at: number;
  lease_owner: string | null;
  /** 0 once it was given back. */
  lease_ends_at: number;
  /** Since one went well, and the code of the last. */
  failures: number;
  failure: string | null;
}

export interface JobRow {
  id: string;
  tenant_id: string;
  key_id: string;
  kind: string;
  shop_keys: string;
  spec: string;
  status: string;
  state: string | null;
  row_count: number;
  progress: number | null;
  failures: string;
  created_at: number;
  finished_at: number | null;
  /** Nobody else may claim it before. */
  lease_until: number;
  /** Rises with each claim. */
  fence: number;
  /** Claims since it last came further. */
  attempts: number;
  /** Of the write that made it: there is one job for it. */
  operation_id: string | null;
}

export interface StockItemRow {
  id: string;
  tenant_id: string;
  group_key: string;
  merchant_code: string;
  name: string | null;
  /** Code and name as words are looked for in them. */
  search_text: string;
  on_hand: number | null;
  /** Rises with each change. */
  version: number;
  created_at: number;
  updated_at: number;
}

export interface StockListingRow {
  id: string;
  stock_item_id: string;
  tenant_id: string;
  group_key: string;
  shop_key: string;
  /** Global ids of the unit, and of what it belongs to. */
  unit_id: string;
  item_id: string | null;
  /** In ten-thousandths. */
  allocation: number;
  safety_stock: number;
  last_written: number | null;
  last_written_at: number | null;
  last_status: string | null;
  /** When the status was noted: of a write that failed, later than `last_written_at`. */
  last_status_at: number | null;
  seen: number | null;
  seen_at: number | null;
}

export interface StockOperationRow {
  id: Generated<number>;
  operation_id: string;
  stock_item_id: string;
  count_before: number | null;
  count_after: number | null;
  applied_at: number;
}

export interface SoldOrderRow {
  tenant_id: string;
  shop_key: string;
  order_id: string;
  /** Changes told so far, and those of them before the look under way. */
  changes: number;
  looked_changes: number;
  due_at: number;
  attempts: number;
}

export interface SoldLineRow {
  tenant_id: string;
  shop_key: string;
  line_id: string;
  stock_item_id: string;
  unit_id: string;
  /** With the step under way. */
  taken: number;
  /** The step under way; 0 for none. */
  delta: number;
  batch_id: string | null;
  attempts: number;
  /** Null when nothing is to be carried. */
  due_at: number | null;
  noted_at: number;
}
