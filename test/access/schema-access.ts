import {
  type DocumentNode,
  type FieldDefinitionNode,
  type InputValueDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
  type TypeNode,
} from 'graphql';

/** A field that demands scopes, as the SDL says it. */
export interface ScopedField {
  readonly type: string;
  readonly field: FieldDefinitionNode;
  /** Any one is enough. */
  readonly scopes: readonly string[];
}

/** The schema as a router reads it, with what its directives demand. */
export class SchemaAccess {
  private readonly document: DocumentNode;

  constructor(sdl: string) {
    this.document = parse(sdl);
  }

  /** The fields of an object type, `extend`ed or not. */
  fieldsOf(type: string): FieldDefinitionNode[] {
    return this.objects().flatMap((node) => (node.name.value === type ? [...(node.fields ?? [])] : []));
  }

  /** Every field that carries `@scopes`. */
  scopedFields(): ScopedField[] {
    return this.objects().flatMap(({ name, fields = [] }) =>
      fields.flatMap((field) => {
        const scopes = scopesOf(field);
        return scopes.length === 0 ? [] : [{ type: name.value, field, scopes }];
      }),
    );
  }

  /** A call of the field with the least its arguments take, e.g. `shop(by: {id: "x"}) { __typename }`. */
  call(field: FieldDefinitionNode, selection?: string): string {
    const required = (field.arguments ?? []).filter(
      (argument) => argument.type.kind === Kind.NON_NULL_TYPE && argument.defaultValue === undefined,
    );
    const args = required.map((argument) => `${argument.name.value}: ${this.value(argument.type, field.name.value)}`);
    const called = args.length === 0 ? field.name.value : `${field.name.value}(${args.join(', ')})`;
    const inner = selection ?? (this.isLeaf(field.type) ? '' : '{ __typename }');
    return `${called} ${inner}`;
  }

  private objects(): ObjectTypeDefinitionNode[] {
    return this.document.definitions.flatMap((node) =>
      node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.OBJECT_TYPE_EXTENSION
        ? [node as ObjectTypeDefinitionNode]
        : [],
    );
  }

  private isLeaf(type: TypeNode): boolean {
    const name = nameOf(type);
    return !this.document.definitions.some(
      (node) =>
        (node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.INTERFACE_TYPE_DEFINITION) &&
        node.name.value === name,
    );
  }

  /** A literal that fits a type, and names nothing that exists. */
  private value(type: TypeNode, field: string): string {
    if (type.kind === Kind.NON_NULL_TYPE) return this.value(type.type, field);
    if (type.kind === Kind.LIST_TYPE) return `[${this.value(type.type, field)}]`;
    const name = type.name.value;
    const literal = LITERALS[name];
    if (literal !== undefined) return literal;
    for (const node of this.document.definitions) {
      if (!('name' in node) || node.name?.value !== name) continue;
      if (node.kind === Kind.ENUM_TYPE_DEFINITION) return node.values?.[0]?.name.value ?? 'NONE';
      if (node.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION) {
        const fields = node.fields ?? [];
        const isOneOf = node.directives?.some((directive) => directive.name.value === 'oneOf') === true;
        const needed = isOneOf ? fields.slice(0, 1) : fields.filter(isRequired);
        return `{${needed.map((one) => `${one.name.value}: ${this.value(one.type, field)}`).join(', ')}}`;
      }
    }
    throw new Error(`no literal for ${name} of ${field}`);
  }
}

const LITERALS: Readonly<Record<string, string>> = {
  ID: '"gid://v1/Nothing/szzzzzzz/nothing"',
  String: '"nothing"',
  JSON: '{}',
  Int: '1',
  Float: '1',
  Boolean: 'true',
  Decimal: '"1.00"',
  BigInt: '"1"',
  Date: '"2030-01-01"',
  DateTime: '"2030-01-01T00:00:00Z"',
  URL: '"https://example.com/"',
  CurrencyCode: '"CNY"',
};

const isRequired = (field: InputValueDefinitionNode): boolean =>
  field.type.kind === Kind.NON_NULL_TYPE && field.defaultValue === undefined;

const nameOf = (type: TypeNode): string => (type.kind === Kind.NAMED_TYPE ? type.name.value : nameOf(type.type));

function scopesOf(field: FieldDefinitionNode): string[] {
  const directive = field.directives?.find(({ name }) => name.value === 'scopes');
  const value = directive?.arguments?.find(({ name }) => name.value === 'anyOf')?.value;
  if (value?.kind !== Kind.LIST) return [];
  return value.values.flatMap((one) => (one.kind === Kind.STRING ? [one.value] : []));
}
