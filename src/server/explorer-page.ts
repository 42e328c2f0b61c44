/** An operation that the explorer opens in a tab of its own. */
export interface ExplorerTab {
  /** Shown as a comment above the operation; the tab itself is named after the operation. */
  readonly title?: string;
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}

/** What the page is told. */
export interface ExplorerOptions {
  /** API key filled in as `Authorization` in every tab; only the demo gives one. */
  readonly demoKey?: string;
  readonly tabs: readonly ExplorerTab[];
  /** Whether the platforms are emulated; the page says so. */
  readonly emulated: boolean;
}

/** Addresses of the page's files. */
export interface ExplorerAssets {
  readonly styles: readonly string[];
  /** In the order in which they run. */
  readonly scripts: readonly string[];
}

/** The explorer's HTML. It holds no inline script: settings are a block of data that the start script reads. */
export function renderExplorerPage(options: ExplorerOptions, assets: ExplorerAssets): string {
  const authorization = options.demoKey === undefined ? undefined : { Authorization: `Bearer ${options.demoKey}` };
  const headers = authorization === undefined ? '' : JSON.stringify(authorization, null, 2);
  const settings = {
    endpoint: '/graphql',
    title: options.emulated ? 'Shopgraph, emulated platforms' : 'Shopgraph',
    isDemo: options.demoKey !== undefined,
    headers,
    tabs: options.tabs.map(({ title, query, variables }) => ({
      query: title === undefined ? query : `# ${title}\n${query}`,
      variables: variables === undefined ? '' : JSON.stringify(variables, null, 2),
      headers,
    })),
  };
  // Inside a script element only "<" can end the data early.
  const data = JSON.stringify(settings).replaceAll('<', '\\u003c');
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="robots" content="noindex">',
    `<title>${settings.title}</title>`,
    '<link rel="icon" href="data:,">',
    ...assets.styles.map((address) => `<link rel="stylesheet" href="${address}">`),
    '</head>',
    '<body>',
    '<div id="explorer">Loading&hellip;</div>',
    `<script type="application/json" id="settings">${data}</script>`,
    ...assets.scripts.map((address) => `<script src="${address}" defer></script>`),
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

/** Lets GraphiQL fill the window. */
export const EXPLORER_STYLE = 'html, body, #explorer { height: 100%; margin: 0; overflow: hidden; }\n';

/**
 * Starts GraphiQL in the browser.
 *
 * GraphiQL remembers tabs and headers in `localStorage`. In the demo that would bring back the key of an earlier start
 * and hide the examples, so there only the theme is remembered. Elsewhere its history is kept in memory, since it
 * stores the headers of each request, which hold an API key.
 */
export const EXPLORER_SCRIPT = `'use strict';
(function () {
  var settings = JSON.parse(document.getElementById('settings').textContent);
  var PREFIX = 'shopgraph:';
  var SECRET = ['graphiql:headers', 'graphiql:queries', 'graphiql:favorites'];
  var memory = new Map();
  function lasts(key) {
    return settings.isDemo ? key === 'graphiql:theme' : SECRET.indexOf(key) < 0;
  }
  function local(action, fallback) {
    try { return action(window.localStorage); } catch (error) { return fallback; }
  }
  var storage = {
    getItem: function (key) {
      if (lasts(key)) return local(function (store) { return store.getItem(PREFIX + key); }, null);
      return memory.has(key) ? memory.get(key) : null;
    },
    setItem: function (key, value) {
      if (lasts(key)) local(function (store) { store.setItem(PREFIX + key, value); });
      else memory.set(key, String(value));
    },
    removeItem: function (key) {
      if (lasts(key)) local(function (store) { store.removeItem(PREFIX + key); });
      else memory.delete(key);
    },
    clear: function () {
      memory.clear();
      local(function (store) {
        Object.keys(store).forEach(function (key) { if (key.indexOf(PREFIX) === 0) store.removeItem(key); });
      });
    },
    get length() {
      return memory.size + local(function (store) {
        return Object.keys(store).filter(function (key) { return key.indexOf(PREFIX) === 0; }).length;
      }, 0);
    }
  };
  // Of the first tab GraphiQL itself shows only the operation.
  if (storage.getItem('graphiql:tabState') === null && settings.tabs.length > 0)
    storage.setItem('graphiql:variables', settings.tabs[0].variables);
  function ask(params, options, accept, signal) {
    return fetch(settings.endpoint, {
      method: 'POST',
      signal: signal,
      headers: Object.assign(
        { accept: accept, 'content-type': 'application/json', 'apollographql-client-name': 'explorer' },
        options && options.headers
      ),
      body: JSON.stringify(params)
    });
  }
  function isSubscription(params, options) {
    var definitions = (options && options.documentAST && options.documentAST.definitions) || [];
    return definitions.some(function (one) {
      return one.operation === 'subscription' &&
        (!params.operationName || (one.name && one.name.value === params.operationName));
    });
  }
  // Answers of a stream of events, until it is complete or the reader has enough.
  async function* follow(params, options) {
    var ending = new AbortController();
    try {
      var response = await ask(params, options, 'text/event-stream', ending.signal);
      if (!response.ok) { yield await response.json(); return; }
      var reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      var text = '';
      for (;;) {
        var part = await reader.read();
        if (part.done) return;
        text += part.value;
        for (var end = text.indexOf('\\n\\n'); end >= 0; end = text.indexOf('\\n\\n')) {
          var lines = text.slice(0, end).split('\\n');
          text = text.slice(end + 2);
          if (lines[0] === 'event: complete') return;
          if (lines[0] === 'event: next') yield JSON.parse(lines[1].slice(6));
        }
      }
    } finally { ending.abort(); }
  }
  function fetcher(params, options) {
    if (isSubscription(params, options)) return follow(params, options);
    return ask(params, options, 'application/json').then(function (response) { return response.json(); });
  }
  var properties = {
    fetcher: fetcher,
    storage: storage,
    defaultHeaders: settings.headers,
    isHeadersEditorEnabled: true,
    defaultEditorToolsVisibility: settings.isDemo ? 'variables' : 'headers'
  };
  if (settings.tabs.length > 0) properties.defaultTabs = settings.tabs;
  if (settings.isDemo) properties.shouldPersistHeaders = true;
  ReactDOM.createRoot(document.getElementById('explorer')).render(
    React.createElement(GraphiQL, properties, React.createElement(GraphiQL.Logo, null, settings.title))
  );
})();
`;
