import type { ItemPart, ItemSeen } from '../../../../subgraph/catalog-items.js';
import { absoluteUrl } from '../../../../subgraph/vocabulary/image.type.js';
import { bodyOf } from './body-pictures.js';

/** The pictures of a copy, with the parts of the item they come from. */
export interface CopiedPictures {
  /** The cover first. */
  readonly head: readonly ItemPart<string>[];
  readonly body: readonly ItemPart<string>[];
  readonly droppedPaths: readonly string[];
}

/** Most pictures of the head, and of head and body together (the platform's page, g.4). */
const MAX_HEAD = 5;
const MAX_PICTURES = 50;

/**
 * Pictures of the item: five in the head, the others in the body behind those of the description, whose words the platform cannot
 * hold.
 */
export function copiedPictures({ imageUrls, description }: ItemSeen): CopiedPictures {
  const dropped = new Set<string>();
  const usable = imageUrls.flatMap(({ path, value }) => {
    const url = absoluteUrl(value);
    if (url === null) dropped.add(path);
    return url === null ? [] : [{ path, value: url }];
  });
  const head = usable.slice(0, MAX_HEAD);
  const { pictures, hasMore } = description === null ? { pictures: [], hasMore: false } : bodyOf(description.value);
  const path = description?.path ?? '';
  if (hasMore) dropped.add(path);
  const whole = [...pictures.map((value) => ({ path, value })), ...usable.slice(MAX_HEAD)];
  const body = whole.slice(0, MAX_PICTURES - head.length);
  for (const picture of whole.slice(body.length)) dropped.add(picture.path);
  return { head, body, droppedPaths: [...dropped] };
}
