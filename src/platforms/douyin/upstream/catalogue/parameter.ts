/**
 * What a value looks like. `any` is known by its name alone, or its sources disagree; the fields of an object are all that is
 * known of them, and there may be none.
 */
export type Shape =
  | { readonly type: 'string' | 'int64' | 'float' | 'bool' | 'any' }
  | { readonly type: 'object'; readonly fields: readonly Parameter[] }
  | { readonly type: 'array'; readonly item: Shape }
  | { readonly type: 'map'; readonly key: 'string' | 'int64'; readonly item: Shape };

/** A business parameter or a field of one. Plain data, fit to be shown as JSON. */
export type Parameter = Shape & { readonly name: string; readonly isRequired: boolean };

const SCALARS = { s: 'string', i: 'int64', f: 'float', b: 'bool', '?': 'any' } as const;

const NAME = /(\w+) /y;

const isScalar = (sign: string): sign is keyof typeof SCALARS => sign in SCALARS;

/**
 * Reads the notation of the catalogue, which is that of the platform's page: `order_id s*,items [{num i,tags <s i>}]`. A name
 * and a shape, `*` for required; `s` string, `i` int64, `f` float, `b` bool, `?` any, `{}` object, `[]` array, `<key item>`
 * map.
 * @throws SyntaxError for any other text
 */
export function readNotation(notation: string): readonly Parameter[] {
  const reader = new NotationReader(notation);
  const parameters = reader.fields();
  if (!reader.isAtEnd) throw reader.misfit();
  return parameters;
}

class NotationReader {
  private at = 0;

  constructor(private readonly text: string) {}

  get isAtEnd(): boolean {
    return this.at === this.text.length;
  }

  fields(): Parameter[] {
    const fields: Parameter[] = [];
    if (this.isAtEnd || this.text[this.at] === '}') return fields;
    do fields.push(this.field());
    while (this.takes(','));
    return fields;
  }

  misfit(): SyntaxError {
    return new SyntaxError(`notation of parameters: character ${this.at + 1}`);
  }

  private field(): Parameter {
    NAME.lastIndex = this.at;
    const [named = '', name = ''] = NAME.exec(this.text) ?? [];
    if (name === '') throw this.misfit();
    this.at += named.length;
    const shape = this.shape();
    return { name, ...shape, isRequired: this.takes('*') };
  }

  private shape(): Shape {
    const sign = this.text[this.at] ?? '';
    this.at += 1;
    if (isScalar(sign)) return { type: SCALARS[sign] };
    if (sign === '{') return this.closed('}', { type: 'object', fields: this.fields() });
    if (sign === '[') return this.closed(']', { type: 'array', item: this.shape() });
    if (sign === '<') return this.closed('>', { type: 'map', key: this.key(), item: this.shape() });
    throw this.misfit();
  }

  private key(): 'string' | 'int64' {
    if (this.takes('s ')) return 'string';
    if (this.takes('i ')) return 'int64';
    throw this.misfit();
  }

  private closed(end: string, shape: Shape): Shape {
    if (!this.takes(end)) throw this.misfit();
    return shape;
  }

  private takes(expected: string): boolean {
    if (!this.text.startsWith(expected, this.at)) return false;
    this.at += expected.length;
    return true;
  }
}
