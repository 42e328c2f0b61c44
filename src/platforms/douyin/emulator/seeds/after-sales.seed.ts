import {
  applyAfterSale,
  closeAfterSale,
  confirmExchange,
  move,
  refund,
  returnGoods,
} from '../after-sales/after-sale.life.js';
import { OPERATIONS } from '../after-sales/operations.table.js';
import type { World } from '../endpoint.js';
import type { Scene } from '../scene.js';
import type { AfterSale } from '../state/after-sale.record.js';
import type { Order } from '../state/order.record.js';
import type { Shop } from '../state/shop.record.js';
import { pastScene } from './orders.seed.js';

/** A story: kind of after-sale, status of the orders it fits, and the steps; `b` returns, `c` closes, `k` confirms. */
interface Story {
  readonly type: number;
  readonly orders: readonly number[];
  readonly whole?: boolean;
  readonly steps: readonly (number | 'b' | 'c' | 'k')[];
}

const STORIES: readonly Story[] = [
  { type: 2, orders: [2], steps: [] },
  { type: 2, orders: [2], whole: true, steps: [201] },
  { type: 1, orders: [3], steps: [] },
  { type: 1, orders: [3, 5], steps: [201] },
  { type: 1, orders: [3], steps: [202] },
  { type: 0, orders: [5], steps: [] },
  { type: 0, orders: [5], steps: [101] },
  { type: 0, orders: [5], steps: [101, 'b'] },
  { type: 0, orders: [5], steps: [101, 'b', 111] },
  { type: 0, orders: [5], steps: [101, 'b', 112] },
  { type: 3, orders: [5], steps: [] },
  { type: 3, orders: [5], steps: [301, 'b', 311] },
  { type: 3, orders: [5], steps: [301, 'b', 311, 'k'] },
  { type: 1, orders: [3], steps: ['c'] },
  { type: 2, orders: [2], whole: true, steps: [] },
];

const REASONS = [
  [1, '多拍/错拍/不想要'],
  [2, '尺码不合适'],
  [3, '商品与描述不符'],
  [4, '商品破损'],
] as const;

/** Tells so many stories, each of an order of its own. */
export function seedAfterSales(world: World, shop: Shop, count: number): void {
  const orders = [...shop.orders.values()].reverse();
  const used = new Set<string>();
  for (let number = 0; number < count; number += 1) {
    const story = STORIES[number % STORIES.length];
    const order = orders.find(({ id, status }) => story?.orders.includes(status) === true && !used.has(id));
    if (story === undefined || order === undefined) throw new RangeError(`no order for after-sale ${number}`);
    used.add(order.id);
    tell(world, shop, order, story, number);
  }
}

function tell(world: World, shop: Shop, order: Order, story: Story, number: number): void {
  // The last step is recent, so that what waits for the seller is not overdue.
  const last = Math.max(world.clock.seconds() - 300 - number * 600, order.updatedAt + 60);
  const pause = Math.min(6 * 3600, Math.floor((last - order.updatedAt) / (story.steps.length + 1)));
  const sceneAt = (step: number) => pastScene(world, shop, last - (story.steps.length - step) * pause);
  const [line] = order.lines;
  const [reasonCode, reason] = REASONS[number % REASONS.length] ?? REASONS[0];
  const afterSale = applyAfterSale(sceneAt(0), {
    orderId: order.id,
    ...(story.whole === true || line === undefined ? {} : { lineId: line.id }),
    type: story.type,
    reasonCode,
    reason,
    ...(story.type === 3 && line !== undefined ? { exchangeSkuId: line.skuId } : {}),
  });
  for (const [at, step] of story.steps.entries()) take(sceneAt(at + 1), afterSale, step);
}

function take(scene: Scene, afterSale: AfterSale, step: Story['steps'][number]): void {
  if (step === 'b') {
    returnGoods(scene, afterSale, { companyCode: 'zhongtong', trackingNo: `ZT78${afterSale.id.slice(-11)}` });
  } else if (step === 'c') closeAfterSale(scene, afterSale);
  else if (step === 'k') confirmExchange(scene, afterSale);
  else decide(scene, afterSale, step);
}

function decide(scene: Scene, afterSale: AfterSale, type: number): void {
  const operation = OPERATIONS[type];
  if (operation === undefined) throw new RangeError(`no operation ${type}`);
  if (operation.needs === 'return address') afterSale.returnAddressId = scene.shop.addresses[0]?.id ?? '0';
  if (operation.needs === 'shipment') {
    afterSale.resent = { companyCode: 'shunfeng', trackingNo: `SF71${afterSale.id.slice(-11)}`, at: scene.now };
  }
  move(scene, afterSale, { to: operation.to, tag: operation.tag, role: 2, action: operation.action });
  if (operation.to === 12) refund(scene, afterSale);
}
