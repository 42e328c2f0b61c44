import { absoluteUrl } from '../../../../subgraph/vocabulary/image.type.js';

/** The pictures of a description, which are all that a body on this platform holds. */
export interface Body {
  readonly pictures: readonly string[];
  /** It has more than pictures: words, or what moves. */
  readonly hasMore: boolean;
}

/** Longest description that is looked through; a longer one is told to hold more. */
const MAX_LENGTH = 200_000;
const TAG = /<([^<>]*)>/g;
const SOURCE = /\ssrc\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/i;
const MOVING = /^(?:video|audio|iframe|embed|object)\b/i;

/** Reads a description, HTML or plain text. */
export function bodyOf(description: string): Body {
  if (description.length > MAX_LENGTH) return { pictures: [], hasMore: true };
  const pictures: string[] = [];
  let hasMore = false;
  const words = description.replace(TAG, (_tag, inside: string) => {
    if (/^img\b/i.test(inside)) {
      const [, double, single, bare] = SOURCE.exec(inside) ?? [];
      const url = absoluteUrl((double ?? single ?? bare ?? '').replaceAll('&amp;', '&'));
      if (url === null) hasMore = true;
      else pictures.push(url);
    } else if (MOVING.test(inside)) hasMore = true;
    return ' ';
  });
  return { pictures, hasMore: hasMore || words.replaceAll('&nbsp;', ' ').trim() !== '' };
}
