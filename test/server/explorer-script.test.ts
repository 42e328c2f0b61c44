import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'graphql';
import { eventually } from '../push/push-home.js';
import { type ChangesHome, startChanges } from './changes-home.js';

type Fetcher = (params: object, options: object) => AsyncGenerator<{ data: unknown }> | Promise<{ data: unknown }>;

describe('the explorer', () => {
  let server: ChangesHome;
  let fetcher: Fetcher;
  beforeAll(async () => {
    server = await startChanges();
    const page = await (await fetch(`${server.url}/`)).text();
    const address = /src="([^"]+explorer\.js)"/.exec(page)?.[1] ?? '';
    const script = await (await fetch(`${server.url}${address}`)).text();
    const settings = /<script type="application\/json" id="settings">(.*?)<\/script>/.exec(page)?.[1] ?? '';
    // As much of a browser as the script touches.
    const React = { createElement: (_type: unknown, properties: { fetcher?: Fetcher } | null) => properties };
    runInNewContext(script, {
      document: { getElementById: () => ({ textContent: settings }) },
      window: { localStorage: {} },
      React,
      GraphiQL: { Logo: null },
      ReactDOM: {
        createRoot: () => ({
          render: (properties: { fetcher: Fetcher }) => {
            fetcher = properties.fetcher;
          },
        }),
      },
      fetch: (path: string, init: RequestInit) => fetch(`${server.url}${path}`, init),
      ...{ AbortController, TextDecoderStream },
    });
  }, 30_000);
  afterAll(() => server.stop());

  const asked = (query: string, operationName?: string) =>
    fetcher(
      { query, ...(operationName === undefined ? {} : { operationName }) },
      { documentAST: parse(query), headers: { authorization: `Bearer ${server.readKey}` } },
    );

  it('follows a subscription, and asks for anything else as before', async () => {
    const both = 'query Who { viewer { name } } subscription Live { changes { kind } }';
    expect(await asked(both, 'Who')).toMatchObject({ data: { viewer: { name: 'test read' } } });
    const events = asked(both, 'Live') as AsyncGenerator<{ data: unknown }>;
    const next = events.next();
    await eventually(
      async () => (await (await fetch(`${server.adminUrl}/metrics`)).text()).includes('{transport="event-stream"} 1'),
      (isOpen) => isOpen,
    );
    await server.tell(1, { kind: 'STOCK' });
    expect((await next).value).toMatchObject({ data: { changes: { kind: 'STOCK' } } });
    await events.return(undefined);
    const refused = asked('subscription { changes(after: "x") { kind } }') as AsyncGenerator<{ data: unknown }>;
    expect((await refused.next()).value).toMatchObject({ errors: [{ extensions: { code: 'INVALID_CURSOR' } }] });
    expect((await refused.next()).done).toBe(true);
  });
});
