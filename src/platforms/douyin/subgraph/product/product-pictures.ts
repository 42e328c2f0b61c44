import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '../../../../errors/app-error.js';
import type { InputCheck } from '../../../../subgraph/input-check.js';
import { boundedParallel } from '../../../../subgraph/loader.js';
import type { RequestContext } from '../../../../subgraph/request-context.js';
import type { PlannedCall } from '../../../../subgraph/vocabulary/upstream-plan.type.js';
import {
  getMaterial,
  isMaterial,
  type MaterialRecord,
  PICTURE_REFUSALS,
  pictureWrite,
  uploadPicture,
} from '../../upstream/endpoints/material.js';
import { refusedAs } from '../../upstream/endpoints/write-refusals.js';
import type { ShopScope } from '../context.js';
import { planned } from '../planned.js';

/** Pictures of a product as an input names them. */
export interface Pictures {
  readonly imageUrls?: readonly string[] | null;
  readonly descriptionImageUrls?: readonly string[] | null;
}

/** Most pictures of head and body together (the platform's page, g.4). */
const MAX_PICTURES = 50;
const AT_ONCE = 5;
/** Pauses between two looks at pictures under audit; most pass within four seconds. */
const PAUSES_MS = [1000, 1000, 1500, 1500, 2000, 2000, 3000, 3000, 4000];
/** What is left of the request's time for the write itself. */
const RESERVE_MS = 2500;
/** When a repeat is worth while. */
const AUDIT_MS = 5000;

/** Notes what the platform would refuse of the pictures. */
export function checkPictures({ imageUrls, descriptionImageUrls }: Pictures, check: InputCheck): void {
  for (const [field, urls] of Object.entries({ imageUrls, descriptionImageUrls }))
    for (const [index, url] of (urls ?? []).entries())
      if (isMaterial(url) && url.includes('|'))
        check.refuse(['input', field, String(index)], 'An address is without |.', 'without |');
  if ((imageUrls?.length ?? 0) + (descriptionImageUrls?.length ?? 0) > MAX_PICTURES)
    check.refuse(['input', 'descriptionImageUrls'], `At most ${MAX_PICTURES} pictures in all.`, `<= ${MAX_PICTURES}`);
}

/** Pictures that are not in the material centre yet, each once, with their first place in the input. */
function foreignOf({ imageUrls, descriptionImageUrls }: Pictures): Map<string, readonly string[]> {
  const places = new Map<string, readonly string[]>();
  for (const [field, urls] of Object.entries({ imageUrls, descriptionImageUrls }))
    for (const [index, url] of (urls ?? []).entries())
      if (!isMaterial(url) && !places.has(url)) places.set(url, ['input', field, String(index)]);
  return places;
}

/** How many pictures have to be put there, as far as their addresses are known. */
export const uploadsOf = (pictures: Pictures): number => foreignOf(pictures).size;

/** The uploads, as a plan shows them. */
export const plannedUploads = (scope: ShopScope, pictures: Pictures): PlannedCall[] =>
  [...foreignOf(pictures).keys()].map((url) => {
    const { method, parameters } = pictureWrite(url);
    return planned(scope, method, parameters);
  });

/**
 * Puts the pictures into the platform's material centre, which fetches them itself, and waits until they have passed its audit. Harmless
 * to repeat: what was put there is found again.
 * @returns the address in the material centre of each that is not of there
 * @throws AppError INVALID_INPUT for a picture that is refused; UPSTREAM_TIMEOUT, retryable, when the audit takes longer than the
 * request has time; UPSTREAM_UNAVAILABLE. Nothing was written of the product then.
 */
export async function inMaterialCentre(
  scope: ShopScope,
  pictures: Pictures,
  { deadlineAt, signal }: Pick<RequestContext, 'deadlineAt' | 'signal'>,
): Promise<ReadonlyMap<string, string>> {
  const places = [...foreignOf(pictures)];
  const found = await eachOf(places, ([url, path]) => upload(scope, url, path));
  for (const pause of PAUSES_MS) {
    const waiting = [...found.keys()].filter((at) => found[at]?.url === null);
    if (waiting.length === 0) break;
    if (performance.now() + pause + RESERVE_MS > deadlineAt) throw stillAudited(places[waiting[0] ?? 0]?.[1] ?? []);
    await sleep(pause, undefined, { signal }).catch(() => {
      throw new AppError('DEADLINE_EXCEEDED');
    });
    await eachOf(waiting, async (at) => {
      const now = await getMaterial(scope.client, found[at]?.id ?? '');
      found[at] = passed(now, places[at]?.[1] ?? []);
    });
  }
  return new Map(
    places.map(([url, path], at) => {
      const own = found[at]?.url ?? null;
      if (own === null) throw stillAudited(path);
      return [url, own];
    }),
  );
}

/** All of them, at most five at a time. @throws the first failure, after the others have ended */
async function eachOf<K, V>(keys: readonly K[], run: (key: K) => Promise<V>): Promise<V[]> {
  const results = await boundedParallel(keys, AT_ONCE, run);
  return results.map((result) => {
    if (result.status === 'rejected') throw result.reason;
    return result.value;
  });
}

async function upload({ client }: ShopScope, url: string, path: readonly string[]): Promise<MaterialRecord> {
  try {
    return passed(await refusedAs(PICTURE_REFUSALS, { picture: path }, uploadPicture(client, pictureWrite(url))), path);
  } catch (error) {
    // Whether it came there or not: a repeat finds it, and nothing was written of the product.
    if (!(error instanceof AppError) || error.code !== 'OUTCOME_UNKNOWN') throw error;
    throw new AppError('UPSTREAM_UNAVAILABLE', 'A picture could not be brought to the platform; nothing was written.', {
      ...error.detail,
      path,
      retryable: true,
      cause: error,
    });
  }
}

function passed(material: MaterialRecord, path: readonly string[]): MaterialRecord {
  if (!material.isRefused) return material;
  const constraint = 'a picture that passes the audit of the platform';
  throw new AppError('INVALID_INPUT', "The platform's audit refused the picture.", { path, constraint });
}

const stillAudited = (path: readonly string[]): AppError =>
  new AppError(
    'UPSTREAM_TIMEOUT',
    'The platform is still looking at a picture; nothing was written. A repeat will find it.',
    { path, retryable: true, retryAfterMs: AUDIT_MS },
  );
