/** Global id of an object of a shop. */
export const gid = (type: string, key: string, id: string = key): string => `gid://v1/${type}/${key}/${id}`;

/** The shop's key and the native id in a global id. */
export function readGid(text: unknown): { readonly key: string; readonly id: string } {
  const [, , , , key = '', id = ''] = String(text).split('/');
  return { key, id };
}
