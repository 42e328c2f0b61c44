/** How each property is read from what the view is of, and from what it shares with others (e.g. when both were read). */
export type ViewTable<S, C, V> = { readonly [K in keyof V]: (source: S, shared: C) => V[K] };

/** A class of views; making one costs nothing but the object. */
export type ViewClass<S, C, V> = new (source: S, shared: C) => V;

/** What a view stands on where it needs no base of its own. */
class Bare {}

/**
 * Compiles a table into a class whose properties are evaluated when they are read, each time anew: a row of which five
 * fields are asked costs five fields. So an entry is cheap, depends on its arguments alone, and never throws for a source
 * that was checked. The source itself is private: what no entry shows, nobody can reach, no logger and no JSON text.
 *
 * A view has no properties of its own: spread and `Object.keys` find none. `plain` gives all of them.
 * @param table one entry for each property, in the order of the JSON text
 * @param base class the views are instances of, with what is not in the table
 */
export function lazyView<S, C, V extends object, B extends object = object>(
  table: ViewTable<S, C, V>,
  base: new () => B = Bare as new () => B,
): ViewClass<S, C, V & B> {
  const names = Object.keys(table) as (keyof V & string)[];
  class View extends (base as new () => object) {
    readonly #source: S;
    readonly #shared: C;

    constructor(source: S, shared: C) {
      super();
      this.#source = source;
      this.#shared = shared;
    }

    static {
      for (const name of names) {
        const read = table[name];
        Object.defineProperty(View.prototype, name, {
          get(this: View) {
            return read(this.#source, this.#shared);
          },
        });
      }
    }

    /** All properties of the table, for JSON texts. */
    toJSON(): object {
      return Object.fromEntries(names.map((name) => [name, table[name](this.#source, this.#shared)]));
    }
  }
  // TypeScript cannot see the getters that the static block defines, one for each entry of the table.
  return View as unknown as ViewClass<S, C, V & B>;
}

/** All properties of a view as an object of its own; of any other object, a copy. */
export const plain = <V extends object>(view: V): V =>
  'toJSON' in view && typeof view.toJSON === 'function' ? (view.toJSON() as V) : { ...view };
