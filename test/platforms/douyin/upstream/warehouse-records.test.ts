import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { toWarehouse } from '../../../../src/platforms/douyin/upstream/endpoints/warehouse-read.js';
import type { Seen } from '../../../../src/platforms/douyin/upstream/wire.js';
import { Misfit } from '../../../../src/upstream/decode.js';
import { plain } from '../../../../src/upstream/lazy-view.js';
import { readJson } from '../../../../src/upstream/read-json.js';

// biome-ignore lint/suspicious/noExplicitAny: the samples are changed at will
type Sample = any;

function sample(method: string): Sample {
  const reading = readJson(readFileSync(new URL(`../../../fixtures/douyin/answers/${method}.json`, import.meta.url)));
  if (!reading.ok) throw new Error(reading.reason);
  return (reading.value as Sample).response.data;
}

const AT = new Date('2023-11-15T00:00:00Z');
const SEEN: Seen = {
  receivedAt: AT,
  freshness: { fetchedAt: AT, source: 'LIVE' },
  wasDoneBefore: false,
  markPartial: () => undefined,
};
const listed = () => sample('warehouse.list').warehouses[0];

describe('a regional warehouse as the platform answers it', () => {
  it('says the same in the list and alone, where the names of its regions come with it', () => {
    const row = plain(toWarehouse(listed(), SEEN));
    const alone = plain(toWarehouse(sample('warehouse.info'), SEEN));
    expect(row).toMatchObject({
      outerId: 'WH-EAST-01',
      name: '华东仓',
      intro: '示例仓库',
      coverage: [['330000', '330100']],
      isPlaced: true,
      regionNames: null,
      addressDetail: '文一西路1号',
      createdAt: new Date(1_699_136_000_000),
      updatedAt: new Date(1_700_000_000_000),
    });
    expect({ ...alone, raw: null }).toEqual({
      ...row,
      raw: null,
      regionNames: ['浙江省', '杭州市', '余杭区', '仓前街道'],
    });
  });

  it('keeps all digits of its number in what it shows as it came', () => {
    expect(toWarehouse(listed(), SEEN).raw['warehouse_id']).toBe('6853386941874864193');
  });

  it('may be without place, coverage and words', () => {
    const bare = { ...listed(), out_warehouse_id: 7, addr: null, warehouse_location: { address_id1: 0 }, intro: '' };
    expect(toWarehouse({ ...bare, update_time: 0 }, SEEN)).toMatchObject({
      outerId: '7',
      coverage: [],
      isPlaced: false,
      intro: null,
      updatedAt: new Date(1_699_136_000_000),
    });
  });

  it.each(['out_warehouse_id', 'name', 'create_time'])('cannot be read without %s', (key) => {
    const { [key]: _left, ...rest } = listed();
    expect(() => toWarehouse(rest, SEEN)).toThrow(Misfit);
  });
});
