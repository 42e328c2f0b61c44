/** One chosen option, e.g. `['颜色', '红']`. */
export type Pair = readonly [option: string, value: string];

/** A text as Python's `json.dumps` writes it by default: all outside printable ASCII as lower-case `\uXXXX`. */
function pythonString(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** A list of pairs as Python's `json.dumps` writes it by default, with `", "` between items. */
export function pythonPairs(pairs: readonly Pair[]): string {
  return `[${pairs.map((pair) => `[${pair.map(pythonString).join(', ')}]`).join(', ')}]`;
}

/** `model_details[].name` of a unit: standard base64, padded, of the Python text (specification 4.4). */
export const unitName = (pairs: readonly Pair[]): string => Buffer.from(pythonPairs(pairs)).toString('base64');
