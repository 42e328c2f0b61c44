import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { EXPLORER_SCRIPT, EXPLORER_STYLE, type ExplorerOptions, renderExplorerPage } from './explorer-page.js';

export type { ExplorerOptions, ExplorerTab } from './explorer-page.js';

interface Asset {
  /** Holds the hash of the content, so that it can be kept for ever. */
  readonly address: string;
  readonly contentType: string;
  readonly content: string;
}

const SCRIPT = 'text/javascript; charset=utf-8';
const STYLE = 'text/css; charset=utf-8';

/**
 * Scripts come from this server alone, none inline. Inline styles are allowed, since GraphiQL's menus add some; its
 * fonts and icons are data.
 */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  'font-src data:',
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Adds `GET /`, the explorer. All its files come from the installed packages: it works without internet. */
export function addExplorer(server: FastifyInstance, options: ExplorerOptions): void {
  const styles = [fromPackage('graphiql', 'graphiql.min.css', STYLE), asset('explorer.css', STYLE, EXPLORER_STYLE)];
  const scripts = [
    fromPackage('react', 'umd/react.production.min.js', SCRIPT),
    fromPackage('react-dom', 'umd/react-dom.production.min.js', SCRIPT),
    fromPackage('graphiql', 'graphiql.min.js', SCRIPT),
    asset('explorer.js', SCRIPT, EXPLORER_SCRIPT),
  ];
  const page = renderExplorerPage(options, {
    styles: styles.map(({ address }) => address),
    scripts: scripts.map(({ address }) => address),
  });
  server.get('/', (_request, reply) =>
    reply
      .header('content-security-policy', CONTENT_SECURITY_POLICY)
      .header('referrer-policy', 'no-referrer')
      .type('text/html; charset=utf-8')
      .send(page),
  );
  for (const { address, contentType, content } of [...styles, ...scripts])
    server.get(address, (_request, reply) =>
      reply.header('cache-control', 'public, max-age=31536000, immutable').type(contentType).send(content),
    );
}

function fromPackage(name: string, path: string, contentType: string): Asset {
  const root = dirname(createRequire(import.meta.url).resolve(`${name}/package.json`));
  const file = path.slice(path.lastIndexOf('/') + 1);
  return asset(file, contentType, readFileSync(join(root, path), 'utf8'));
}

function asset(file: string, contentType: string, content: string): Asset {
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 16);
  return { address: `/explorer/${hash}/${file}`, contentType, content };
}
