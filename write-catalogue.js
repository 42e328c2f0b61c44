import { readFileSync, writeFileSync } from 'node:fs';

/**
 * Writes the catalogue of the Douyin platform's methods, as far as a call needs it, from a file that has all that was ever
 * documented of them: a JSON array of objects with `method`, `path`, `group`, `kind`, `title_en`, `has_fields` and `params`.
 * A line a method: name, kind, title, parameters in the notation that `catalogue/parameter.ts` explains.
 *
 * node write-catalogue.js <file>
 */
const TARGET = new URL('src/platforms/douyin/upstream/catalogue/catalogue.data.ts', import.meta.url);
const SCALARS = { string: 's', int64: 'i', float: 'f', bool: 'b' };
const NAME = /^\w+$/;
const TITLE = /^[^|`\\$\n]+$/;

/** Shape of a value by its type; arrays and maps name that of their elements `item`. */
function shapeOf({ type, item, map, key, fields = [], untyped, type_docs }) {
  // Where sources disagree, nothing is checked. A `bits` of 32 is not looked at: it stands on product ids, too.
  if (untyped || type_docs !== undefined) return '?';
  if (map) return `<${SCALARS[key]} ${shapeOf({ type: item, fields })}>`;
  if (type === 'array') return `[${shapeOf({ type: item, fields })}]`;
  if (type === 'object') return `{${notationOf(fields)}}`;
  if (SCALARS[type] === undefined) throw new Error(`no such type: ${type}`);
  return SCALARS[type];
}

function notationOf(fields) {
  return fields
    .map((field) => {
      if (!NAME.test(field.name)) throw new Error(`no name of a parameter: ${field.name}`);
      // Required by one of two sources, the older one, is not required.
      const isRequired = field.required && !field.required_go_only;
      return `${field.name} ${shapeOf(field)}${isRequired ? '*' : ''}`;
    })
    .join(',');
}

/** Parameters of which only names are known, `object.field` among them. */
function namesOnly(names) {
  const objects = new Map();
  for (const name of names) {
    const [object, field] = name.split('.');
    objects.set(object, [...(objects.get(object) ?? []), ...(field === undefined ? [] : [`${field} ?`])]);
  }
  return [...objects].map(([name, fields]) => `${name} ${fields.length === 0 ? '?' : `{${fields}}`}`).join(',');
}

function rowOf({ method, path, group, kind, title_en, has_fields, params, param_names_only = [] }) {
  if (path !== `/${method.replaceAll('.', '/')}` || !method.startsWith(`${group}.`))
    throw new Error(`a name that is not its path: ${method}`);
  if (!TITLE.test(title_en) || !['read', 'write'].includes(kind)) throw new Error(`title or kind of ${method}`);
  const notation = has_fields ? notationOf(params) : namesOnly(param_names_only);
  return `${method}|${kind[0]}${has_fields ? '' : '?'}|${title_en}|${notation}`;
}

const rows = JSON.parse(readFileSync(process.argv[2], 'utf8')).map(rowOf);
const text = `/** Written by write-catalogue.js: a line a method, see there. */
export const ROWS = \`
${rows.join('\n')}
\`;
`;
writeFileSync(TARGET, text);
process.stdout.write(`${rows.length} methods, ${text.length} characters\n`);
