import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { json, MisbehavingServer } from '../../../support/misbehaving-server.js';
import { start, type TestServer, type TestShop } from '../../../support/start.js';

const FOLDER = join(process.cwd(), 'test/fixtures/kuaizhan');

/** A sample answer of the platform, by file name without ending. */
export const sample = (name: string): Record<string, unknown> =>
  JSON.parse(readFileSync(join(FOLDER, `${name}.json`), 'utf8')) as Record<string, unknown>;

/** The `data` of a sample, to be changed at will. */
export const sampleData = (name: string): Record<string, unknown> => sample(name)['data'] as Record<string, unknown>;

const SAMPLES: Readonly<Record<string, string>> = {
  '/v2/platform/site/info': 'site-info',
  '/v2/platform/post/info': 'post-info',
  '/v2/platform/post/list': 'post-list',
  '/v2/ec/commodity/info': 'commodity-info',
  '/v2/ec/commodity/list': 'commodity-list',
  '/v2/ec/commodity/count': 'commodity-count',
  '/v2/ec/commodity/category/info': 'category-info',
  '/v2/ec/commodity/category/list': 'category-list',
  '/v2/wx/service/info': 'wx-service-info',
  '/v2/wx/user/subscribe': 'wx-user-subscribe',
  '/v2/ec/commodity/create': 'commodity-create',
  '/v2/ec/commodity/update': 'commodity-update',
  '/v2/ec/commodity/delete': 'commodity-delete',
  '/v2/ec/commodity/category/create': 'category-create',
  '/v2/ec/commodity/category/update': 'category-update',
  '/v2/ec/commodity/category/delete': 'category-delete',
  '/v2/club/topic/create': 'club-topic-create',
  '/v2/club/user/ban': 'club-user-ban',
};

/** The graph in front of a server that answers with the platform's own samples, word for word. */
export interface OnSamples extends TestServer {
  readonly shop: TestShop;
  readonly upstream: MisbehavingServer;
  /** Answers a path with this whole answer (an object, or a text as it is) until `restore`. */
  answer(path: string, body: unknown): void;
  /** The same with `ret` 0 and this `data`. */
  answerData(path: string, data: unknown): void;
  restore(): void;
}

/** Starts both. */
export async function startOnSamples(): Promise<OnSamples> {
  const upstream = new MisbehavingServer();
  await upstream.start();
  const server = await start({ seed: 'fixtures', env: { KUAIZHAN_URL: upstream.url } });
  const own = new Map<string, unknown>();
  const restore = (): void => {
    own.clear();
    upstream.behave((response, request) => {
      const body = own.has(request.path) ? own.get(request.path) : sample(SAMPLES[request.path] ?? 'failure-generic');
      return json(body)(response, request);
    });
  };
  restore();
  return {
    ...server,
    shop: server.shops[0] as TestShop,
    upstream,
    answer: (path, body) => void own.set(path, body),
    answerData: (path, data) => void own.set(path, { ret: 0, msg: '', data }),
    restore,
    stop: async () => {
      await server.stop();
      await upstream.stop();
    },
  };
}
