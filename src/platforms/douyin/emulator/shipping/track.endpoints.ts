import type { Call, Endpoint } from '../endpoint.js';
import { failed, invalid } from '../protocol/refusal.js';
import type { Row } from '../protocol/wire-json.js';
import { companyOf } from '../state/companies.js';
import type { Order, Pack } from '../state/order.record.js';

const CANCELLED = 4;

/** Following parcels (specification g.2). */
export const TRACKS: readonly Endpoint[] = [
  {
    method: 'logistics.trackNoRouteDetail',
    wrong: 4006,
    answer: (call) => {
      const { code, trackNo } = parcelOf(call, 'logistics_code');
      const waybill = call.shop.waybills.get(`${code}:${trackNo}`);
      const sent = findPack(call, code, trackNo);
      const isOrderCancelled = call.shop.orders.get(waybill?.orderId ?? '')?.status === CANCELLED;
      if (waybill?.cancelled === true || isOrderCancelled) throw invalid(10901, '订单已取消');
      if (waybill === undefined) throw failed(10015, '非平台电子面单，不支持查询');
      if (sent === undefined) throw failed(-10004, '暂无物流轨迹');
      const nodes = steps(call, sent).map(({ content, at, state, word, site }): Row => {
        return { content, timestamp: String(at), state, state_description: word, site_name: site };
      });
      return { route__node_list: nodes, track_info: { track_no: trackNo, express: code } };
    },
  },
  {
    method: 'logistics.queryPackageRoute',
    wrong: 4006,
    answer: (call) => {
      const { code, trackNo } = parcelOf(call, 'express');
      const sent = findPack(call, code, trackNo);
      const routes = sent === undefined ? [] : steps(call, sent);
      return {
        track_no: trackNo,
        express: code,
        track_routes: routes.map(({ content, state, at, opcode }) => ({ content, state, state_time: at, opcode })),
      };
    },
  },
  {
    method: 'logistics.registerPackageRoute',
    wrong: 4006,
    answer: (call) => {
      const { code, trackNo } = parcelOf(call, 'express');
      const url = call.params.required('callback_url');
      for (const cargo of call.params.requiredObjects('cargo_list')) {
        cargo.requiredInteger('total_weight');
        cargo.requiredInteger('total_net_weight');
      }
      if (!/^https?:\/\//.test(url)) throw call.params.cannotTake('callback_url');
      call.shop.trackSubscriptions.set(`${code}:${trackNo}`, url);
      call.effect('track.register', trackNo);
      return undefined;
    },
  },
];

function parcelOf({ params }: Call, codeName: string): { readonly code: string; readonly trackNo: string } {
  const code = params.required(codeName);
  const trackNo = params.required('track_no');
  if (companyOf(code) === undefined) throw invalid(4006, '物流公司编码不存在');
  return { code, trackNo };
}

interface Sent {
  readonly order: Order;
  readonly pack: Pack;
}

function findPack({ shop }: Call, code: string, trackNo: string): Sent | undefined {
  for (const order of shop.orders.values()) {
    for (const pack of order.packs) {
      if (pack.companyCode === code && pack.trackingNo === trackNo) return { order, pack };
    }
  }
  return undefined;
}

interface Step {
  readonly content: string;
  readonly at: number;
  readonly state: string;
  readonly word: string;
  readonly site: string;
  readonly opcode: string;
}

const HOUR = 3600;

/** The journey so far: picked up, on the road, arrived, signed when the buyer has it. The codes are made up. */
function steps({ now }: Call, { order, pack }: Sent): Step[] {
  const city = order.receiver.place.city.name;
  const start = pack.shippedAt;
  const journey: Step[] = [
    { content: '[杭州市] 快件已揽收', at: start, state: '1', word: '已揽收', site: '杭州余杭网点', opcode: '50' },
    {
      content: `[${city}] 快件已到达`,
      at: start + HOUR,
      state: '2',
      word: '运输中',
      site: `${city}中转场`,
      opcode: '30',
    },
    {
      content: `[${city}] 正在派送`,
      at: start + 24 * HOUR,
      state: '3',
      word: '派送中',
      site: `${city}网点`,
      opcode: '44',
    },
  ];
  const done: Step[] =
    order.finishedAt > 0
      ? [
          {
            content: `[${city}] 已签收`,
            at: order.finishedAt,
            state: '4',
            word: '已签收',
            site: `${city}网点`,
            opcode: '80',
          },
        ]
      : [];
  const until = order.finishedAt > 0 ? order.finishedAt : now;
  return [...journey.filter(({ at }) => at <= until), ...done];
}
