import { pick } from '../state/draw.js';
import type { Receiver } from '../state/order.record.js';
import { PLACES } from '../state/regions.js';

const FAMILY_NAMES = ['王', '李', '张', '刘', '陈', '杨', '赵', '周', '吴', '徐', '孙', '林'];
const GIVEN_NAMES = ['静', '伟', '晓雨', '思远', '小满', '一诺', '海棠', '建国', '梓涵', '雨桐', '书航', '明月'];
const ROADS = ['文一西路', '人民路', '中山路', '解放大道', '学院路', '滨江大道', '桂花巷', '青年路'];

/** A made-up receiver. Phones start with 199 and are nobody's. */
export function makeReceiver(draw: () => number): Receiver {
  const number = (below: number) => Math.floor(draw() * below);
  return {
    name: pick(draw, FAMILY_NAMES) + pick(draw, GIVEN_NAMES),
    tel: `199${String(number(100_000_000)).padStart(8, '0')}`,
    place: pick(draw, PLACES),
    detail: `${pick(draw, ROADS)}${1 + number(300)}号${1 + number(20)}幢${100 + number(2400)}室`,
  };
}

/** What buyers write to sellers: mostly nothing. */
export const BUYER_WORDS = ['', '', '', '', '请尽快发货', '麻烦用顺丰', '送人的，请包装好一点', '工作日不在家，周末送'];
