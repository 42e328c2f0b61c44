import { isList, type Json, type JsonObject, NumberText, print, RawJson } from './wire-json.js';

const ESCAPES: Readonly<Record<string, string>> = { '"': '\\"', '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/**
 * The canonical text of business parameters (specification b.2) as the platform's own encoder writes it: keys by UTF-8
 * bytes at every level, numbers as they came, `\u0008` and `\u2028` spelled out.
 * @param html with `<`, `>` and `&` as `\u003c`, `\u003e`, `\u0026`, as the Java client signs
 */
export function canonical(value: Json | undefined, html = false): string {
  if (typeof value === 'string') return quote(value, html);
  if (isList(value)) return `[${value.map((item) => canonical(item, html)).join(',')}]`;
  if (typeof value !== 'object' || value === null || value instanceof NumberText || value instanceof RawJson) {
    return print(value);
  }
  const object: JsonObject = value as JsonObject;
  const keys = Object.keys(object).sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  return `{${keys.map((key) => `${quote(key, html)}:${canonical(object[key], html)}`).join(',')}}`;
}

function quote(text: string, html: boolean): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  const special = html ? /["\\\u0000-\u001f\u2028\u2029<>&]/g : /["\\\u0000-\u001f\u2028\u2029]/g;
  return `"${text.replace(special, (found) => ESCAPES[found] ?? `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`)}"`;
}
