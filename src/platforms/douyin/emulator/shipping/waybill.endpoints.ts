import type { Call, Endpoint } from '../endpoint.js';
import { ciphers } from '../orders/receiver.row.js';
import type { Params } from '../protocol/params.js';
import { failed, invalid, troubled } from '../protocol/refusal.js';
import type { Json } from '../protocol/wire-json.js';
import { type Company, companyOf } from '../state/companies.js';
import type { Order } from '../state/order.record.js';
import { REGIONS } from '../state/regions.js';

const BAD_COMPANY = 4006;

/** E-waybills (catalogue: logistics.listShopNetsite and others). */
export const WAYBILLS: readonly Endpoint[] = [
  { method: 'logistics.listShopNetsite', wrong: BAD_COMPANY, answer: netsites },
  { method: 'logistics.newCreateOrder', wrong: 1000, answer: createWaybills },
  { method: 'logistics.waybillApply', wrong: 1001, answer: printData },
  { method: 'logistics.cancelOrder', wrong: 10003, absent: 400, answer: cancel },
  { method: 'logistics.getOutRange', wrong: BAD_COMPANY, answer: outRange },
];

function companyIn(params: Params): Company {
  const company = companyOf(params.required('logistics_code'));
  if (company === undefined) throw invalid(BAD_COMPANY, '物流公司编码不存在');
  return company;
}

function netsites({ params, shop }: Call): Json {
  const code = params.required('logistics_code');
  const company = companyOf(code);
  if (company === undefined) throw failed(BAD_COMPANY, '物流公司编码不存在');
  const given = [...shop.waybills.values()].filter(({ companyCode }) => companyCode === code);
  const cancelled = given.filter((waybill) => waybill.cancelled).length;
  return {
    netsites: [
      {
        netsite_code: `${company.prefix}571001`,
        netsite_name: '杭州余杭网点',
        amount: String(10_000 - given.length + cancelled),
        sender_address: shop.addresses
          .filter(({ isSendDefault }) => isSendDefault)
          .map(({ place, detail }) => ({
            province_name: place.province.name,
            city_name: place.city.name,
            district_name: place.town.name,
            street_name: place.street.name,
            detail_address: detail,
          })),
        allocated_quantity: given.length,
        cancelled_quantity: cancelled,
        recycled_quantity: 0,
        company: code,
        company_type: company.code === 'shunfeng' ? 1 : 2,
      },
    ],
    logistics_code: code,
    company_type: company.code === 'shunfeng' ? 1 : 2,
  };
}

/** Most parcels of a call. */
const MAX_PARCELS = 50;

/** Gives out numbers; each order is answered for itself. The same parcel of an order has the same number until it is cancelled. */
function createWaybills(call: Call): Json {
  const { params, shop } = call;
  const company = companyIn(params);
  readParty(params.requiredObject('sender_info'));
  const given: Json[] = [];
  const refused: Json[] = [];
  const infos = params.requiredObjects('order_infos');
  if (infos.length > MAX_PARCELS) throw params.cannotTake('order_infos');
  for (const info of infos) {
    const orderId = info.required('order_id');
    const packId = info.text('pack_id') ?? '';
    const receiver = readParty(info.requiredObject('receiver_info'));
    for (const item of info.requiredObjects('items')) {
      item.required('item_name');
      item.requiredInteger('item_count');
    }
    const order = shop.orders.get(orderId);
    const [errorCode, errorText] = obstacle(call, order, receiver);
    if (order === undefined || errorCode !== '') {
      refused.push({
        order_id: orderId,
        pack_id: packId,
        err_code: errorCode,
        err_msg: errorText,
        order_channel: '1',
      });
      continue;
    }
    const trackingNo = numberFor(call, company, orderId, packId);
    given.push({
      company: company.code,
      hint_msg: '',
      order_id: orderId,
      pack_id: packId,
      track_no: trackingNo,
      sort_code: '571-01-02',
      package_center_code: '571',
      package_center_name: '杭州转运中心',
      short_address_code: '01',
      short_address_name: order.receiver.place.city.name,
      extra_resp: '{}',
      sub_waybill_codes: '',
      order_channel: '1',
      shipping_code: '',
    });
  }
  return { ebill_infos: given, err_infos: refused };
}

/** Somebody at an end of the way: place and contact are required, a telephone is not. */
function readParty(party: Params): readonly string[] {
  const address = party.requiredObject('address');
  for (const level of ['country_code', 'province_name', 'city_name', 'district_name']) address.required(level);
  const contact = party.requiredObject('contact');
  return [address.required('detail_address'), contact.required('name'), contact.text('mobile') ?? ''];
}

const CIPHERTEXT = /^(?:##|\$\$)/;

/** Why there is no number for an order; an empty code for none. What is encrypted must be the order's own receiver. */
function obstacle({ shop }: Call, order: Order | undefined, receiver: readonly string[]): readonly [string, string] {
  if (order === undefined) return ['10003', '订单不存在'];
  if (order.status === 4) return ['10901', '订单已取消'];
  if (order.status === 1 || order.status === 105) return ['15000', '订单状态不允许取号'];
  const own = Object.values(ciphers(shop.vault, order.receiver));
  const foreign = receiver.filter((text) => CIPHERTEXT.test(text) && !own.includes(text));
  return foreign.length > 0 ? ['15002', '收件人密文与订单不匹配'] : ['', ''];
}

function numberFor(call: Call, company: Company, orderId: string, packId: string): string {
  const { shop, now } = call;
  const key = `waybill ${company.code} ${orderId} ${packId}`;
  const known = packId === '' ? undefined : shop.waybills.get(`${company.code}:${shop.done.get(key)}`);
  if (known !== undefined && !known.cancelled) return known.trackingNo;
  const number = String(30_000_000_000 + shop.waybills.size * 7 + 1).padStart(13, '7');
  const trackingNo = `${company.prefix}${number}`;
  shop.waybills.set(`${company.code}:${trackingNo}`, {
    companyCode: company.code,
    trackingNo,
    orderId,
    createdAt: now,
    cancelled: false,
  });
  shop.done.set(key, trackingNo);
  call.effect('waybill.create', trackingNo);
  return trackingNo;
}

function printData({ params, shop, app }: Call): Json {
  const infos: Json[] = [];
  const errors: Json[] = [];
  for (const item of params.requiredObjects('waybill_applies')) {
    const code = item.required('logistics_code');
    const trackNo = item.required('track_no');
    const waybill = shop.waybills.get(`${code}:${trackNo}`);
    if (waybill === undefined || waybill.cancelled) {
      errors.push({ track_no: trackNo, order_id: '', err_code: 1003, err_msg: '运单号不存在或已取消' });
    } else {
      const text = Buffer.from(`${app.appKey}:${trackNo}`).toString('base64');
      infos.push({ order_id: waybill.orderId, track_no: trackNo, print_data: text, sign: text.slice(0, 32) });
    }
  }
  return { waybill_infos: infos, err_infos: errors };
}

function cancel(call: Call): Json {
  const { params, shop } = call;
  const company = companyIn(params);
  const trackNo = params.required('track_no');
  const waybill = shop.waybills.get(`${company.code}:${trackNo}`);
  if (waybill === undefined) throw troubled(10002, '运单号不存在');
  if (waybill.cancelled) throw failed(10901, '运单已取消');
  const used = [...shop.orders.values()].some(({ packs }) => packs.some((pack) => pack.trackingNo === trackNo));
  if (used) throw failed(10801, '运单已使用，不允许取消');
  waybill.cancelled = true;
  call.effect('waybill.cancel', trackNo);
  return { cancel_result: { success: true } };
}

/** Carriers reach the provinces of the region tree; 圆通 does not go to the far west here. */
function outRange({ params }: Call): Json {
  const company = companyIn(params);
  params.requiredInteger('type');
  const province = params.requiredObject('receiver_address').required('province_name');
  const known = REGIONS.some(({ name }) => name === province);
  const out = !known || (company.code === 'yuantong' && province === '新疆维吾尔自治区');
  return { is_out_range: out, out_range_reason: out ? '该地区暂不支持派送' : '' };
}
