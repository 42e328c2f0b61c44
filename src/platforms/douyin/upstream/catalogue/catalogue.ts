import { ROWS } from './catalogue.data.js';
import { pathOf } from './douyin-method.js';
import { type Parameter, readNotation } from './parameter.js';

/** A method of the platform, as far as its documents and libraries tell. */
export interface CataloguedMethod {
  /** Dotted name, case-sensitive, e.g. `order.searchList`. */
  readonly name: string;
  /** E.g. `/order/searchList`. */
  readonly path: string;
  /** What stands before the first dot. */
  readonly group: string;
  /** What it does, in a few words. */
  readonly title: string;
  /** Of those that are not known for sure, `write`. */
  readonly kind: 'read' | 'write';
  /** Whether its parameters are known; else `parameters` are names at best. */
  readonly hasKnownParameters: boolean;
  /** Business parameters; read at the first use. */
  readonly parameters: readonly Parameter[];
  /** False for the methods that make tokens: only this gateway calls them, another call would take its token away. */
  readonly isCallable: boolean;
  /** Whether it answers in the clear what the platform otherwise encrypts, so that its answer is never kept. */
  readonly isDecrypting: boolean;
}

/** All methods that were ever documented, in the order of their names. */
export interface Catalogue {
  readonly all: readonly CataloguedMethod[];
  /** @param name exact, e.g. `afterSale.List` */
  get(name: string): CataloguedMethod | undefined;
  /** Methods with this part in their name, in any case; all when absent. */
  search(part?: string | null): readonly CataloguedMethod[];
}

let read: Catalogue | undefined;

/** The catalogue; its text is read at the first call, so that a start does without it. */
export function readCatalogue(): Catalogue {
  read ??= new ReadCatalogue(ROWS);
  return read;
}

const DECRYPTING = new Set([
  'order.batchDecrypt',
  'buyin.decryptContactInfo',
  'superm.createVirtualMobile',
  'yunc.getVirtualMobile',
]);

class ReadCatalogue implements Catalogue {
  readonly all: readonly CataloguedMethod[];
  private readonly byName: ReadonlyMap<string, CataloguedMethod>;

  constructor(rows: string) {
    this.all = rows
      .trim()
      .split('\n')
      .map((row) => new Row(row));
    this.byName = new Map(this.all.map((method) => [method.name, method]));
  }

  get(name: string): CataloguedMethod | undefined {
    return this.byName.get(name);
  }

  search(part?: string | null): readonly CataloguedMethod[] {
    const wanted = part?.toLowerCase() ?? '';
    return this.all.filter(({ name }) => name.toLowerCase().includes(wanted));
  }
}

/** A line of the data: name, kind with `?` where the parameters are not known, title, notation of the parameters. */
class Row implements CataloguedMethod {
  readonly name: string;
  readonly kind: 'read' | 'write';
  readonly title: string;
  readonly hasKnownParameters: boolean;
  private readonly notation: string;
  private read: readonly Parameter[] | undefined;

  constructor(row: string) {
    const [name = '', kind = '', title = '', notation = ''] = row.split('|');
    this.name = name;
    this.kind = kind.startsWith('r') ? 'read' : 'write';
    this.hasKnownParameters = !kind.endsWith('?');
    this.title = title;
    this.notation = notation;
  }

  get path(): string {
    return pathOf(this.name);
  }

  get group(): string {
    return this.name.slice(0, this.name.indexOf('.'));
  }

  get parameters(): readonly Parameter[] {
    this.read ??= readNotation(this.notation);
    return this.read;
  }

  get isCallable(): boolean {
    return this.group !== 'token';
  }

  get isDecrypting(): boolean {
    return DECRYPTING.has(this.name);
  }
}
