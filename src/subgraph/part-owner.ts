import { getMetadataStorage } from 'type-graphql';
import type { SubgraphPart } from './part.js';

/** Which part of the graph a type or a field belongs to: made from who resolves it, so nobody writes it down twice. */
export class PartOwner {
  private readonly fields = new Map<string, string>();
  private readonly entities = new Map<string, string>();

  constructor(parts: readonly SubgraphPart[]) {
    const storage = getMetadataStorage();
    for (const part of parts) {
      const owns = (target: unknown): boolean => (part.resolvers as readonly unknown[]).includes(target);
      for (const type of Object.keys(part.entities)) this.entities.set(type, part.name);
      for (const query of storage.queries)
        if (owns(query.target)) this.fields.set(`Query.${query.schemaName}`, part.name);
      for (const write of storage.mutations)
        if (owns(write.target)) this.fields.set(`Mutation.${write.schemaName}`, part.name);
      for (const stream of storage.subscriptions)
        if (owns(stream.target)) this.fields.set(`Subscription.${stream.schemaName}`, part.name);
      for (const field of storage.fieldResolvers) {
        if (field.kind !== 'external' || !owns(field.target)) continue;
        const type = storage.objectTypes.find((candidate) => candidate.target === field.getObjectType?.());
        if (type !== undefined) this.fields.set(`${type.name}.${field.schemaName}`, part.name);
      }
    }
  }

  /** The part that owns an entity type; undefined for a value type, which every part may copy. */
  ofEntity(type: string): string | undefined {
    return this.entities.get(type);
  }

  /** The part that owns a field; undefined for a field of a value type. */
  ofField(type: string, field: string): string | undefined {
    return this.fields.get(`${type}.${field}`) ?? this.entities.get(type);
  }
}

/** `Type.field` of every field that has a resolver method of its own; all others are plain property reads. */
export function fieldsWithResolvers(): ReadonlySet<string> {
  const storage = getMetadataStorage();
  const names = new Set<string>();
  for (const field of storage.fieldResolvers) {
    const target = field.getObjectType?.() ?? field.target;
    // A getter is read as a property; it needs no resolver of its own.
    if (field.kind === 'internal' && isGetter(field.target.prototype, field.methodName)) continue;
    for (const type of [...storage.objectTypes, ...storage.interfaceTypes]) {
      const isTarget =
        type.target === target || (typeof type.target === 'function' && type.target.prototype instanceof target);
      if (isTarget) names.add(`${type.name}.${field.schemaName}`);
    }
  }
  return names;
}

const isGetter = (prototype: object, name: string): boolean =>
  Object.getOwnPropertyDescriptor(prototype, name)?.get !== undefined;
