import {
  doTypesOverlap,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isObjectType,
  isUnionType,
} from 'graphql';

/** Numbers that stand for one selection; what they mean depends on the type they are written for. */
export interface Pick {
  readonly form: 'field' | 'inline' | 'spread';
  readonly at: number;
  readonly args: number;
  readonly when: number;
  readonly below: readonly Pick[];
}

/** What has to be known of a schema to ask it. */
export interface Dialect {
  /** Declarations by name, e.g. `Int = 4`. `yes`, `yesDefault` and `yesMustDefault` are the conditions of directives. */
  readonly variables: Readonly<Record<string, string>>;
  /**
   * The arguments of a field, e.g. `(first: 3)`; null for a field that is not asked.
   * @param use is told of each variable inside
   */
  args(
    type: GraphQLCompositeType,
    field: GraphQLField<unknown, unknown>,
    variant: number,
    use: (variable: string) => void,
  ): string | null;
}

/** What may be selected on a type. */
export interface CompositeForms {
  readonly type: GraphQLCompositeType;
  /** Fields that need a selection of their own. */
  readonly composite: readonly GraphQLField<unknown, unknown>[];
  readonly leaves: readonly GraphQLField<unknown, unknown>[];
  /** Types that a fragment inside may be on. */
  readonly possible: readonly GraphQLCompositeType[];
}

/** The forms of all types of a schema. */
export function formsIn(schema: GraphQLSchema, dialect: Dialect): CompositeForms[] {
  const types = Object.values(schema.getTypeMap()).filter(
    (type): type is GraphQLCompositeType => isCompositeType(type) && !type.name.startsWith('__'),
  );
  return types.map((type) => {
    const all = isUnionType(type) ? [] : Object.values(type.getFields());
    const fields = all.filter((field) => dialect.args(type, field, 0, () => undefined) !== null);
    const isComposite = (field: GraphQLField<unknown, unknown>): boolean => isCompositeType(getNamedType(field.type));
    return {
      type,
      composite: fields.filter(isComposite),
      leaves: fields.filter((field) => !isComposite(field)),
      possible: types.filter((other) => doTypesOverlap(schema, type, other)),
    };
  });
}

/** Writes picks down as text. */
export class SelectionWriter {
  /** Those that were spread, by name; with the variables inside, which the operation has to declare. */
  readonly fragments = new Map<string, { readonly text: string; readonly used: ReadonlySet<string> }>();
  private used = new Set<string>();

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly dialect: Dialect,
    private readonly types: readonly CompositeForms[],
    private readonly plans: readonly { readonly on: number; readonly picks: readonly Pick[] }[],
  ) {}

  operation(kind: 'query' | 'mutation', name: string, selected: readonly Pick[]): string {
    this.used = new Set();
    const root = kind === 'query' ? this.schema.getQueryType() : this.schema.getMutationType();
    if (root == null) throw new Error(`no ${kind}`);
    const body = this.selections(root, selected, 0);
    const declared = [...this.used].map((variable) => `$${variable}: ${this.dialect.variables[variable]}`);
    return `${kind} ${name}${declared.length === 0 ? '' : `(${declared.join(', ')})`} ${body}`;
  }

  /** `fragment`: the first fragment that may be spread here; later ones may not name earlier ones, so there is no circle. */
  private selections(type: GraphQLCompositeType, selected: readonly Pick[], fragment: number): string {
    const parts = selected.map((one) => this.selection(type, one, fragment));
    return `{ ${parts.length === 0 ? '__typename' : parts.join(' ')} }`;
  }

  private selection(type: GraphQLCompositeType, one: Pick, fragment: number): string {
    const when = this.condition(one.when);
    const { possible, composite } = this.formsOf(type);
    // A union has no fields to go deeper by.
    const mustNarrow = isAbstractType(type) && composite.length === 0 && one.below.length > 0;
    if (one.form === 'inline' || mustNarrow) {
      const inner = possible[one.at % possible.length] ?? type;
      const on = one.at % 5 === 0 ? '' : ` on ${inner.name}`;
      return `...${on}${when} ${this.selections(on === '' ? type : inner, one.below, fragment)}`;
    }
    const spread = fragment + (one.at % 3);
    const plan = this.plans[spread];
    if (one.form === 'spread' && plan !== undefined) {
      const on = this.types[plan.on % this.types.length]?.type ?? type;
      if (!possible.includes(on)) return `__typename${when}`;
      for (const variable of this.fragment(spread, on, plan.picks)) this.used.add(variable);
      return `...F${spread}${when}`;
    }
    return this.field(type, one, when, fragment);
  }

  private fragment(number: number, on: GraphQLCompositeType, selected: readonly Pick[]): ReadonlySet<string> {
    const name = `F${number}`;
    const known = this.fragments.get(name);
    if (known !== undefined) return known.used;
    const outside = this.used;
    const used = new Set<string>();
    this.used = used;
    const text = `fragment ${name} on ${on.name} ${this.selections(on, selected, number + 1)}`;
    this.used = outside;
    this.fragments.set(name, { text, used });
    return used;
  }

  private formsOf(type: GraphQLCompositeType): CompositeForms {
    const forms = this.types.find((one) => one.type === type);
    if (forms === undefined) throw new Error(`${type.name} is not of this schema`);
    return forms;
  }

  private field(type: GraphQLCompositeType, one: Pick, when: string, fragment: number): string {
    const wantsMore = one.below.length > 0;
    const { composite, leaves } = this.formsOf(type);
    const fitting = wantsMore ? composite : leaves;
    const field = fitting[one.at % (fitting.length + (wantsMore ? 0 : 1))];
    if (field === undefined) return `__typename${when}`;
    const inner = getNamedType(field.type);
    const below = isCompositeType(inner) ? ` ${this.selections(inner, one.below, fragment)}` : '';
    const args = this.dialect.args(type, field, one.args % 5, (variable) => void this.used.add(variable)) ?? '';
    return `${this.alias(type, field, args, one.args)}${field.name}${args}${when}${below}`;
  }

  /** One key for one type, field and arguments, so that equal keys may be merged; and now and then any key at all. */
  private alias(type: GraphQLCompositeType, field: GraphQLField<unknown, unknown>, args: string, dice: number): string {
    if (dice % 97 === 0) return `any${dice % 3}: `;
    const isOwn = isObjectType(type) && type.getInterfaces().every((one) => one.getFields()[field.name] === undefined);
    const isShared = isAbstractType(type) || !isOwn || type === this.schema.getQueryType();
    if (args === '' && dice % 4 !== 0 && isShared) return '';
    const variant = [...args].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 9973, dice % 2);
    return `${type.name}_${field.name}_${variant}: `;
  }

  private condition(dice: number): string {
    if (dice < 80) return '';
    const conditions = ['true', 'false', '$yes', '$yesDefault', '$yesMustDefault', '$yes'];
    const value = conditions[dice % conditions.length] ?? 'true';
    if (value.startsWith('$')) this.used.add(value.slice(1));
    const other = dice > 95 ? ' @skip(if: false)' : '';
    return dice % 2 === 0 && other === '' ? ` @skip(if: ${value})` : ` @include(if: ${value})${other}`;
  }
}
