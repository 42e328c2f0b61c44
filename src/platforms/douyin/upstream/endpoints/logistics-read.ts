import { Type } from '@sinclair/typebox';
import { Secret } from '../../../../tenants/secret.js';
import { decodeList } from '../../../../upstream/decode.js';
import { METHODS } from '../catalogue/methods.js';
import type { DouyinClient } from '../client.js';
import { flagOf, integerOf, listIn, listOf, textOf, timeOf, wireDecoder, wireList, wireText } from '../wire.js';
import { nullIfMissing } from './one-by-id.js';
import type { RegionRecord } from './recipient-record.js';

/** A carrier; the code is what shipping takes (the platform's page, g.1). */
export interface CarrierRecord {
  readonly code: string;
  readonly name: string;
}

const decodeCarrier = wireDecoder(Type.Object({ code: Type.String({ minLength: 1 }), name: Type.String() }));

/** The carriers of the platform. @throws AppError */
export async function listCarriers(client: DouyinClient): Promise<readonly CarrierRecord[]> {
  const method = METHODS.carrierList;
  const found = await client.call({ method, parameters: {} }, (data, seen) => {
    const list = decodeList(data, decodeCarrier);
    if (list.badRows.count > 0) seen.markPartial();
    return list;
  });
  client.noteBadRows(method, found.badRows);
  return found.rows.map(({ code, name }) => ({ code, name }));
}

/** A step of a parcel. */
export interface TrackStep {
  readonly at: Date;
  /** In the platform's words, or its code where it has none. */
  readonly state: string;
  readonly description: string | null;
}

const WireSteps = wireList(
  Type.Object({ content: wireText(), timestamp: wireText(), state: wireText(), state_description: wireText() }),
);
/** The key really has two underscores; one client has seen it with one (the platform's page, g.2). */
const decodeTrack = wireDecoder(Type.Object({ route__node_list: WireSteps, route_node_list: WireSteps }));

/**
 * The steps of a parcel, newest first; null for one the platform does not follow: it knows those alone that its own waybills
 * were used for.
 * @throws AppError
 */
export async function getTrack(
  client: DouyinClient,
  carrierCode: string,
  trackingNumber: string,
): Promise<readonly TrackStep[] | null> {
  const parameters = { logistics_code: carrierCode, track_no: trackingNumber };
  const track = await nullIfMissing(client.call({ method: METHODS.parcelTrack, parameters }, decodeTrack));
  if (track === null) return null;
  const steps = listOf(track.route__node_list ?? track.route_node_list).flatMap((step): TrackStep[] => {
    const at = timeOf(step.timestamp);
    const state = textOf(step.state_description) ?? textOf(step.state) ?? '';
    return at === null ? [] : [{ at, state, description: textOf(step.content) }];
  });
  // Turned round before the sorting, so that of several steps in a second the last comes first too.
  return steps.reverse().sort((a, b) => b.at.getTime() - a.at.getTime());
}

/** A branch of a carrier that gives the shop waybill numbers. */
export interface WaybillAccountRecord {
  readonly branchCode: string | null;
  readonly branchName: string | null;
  /** Numbers left; null where there is no limit, which the platform writes as -1. */
  readonly remaining: number | null;
}

const decodeBranch = wireDecoder(
  Type.Object({ netsite_code: wireText(), netsite_name: wireText(), amount: wireText() }),
);

const decodeBranches = wireDecoder(Type.Object({}));

/** The shop's waybill accounts with a carrier. @throws AppError */
export async function listWaybillAccounts(
  client: DouyinClient,
  carrierCode: string,
): Promise<readonly WaybillAccountRecord[]> {
  const method = METHODS.carrierSubscriptions;
  const found = await client.call({ method, parameters: { logistics_code: carrierCode } }, (data) =>
    decodeList(listIn(decodeBranches(data), 'netsites'), decodeBranch),
  );
  client.noteBadRows(method, found.badRows);
  return found.rows.map(({ netsite_code: code, netsite_name: name, amount }) => {
    const left = integerOf(amount);
    return { branchCode: textOf(code), branchName: textOf(name), remaining: left === null || left < 0 ? null : left };
  });
}

/** Whether a carrier collects at one address and delivers at another. */
export interface ReachRecord {
  readonly isDeliverable: boolean;
  readonly reason: string | null;
}

const decodeReach = wireDecoder(
  Type.Object({
    is_out_range: Type.Union([Type.Boolean(), Type.String({ pattern: '^(true|false)$' })]),
    out_range_reason: wireText(),
  }),
);

/** Asks for collection at the sender and delivery at the recipient together. */
const BOTH_ENDS = 0;

/**
 * Whether a carrier serves the way from one address to another. The rest of the address is demanded by the platform: where
 * there is none, the last level that is known stands in.
 * @throws AppError; its text holds no part of the addresses' rest
 */
export async function getReach(
  client: DouyinClient,
  carrierCode: string,
  from: RegionRecord,
  to: RegionRecord,
): Promise<ReachRecord> {
  const parameters = {
    logistics_code: carrierCode,
    type: BOTH_ENDS,
    sender_address: addressOf(from),
    receiver_address: addressOf(to),
  };
  const secrets = [from.detail, to.detail].filter((text) => text !== null).map((text) => new Secret(text));
  const reach = await client.call({ method: METHODS.carrierReach, parameters, secrets }, decodeReach);
  return { isDeliverable: !flagOf(reach.is_out_range), reason: textOf(reach.out_range_reason) };
}

const addressOf = ({ province, city, district, street, detail }: RegionRecord) => ({
  country_code: 'CHN',
  province_name: province,
  city_name: city,
  district_name: district,
  street_name: street ?? undefined,
  detail_address: detail ?? street ?? district,
});
