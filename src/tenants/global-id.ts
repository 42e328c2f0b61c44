/** A decoded global id: `gid://v1/<Type>/<shop key>/<native id>` (conventions C2). */
export interface GlobalId {
  /** Name of the object type, e.g. `Commodity`. */
  readonly type: string;
  /** Key of the shop (or of the group, for a `ShopGroup`). */
  readonly shopKey: string;
  /** The platform's id; equal to `shopKey` for a `Shop` and a `ShopGroup`. */
  readonly nativeId: string;
}

const PREFIX = 'gid://v1/';
/** Longest accepted text; a native id of the platforms is at most some dozens of characters. */
const MAX_LENGTH = 512;
const TYPE = /^[A-Z][A-Za-z]{0,63}$/;
const KEY = /^[a-z0-9]{1,32}$/;

/** What `encodeURIComponent` leaves as it is; most native ids are of it alone, and finding that out is quicker. */
const UNRESERVED = /^[\w.!~*'()-]*$/;

/** Writes a global id. Every segment is percent-encoded, so a native id may hold any character, `/` included. */
export function encodeGlobalId(type: string, shopKey: string, nativeId: string): string {
  return `${PREFIX}${type}/${shopKey}/${UNRESERVED.test(nativeId) ? nativeId : encodeURIComponent(nativeId)}`;
}

/** Global id of a shop itself. */
export const shopGlobalId = (shopKey: string): string => encodeGlobalId('Shop', shopKey, shopKey);

/**
 * Reads a global id. Strict: only the text that `encodeGlobalId` writes is accepted, so that one object has one id.
 * @returns null for anything else; the caller decides whether that is "missing" or INVALID_INPUT.
 */
export function decodeGlobalId(text: string): GlobalId | null {
  if (text.length > MAX_LENGTH || !text.startsWith(PREFIX)) return null;
  const [type, shopKey, encoded, ...rest] = text.slice(PREFIX.length).split('/');
  if (type === undefined || shopKey === undefined || encoded === undefined || rest.length > 0) return null;
  if (!TYPE.test(type) || !KEY.test(shopKey) || encoded === '') return null;
  try {
    const nativeId = decodeURIComponent(encoded);
    return encodeURIComponent(nativeId) === encoded ? { type, shopKey, nativeId } : null;
  } catch {
    return null;
  }
}
