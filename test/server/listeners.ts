import { type Client, createClient, type ExecutionResult } from 'graphql-ws';
import { WebSocket } from 'ws';

/** What a listener was told, and how it ended. */
export interface Heard {
  // biome-ignore lint/suspicious/noExplicitAny: an answer's shape is what the tests are about
  readonly answers: any[];
  // biome-ignore lint/suspicious/noExplicitAny: as above
  readonly errors: any[];
  readonly isOver: () => boolean;
  stop(): void;
}

export const wsUrl = (url: string): string => `${url.replace(/^http/, 'ws')}/graphql`;

/** A client of the library that programs use; it tries once. */
export const wsClient = (url: string, authorization: string, closed?: (code: number) => void): Client =>
  createClient({
    url: wsUrl(url),
    webSocketImpl: WebSocket,
    connectionParams: { authorization },
    retryAttempts: 0,
    lazy: false,
    on: { closed: (event) => closed?.((event as { code: number }).code) },
    onNonLazyError: () => undefined,
  });

/** Follows a subscription on a client. */
export function listen(client: Client, query: string, variables: Record<string, unknown> = {}): Heard {
  const answers: ExecutionResult[] = [];
  const errors: unknown[] = [];
  let over = false;
  const stop = client.subscribe(
    { query, variables },
    {
      next: (answer) => void answers.push(answer as ExecutionResult),
      error: (error) => {
        over = true;
        errors.push(...(Array.isArray(error) ? error : [error]));
      },
      complete: () => {
        over = true;
      },
    },
  );
  return { answers, errors, isOver: () => over, stop };
}

/** A stream of events as it is read; `events` are those with a name. */
export interface EventStreamHeard extends Omit<Heard, 'errors'> {
  readonly status: number;
  readonly headers: Headers;
  /** Names of the events, in order. */
  readonly names: string[];
}

/** Follows a subscription by `POST` with `accept: text/event-stream`. */
export async function listenByPost(
  url: string,
  key: string,
  query: string,
  variables: Record<string, unknown> = {},
  headers: Record<string, string> = {},
): Promise<EventStreamHeard> {
  const ending = new AbortController();
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    signal: ending.signal,
    headers: {
      'content-type': 'application/json',
      accept: 'text/event-stream',
      authorization: `Bearer ${key}`,
      ...headers,
    },
    body: JSON.stringify({ query, variables }),
  });
  // biome-ignore lint/suspicious/noExplicitAny: as above
  const answers: any[] = [];
  const names: string[] = [];
  let over = false;
  const read = async () => {
    let text = '';
    const decoder = new TextDecoder();
    for await (const bytes of response.body ?? []) {
      text += decoder.decode(bytes as Uint8Array, { stream: true });
      for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
        const [event = '', data = ''] = text.slice(0, end).split('\n');
        text = text.slice(end + 2);
        if (event.startsWith('event: ')) names.push(event.slice(7));
        if (event === 'event: next') answers.push(JSON.parse(data.slice(6)));
      }
    }
  };
  read()
    .catch(() => undefined)
    .finally(() => {
      over = true;
    });
  const { status, headers: given } = response;
  return { status, headers: given, answers, names, isOver: () => over, stop: () => ending.abort() };
}

/** What changed, and which object. */
export const IDS =
  'subscription($shopIds: [ID!], $kinds: [ChangeKind!], $after: String) { changes(shopIds: $shopIds, kinds: $kinds, after: $after) { cursor kind subject { __typename id } } }';

/** The platform's id of the object that an answer is about. */
export const native = (answer: { data: { changes: { subject: { id: string } } } }): string =>
  answer.data.changes.subject.id.split('/').at(-1) ?? '';
