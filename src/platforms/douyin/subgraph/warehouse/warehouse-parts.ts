import { AppError, InputErrors } from '../../../../errors/app-error.js';
import {
  COVER_REFUSALS,
  coverWrite,
  EDIT_REFUSALS,
  editWrite,
  priorityWrite,
  type RegionCodes,
  UNCOVER_REFUSALS,
  uncoverWrite,
  verifyEdited,
} from '../../upstream/endpoints/warehouse-write.js';
import type { Part } from '../parts-write.js';
import type { WarehouseIntent } from './warehouse.settle.js';
import type { RegionalWarehouseUpdateInput } from './warehouse-write.input.js';

const ID = ['input', 'id'];
const NOT_CLEARED = ['name', 'coverageAdd', 'coverageRemove', 'priorities'] as const;
/** Province, city, district, street. */
const LEVELS = 4;
const CODE = /^[1-9]\d{0,14}$/;

/**
 * The calls that a change takes, in their order: words, regions that go, regions that come, priorities.
 * @throws InputErrors all that is wrong with the input
 */
export function warehouseParts(input: RegionalWarehouseUpdateInput, outerId: string): Part[] {
  const errors: AppError[] = NOT_CLEARED.filter((field) => input[field] === null).map(
    (field) =>
      new AppError('UNSUPPORTED_COMBINATION', 'This cannot be cleared, only changed.', { path: ['input', field] }),
  );
  checkRegions(input, errors);
  const parts = [
    ...words(input, outerId),
    ...removals(input, outerId),
    ...additions(input, outerId),
    ...priorities(input, outerId),
  ];
  if (parts.length === 0 && errors.length === 0) {
    const constraint = 'at least one change';
    errors.push(new AppError('INVALID_INPUT', `An update has ${constraint}.`, { path: ['input'], constraint }));
  }
  if (errors.length > 0) throw new InputErrors(errors);
  return parts;
}

/** Regions are one to four codes, each named once among those that come and go, and once among the priorities. */
function checkRegions(
  { coverageAdd, coverageRemove, priorities: placed }: RegionalWarehouseUpdateInput,
  errors: AppError[],
): void {
  const refuse = (path: readonly string[], message: string, constraint: string): void => {
    errors.push(new AppError('INVALID_INPUT', message, { path, constraint }));
  };
  const check = (codes: RegionCodes, path: readonly string[], seen: Set<string>): void => {
    const text = codes.join('/');
    if (codes.length < 1 || codes.length > LEVELS || !codes.every((code) => CODE.test(code)))
      refuse(path, 'A region is one to four codes of the platform.', 'one to four codes of the platform');
    else if (seen.has(text)) refuse(path, 'A region is named once.', 'each region once');
    seen.add(text);
  };
  const covered = new Set<string>();
  for (const [at, codes] of (coverageRemove ?? []).entries())
    check(codes, ['input', 'coverageRemove', String(at)], covered);
  for (const [at, codes] of (coverageAdd ?? []).entries()) check(codes, ['input', 'coverageAdd', String(at)], covered);
  const ranked = new Set<string>();
  for (const [at, { region }] of (placed ?? []).entries())
    check(region, ['input', 'priorities', String(at), 'region'], ranked);
}

function words({ name, description }: RegionalWarehouseUpdateInput, outerId: string): Part[] {
  if (name == null && description === undefined) return [];
  const intro = description === undefined ? null : (description ?? '');
  const path = ['input', name == null ? 'description' : 'name'];
  return [
    {
      path,
      write: () => editWrite(outerId, { ...(name == null ? {} : { name }), ...(intro === null ? {} : { intro }) }),
      verify: verifyEdited,
      refusals: EDIT_REFUSALS,
      paths: { warehouse: ID, words: path },
      intent: { part: 'words', outerId, name: name ?? null, intro } satisfies WarehouseIntent,
    },
  ];
}

const removals = ({ coverageRemove }: RegionalWarehouseUpdateInput, outerId: string): Part[] =>
  (coverageRemove ?? []).map((region, at) => {
    const path = ['input', 'coverageRemove', String(at)];
    return {
      path,
      write: () => uncoverWrite(outerId, region),
      refusals: UNCOVER_REFUSALS,
      paths: { warehouse: ID, region: path },
      intent: { part: 'remove', outerId, regions: [region] } satisfies WarehouseIntent,
    };
  });

function additions({ coverageAdd: regions }: RegionalWarehouseUpdateInput, outerId: string): Part[] {
  if (regions == null || regions.length === 0) return [];
  const path = ['input', 'coverageAdd'];
  return [
    {
      path,
      write: () => coverWrite(outerId, regions),
      refusals: COVER_REFUSALS,
      paths: { warehouse: ID, region: path },
      intent: { part: 'add', outerId, regions } satisfies WarehouseIntent,
    },
  ];
}

const priorities = ({ priorities: placed }: RegionalWarehouseUpdateInput, outerId: string): Part[] =>
  (placed ?? []).map(({ region, priority }, at) => {
    const path = ['input', 'priorities', String(at)];
    return {
      path,
      write: () => priorityWrite(outerId, region, priority),
      refusals: COVER_REFUSALS,
      paths: { warehouse: ID, region: [...path, 'region'] },
      intent: { part: 'priority', outerId } satisfies WarehouseIntent,
    };
  });
