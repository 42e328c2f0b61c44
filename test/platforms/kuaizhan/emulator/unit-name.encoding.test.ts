import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { naiveTime } from '../../../../src/platforms/kuaizhan/emulator/times.js';
import { type Pair, pythonPairs, unitName } from '../../../../src/platforms/kuaizhan/emulator/unit-name.encoding.js';

const read = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../../fixtures/kuaizhan/${name}.json`, import.meta.url), 'utf8'));

interface NameVector {
  readonly source: string;
  readonly pairs: readonly Pair[];
  readonly python_json: string;
  readonly name: string;
}
interface IdVector {
  readonly epoch_seconds: number;
  readonly documented_ctime: string | null;
}

describe('what the emulator writes agrees with vectors it did not make', () => {
  const names = (read('vectors-model-detail-names') as { vectors: NameVector[] }).vectors;
  it.each(names.map((vector) => [vector.name, vector] as const))('unit name %s', (_name, vector) => {
    expect(pythonPairs(vector.pairs)).toBe(vector.python_json);
    expect(unitName(vector.pairs)).toBe(vector.name);
  });

  const times = (read('vectors-ids-and-times') as { ids: IdVector[] }).ids.filter((id) => id.documented_ctime !== null);
  it.each(times)('a second of an id is the second of its time in UTC+08:00: $documented_ctime', (vector) => {
    expect(naiveTime(vector.epoch_seconds * 1000)).toBe(vector.documented_ctime?.slice(0, 19));
  });
});
