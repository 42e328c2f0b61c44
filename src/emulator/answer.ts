import type { IncomingHttpHeaders } from 'node:http';
import type { Caller } from './journal.js';

/** A request as a platform's stand-in sees it. */
export interface EmulatedRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** Writes a change of state into the journal's ledger. */
  readonly effect: (kind: string, id: string) => void;
  /** Calls back when the answer has left or the connection has ended, whichever comes first. */
  readonly whenAnswered: (then: () => void) => void;
}

/** What is to be sent. */
export interface Answer {
  /** 200 unless told. */
  readonly status?: number;
  readonly contentType: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** The platform's result code in the body, null when it has none. */
  readonly result: number | null;
}

/** One endpoint of a stand-in. */
export interface Route {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly handle: (request: EmulatedRequest) => Answer;
}

/** The little that the machine must be told of a platform's manner of speaking. */
export interface Dialect {
  /** Who asks, by which names a fault rule may call them, and the parameters as the journal may keep them. */
  readonly identify: (request: EmulatedRequest) => {
    readonly caller: Caller;
    readonly names: ReadonlySet<string>;
    readonly params: Readonly<Record<string, string | readonly string[]>>;
  };
  /** A refusal with the platform's code and text. */
  readonly refusal: (code: number, message: string) => Answer;
  /** A success that says nothing: what faults are made of when the operation did not take place. */
  readonly blank: Answer;
  /** Name of the envelope's member that holds the payload. */
  readonly dataKey: string;
  /** The list of rows inside a parsed answer, to be changed in place; null when the answer is no list. */
  readonly rows: (answer: unknown) => unknown[] | null;
  /** A row like this one that nobody asked for. */
  readonly foreignRow: (row: unknown, index: number) => unknown;
  /** Reads and writes bodies for faults that change them; plain `JSON` unless told. For ids that it would round. */
  readonly json?: { readonly parse: (text: string) => unknown; readonly print: (value: unknown) => string };
}
