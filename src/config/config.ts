import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { ConfigProblems, ProblemList } from './config-problems.js';
import type { Environment } from './env.js';
import { readMasterKeys } from './master-keys.js';
import { namesPrivateAddress } from './private-address.js';
import { Settings } from './settings.js';

/** What the configuration is for: the production server, the demo, or a command on the store. */
export type ConfigMode = 'serve' | 'demo' | 'admin';

const SUBGRAPHS = ['registry', 'kuaizhan', 'douyin', 'inventory'] as const;
const LOG_LEVELS = ['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const;
const HOST_NAME = /^[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?$/;
const HOST_PORT = /^(\[[0-9A-Fa-f:.]{2,45}\]|[A-Za-z0-9.-]{1,253}):([1-9]\d{0,4})$/;
/** An `openid` is 32 hex characters; what goes into a header must at least be printable. */
const HOST_TOKEN = /^[\x21-\x7e]{8,255}$/;
/** Longest deadline of a request (reliability section 2). */
const MAX_REQUEST_TIMEOUT_MS = 25_000;

/** Where the older host is, and the account it is asked with. */
export interface GreaterWmsConfig {
  readonly url: URL;
  /** A function, so that printing shows nothing. */
  readonly token: () => string;
}

/** Every row of the Configuration table of the specification, typed and checked. */
export interface Config {
  readonly mode: ConfigMode;
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** Base of result links; null: follows from where the server listens. */
  readonly publicUrl: URL | null;
  readonly adminPort: number;
  /** Absolute path of the data directory. */
  readonly dataDir: string;
  /** Text of the keyring, `id:base64[,...]`, first is current. A function, so that printing shows nothing. */
  readonly masterKeys: () => string;
  readonly subgraphs: readonly string[];
  readonly kuaizhanUrl: URL;
  readonly douyinUrl: URL;
  readonly douyinSandboxUrl: URL;
  /** The older host that follows the switches of Douyin shops; null for none. */
  readonly greaterWms: GreaterWmsConfig | null;
  readonly upstreamAllowPrivate: boolean;
  /** `host:port` of each proxy that shops may use. */
  readonly egressProxyHosts: readonly string[];
  readonly corsOrigins: readonly string[];
  readonly introspection: 'off' | 'admin' | 'all';
  /** Milliseconds. */
  readonly requestTimeoutMs: number;
  readonly logLevel: (typeof LOG_LEVELS)[number];
  readonly logFormat: 'json' | 'text';
}

/**
 * Reads the configuration out of the environment.
 * @throws ConfigProblems with one line per problem
 */
export function readConfig(env: Environment, mode: ConfigMode): Config {
  const problems = new ProblemList();
  const settings = new Settings(env, problems);
  const dataDir = resolve(settings.text('DATA_DIR') ?? './.shopgraph');
  const config: Config = {
    mode,
    host: readHost(settings, problems),
    port: settings.integer('PORT', { min: 0, max: 65_535, default: 4000 }),
    publicUrl: settings.text('PUBLIC_URL') === undefined ? null : settings.baseUrl('PUBLIC_URL', 'http://127.0.0.1'),
    adminPort: settings.integer('ADMIN_PORT', { min: 0, max: 65_535, default: 4001 }),
    dataDir,
    masterKeys: readMasterKeys(settings, problems, dataDir, mode),
    subgraphs: readSubgraphs(settings),
    kuaizhanUrl: settings.baseUrl('KUAIZHAN_URL', 'https://api.kuaizhan.com'),
    douyinUrl: settings.baseUrl('DOUYIN_URL', 'https://openapi-fxg.jinritemai.com'),
    douyinSandboxUrl: settings.baseUrl('DOUYIN_SANDBOX_URL', 'https://openapi-sandbox.jinritemai.com'),
    greaterWms: readGreaterWms(settings, problems),
    upstreamAllowPrivate: settings.flag('UPSTREAM_ALLOW_PRIVATE', mode === 'demo'),
    egressProxyHosts: settings.list('EGRESS_PROXY_HOSTS', isHostPort, 'must be host:port, several separated by commas'),
    corsOrigins: settings.list('CORS_ORIGINS', isOrigin, 'must be exact origins such as https://shop.example'),
    introspection: settings.choice('INTROSPECTION', ['off', 'admin', 'all'], mode === 'demo' ? 'all' : 'admin'),
    requestTimeoutMs: settings.integer('REQUEST_TIMEOUT_MS', {
      min: 100,
      max: MAX_REQUEST_TIMEOUT_MS,
      default: 10_000,
    }),
    logLevel: settings.choice('LOG_LEVEL', LOG_LEVELS, mode === 'demo' ? 'warn' : 'info'),
    logFormat: settings.choice('LOG_FORMAT', ['json', 'text'], mode === 'demo' ? 'text' : 'json'),
  };
  checkTogether(config, settings, problems);
  if (problems.lines.length > 0) throw new ConfigProblems(problems.lines);
  return config;
}

function readHost(settings: Settings, problems: ProblemList): string {
  const host = settings.text('HOST') ?? '127.0.0.1';
  if (isIP(host) !== 0 || HOST_NAME.test(host)) return host;
  return problems.add('HOST', 'must be an address or a host name', '127.0.0.1');
}

function readSubgraphs(settings: Settings): readonly string[] {
  const known = (name: string) => SUBGRAPHS.some((subgraph) => subgraph === name);
  const named = settings.list('SUBGRAPHS', known, `must name some of ${SUBGRAPHS.join(', ')}`);
  return named.length === 0 ? SUBGRAPHS : named;
}

/** The two come together: an address without a token could not be asked, and a token without an address is a mistake. */
function readGreaterWms(settings: Settings, problems: ProblemList): GreaterWmsConfig | null {
  const [address, token] = [settings.text('GREATERWMS_URL'), settings.text('GREATERWMS_TOKEN')];
  if (address === undefined && token === undefined) return null;
  if (address === undefined) return problems.add('GREATERWMS_TOKEN', 'needs GREATERWMS_URL beside it', null);
  if (token === undefined) return problems.add('GREATERWMS_URL', 'needs GREATERWMS_TOKEN beside it', null);
  const url = settings.baseUrl('GREATERWMS_URL', 'https://greaterwms.invalid');
  if (HOST_TOKEN.test(token)) return { url, token: () => token };
  return problems.add('GREATERWMS_TOKEN', 'must be the openid of an account of that host, without blanks', null);
}

function checkTogether(config: Config, settings: Settings, problems: ProblemList): void {
  for (const name of ['DATABASE_URL', 'REDIS_URL'])
    if (settings.text(name) !== undefined) problems.add(name, 'is not supported by this version; leave it out', null);
  if (config.port !== 0 && config.port === config.adminPort)
    problems.add('ADMIN_PORT', 'must differ from PORT, since health and metrics have a listener of their own', null);
  if (config.mode !== 'serve' || config.upstreamAllowPrivate) return;
  const upstreams = {
    KUAIZHAN_URL: config.kuaizhanUrl,
    DOUYIN_URL: config.douyinUrl,
    DOUYIN_SANDBOX_URL: config.douyinSandboxUrl,
    ...(config.greaterWms === null ? {} : { GREATERWMS_URL: config.greaterWms.url }),
  };
  for (const [name, url] of Object.entries(upstreams))
    if (namesPrivateAddress(url))
      problems.add(name, 'is a private or emulator address, which needs UPSTREAM_ALLOW_PRIVATE=true', null);
}

const isHostPort = (text: string): boolean => Number(HOST_PORT.exec(text)?.[2] ?? 65_536) <= 65_535;

const isOrigin = (text: string): boolean =>
  /^https?:\/\//.test(text) && URL.canParse(text) && new URL(text).origin === text;
