import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AppError } from '../../src/errors/app-error.js';
import { eventually } from '../push/push-home.js';
import { type ChangesHome, startChanges } from '../server/changes-home.js';
import { listen, wsClient } from '../server/listeners.js';

const PAGE = `query($shop: ID!, $first: Int, $after: String, $kinds: [ChangeKind!]) {
  shop(by: { id: $shop }) { changes(first: $first, after: $after, kinds: $kinds) {
    nodes { cursor kind tag source raw receivedAt occurredAt shop { id } subject { __typename id } }
    edges { cursor node { cursor } }
    pageInfo { startCursor endCursor hasNextPage hasPreviousPage }
  } } }`;
const REPLAY = `mutation($input: ChangesReplayInput!, $options: WriteOptions) {
  changesReplay(input: $input, options: $options) {
    job { id kind status progress rowCount userErrors { code } resultUrl resultExpiresAt createdAt finishedAt }
    userErrors { __typename code path }
    plan { totalCalls }
    replayed
  } }`;
const PAST = { from: '2020-01-01T00:00:00Z' };
const JOB = 'query($id: ID!) { job(id: $id) { id kind status progress rowCount userErrors { code } finishedAt } }';

describe('the changes of a shop', () => {
  let server: ChangesHome;
  let shop: string;
  beforeAll(async () => {
    // Whole feeds are walked here, some hundred changes at a time.
    server = await startChanges({ server: { costLimits: { capacity: 100_000 } } });
    shop = server.shops[0]?.id ?? '';
  }, 30_000);
  afterAll(() => server.stop());

  const page = async (variables: Record<string, unknown> = {}, key = server.readKey) =>
    server.ask(PAGE, { shop, ...variables }, { key });
  const bookmark = async (): Promise<string> => {
    let after: string | null = null;
    for (;;) {
      const { data } = await page({ first: 100, after });
      const { pageInfo } = data.shop.changes;
      after = pageInfo.endCursor;
      if (!pageInfo.hasNextPage) return pageInfo.endCursor;
    }
  };
  const nativeOf = ({ subject }: { subject: { id: string } }): string => subject.id.split('/').at(-1) ?? '';

  it('are paged from the oldest on, fifty unless told, each with its cursor', async () => {
    const after = await bookmark();
    const told = await server.tell(120);
    const first = (await page({ after, first: null })).data.shop.changes;
    expect(first.nodes.map(nativeOf)).toEqual(told.slice(0, 50));
    expect(first.pageInfo).toEqual({
      startCursor: first.nodes[0].cursor,
      endCursor: first.nodes[49].cursor,
      hasNextPage: true,
      hasPreviousPage: true,
    });
    expect(first.edges.map(({ cursor }: { cursor: string }) => cursor)).toEqual(
      first.nodes.map(({ cursor }: { cursor: string }) => cursor),
    );
    const rest = (await page({ after: first.pageInfo.endCursor, first: 100 })).data.shop.changes;
    expect(rest.nodes.map(nativeOf)).toEqual(told.slice(50));
    expect(rest.pageInfo).toMatchObject({ hasNextPage: false });
    expect(server.calls()).toEqual([]);
  });

  it('leave a bookmark on an empty page, which goes as far as the feed was looked through', async () => {
    const after = await bookmark();
    // Of another shop: this one's bookmark does not grow old by it.
    await server.tell(3, { shopKey: server.shops[1]?.key ?? '' });
    const { nodes, pageInfo } = (await page({ after })).data.shop.changes;
    expect(nodes).toEqual([]);
    expect(pageInfo).toMatchObject({ startCursor: null, hasNextPage: false });
    expect(pageInfo.endCursor).not.toBe(after);
    const [told] = await server.tell(1);
    const { nodes: next } = (await page({ after: pageInfo.endCursor })).data.shop.changes;
    expect(next.map(nativeOf)).toEqual([told]);
  });

  it('have cursors that subscriptions and other shops of the tenant take, and no other tenant', async () => {
    const after = await bookmark();
    const told = await server.tell(2);
    const other = await server.tell(1, { shopKey: server.shops[1]?.key ?? '' });
    const { data } = await server.ask(PAGE, { shop: server.shops[1]?.id, after }, { key: server.readKey });
    expect(data.shop.changes.nodes.map(nativeOf)).toEqual(other);
    const client = wsClient(server.url, server.readKey);
    const heard = listen(client, 'subscription($after: String) { changes(after: $after) { subject { id } } }', {
      after,
    });
    await eventually(
      () => heard.answers.length,
      (length) => length >= 3,
    );
    expect(heard.answers.map((answer) => nativeOf(answer.data.changes))).toEqual([...told, ...other]);
    await client.dispose();
    const stranger = await server.addTenant('Stranger', [{ accessToken: 't', siteId: '7', shopId: 'h', forumId: 'f' }]);
    const refused = await server.ask(PAGE, { shop: stranger.shops[0]?.id, after }, { key: stranger.key });
    expect(refused.errors[0]).toMatchObject({
      path: ['shop', 'changes'],
      extensions: { code: 'INVALID_CURSOR', path: ['after'] },
    });
    expect((await page({}, stranger.key)).data.shop).toBeNull();
  });

  it('are of the kinds that are asked for, and tell what a read found without a message', async () => {
    const after = await bookmark();
    await server.tell(2);
    const receivedAt = new Date('2030-01-02T03:04:05.678Z');
    await server.tell(1, {
      kind: 'STOCK',
      subject: { type: 'ProductSku', nativeId: '1734567890123456789' },
      tag: null,
      source: 'LIVE',
      raw: null,
      receivedAt,
    });
    await server.tell(1, {
      kind: 'UNRECOGNIZED',
      subject: null,
      tag: '999',
      raw: '{"data":{"id":"9999999999999999999"}}',
    });
    const { nodes } = (await page({ after, kinds: ['STOCK', 'UNRECOGNIZED'] })).data.shop.changes;
    expect(nodes).toMatchObject([
      {
        kind: 'STOCK',
        tag: null,
        source: 'LIVE',
        raw: null,
        receivedAt: '2030-01-02T03:04:05.678Z',
        occurredAt: '2030-01-02T03:04:05.678Z',
        subject: { __typename: 'ProductSku', id: server.shops[0]?.gid('ProductSku', '1734567890123456789') },
      },
      { kind: 'UNRECOGNIZED', tag: '999', raw: { data: { id: '9999999999999999999' } }, subject: null },
    ]);
  });

  it('have an object that is a reference: null for a type that nobody serves and for one that is gone', async () => {
    const after = await bookmark();
    await server.tell(1, { subject: { type: 'Spaceship', nativeId: '1' } });
    await server.tell(1, { subject: { type: 'Order', nativeId: '1' } });
    const { nodes } = (await page({ after })).data.shop.changes;
    expect(nodes.map(({ subject }: { subject: unknown }) => subject)).toEqual([
      null,
      { __typename: 'Order', id: server.shops[0]?.gid('Order', '1') },
    ]);
    const { data } = await server.ask(
      `query($shop: ID!, $after: String) { shop(by: { id: $shop }) { changes(after: $after) { nodes { subject { id ... on Order { status } } } } } }`,
      { shop, after },
    );
    expect(data.shop.changes.nodes).toEqual([{ subject: null }, { subject: null }]);
    expect(server.calls()).toEqual(['POST /order/orderDetail']);
  });

  it('are all told to who listens when a shop cannot be looked up for a moment', async () => {
    const client = wsClient(server.url, server.readKey);
    const heard = listen(client, 'subscription { changes { subject { id } } }');
    await sleep(300);
    const { registry } = server.foundation;
    const real = registry.shopByKey;
    let failures = 1;
    registry.shopByKey = async (key) => {
      if (failures-- > 0) throw new AppError('STORAGE_UNAVAILABLE');
      return real.call(registry, key);
    };
    const told = await server.tell(3);
    await eventually(
      () => heard.answers.length,
      (length) => length >= 3,
    ).finally(() => {
      registry.shopByKey = real;
    });
    expect(heard.answers.map((answer) => nativeOf(answer.data.changes))).toEqual(told);
    await client.dispose();
  });

  it('are read with their messages only for who selects them', async () => {
    const { changeFeed } = server.foundation.store;
    const real = changeFeed.list;
    const asked: boolean[] = [];
    changeFeed.list = (query) => {
      asked.push(query.withoutRaw !== true);
      return real(query);
    };
    const client = wsClient(server.url, server.readKey);
    try {
      const after = await bookmark();
      await server.tell(1);
      for (const field of ['kind', 'raw']) {
        asked.length = 0;
        const query = `subscription($after: String) { changes(after: $after) { ${field} } }`;
        const heard = listen(client, query, { after });
        await eventually(
          () => heard.answers.length,
          (length) => length === 1,
        );
        heard.stop();
        expect(new Set(asked)).toEqual(new Set([field === 'raw']));
        if (field === 'raw') expect(heard.answers[0].data.changes.raw).toMatchObject({ tag: '100' });
      }
      asked.length = 0;
      expect((await page({ after })).data.shop.changes.nodes[0].raw).toMatchObject({ tag: '100' });
      await server.ask(
        'query($shop: ID!) { shop(by: { id: $shop }) { changes(first: 1) { edges { node { kind } } } } }',
        { shop },
      );
      expect(asked).toEqual([true, false]);
    } finally {
      changeFeed.list = real;
      await client.dispose();
    }
  });

  it.each([
    ['a page too large', { first: 101 }, 'INVALID_INPUT', 'first'],
    ['no page at all', { first: 0 }, 'INVALID_INPUT', 'first'],
    ['no kind', { kinds: [] }, 'INVALID_INPUT', 'kinds'],
    ['a cursor of nothing', { after: 'x' }, 'INVALID_CURSOR', 'after'],
  ])('refuse %s with the path of the argument', async (_name, variables, code, argument) => {
    const { errors } = await page(variables);
    expect(errors[0]).toMatchObject({ path: ['shop', 'changes'], extensions: { code, path: [argument] } });
  });

  it('are closed to a key without the scope', async () => {
    const { data, errors } = await page({}, await server.makeKey(['shops:read']));
    expect(data.shop).toBeNull();
    expect(errors[0].extensions).toMatchObject({ code: 'PERMISSION_DENIED', requiredScopes: ['orders:read'] });
  });

  describe('told again', () => {
    const ended = async (id: string, key = server.adminKey) => {
      const look = async () => (await server.ask(JOB, { id }, { key })).data.job;
      return eventually(look, (job) => job?.finishedAt !== null);
    };

    it('reach who listens, in their order, once; the job tells how many', async () => {
      const after = await bookmark();
      const from = new Date(Date.now() - 3600_000);
      const received = (second: number) => ({ receivedAt: new Date(from.getTime() + second * 1_000) });
      await server.tell(2, received(-1));
      const wanted = await server.tell(450, received(0));
      await server.tell(2, { ...received(0), kind: 'PRODUCT' });
      await server.tell(1, { ...received(0), shopKey: server.shops[1]?.key ?? '' });
      await server.tell(2, received(1));
      const client = wsClient(server.url, server.readKey);
      const heard = listen(client, 'subscription { changes { cursor subject { id } } }');
      await eventually(
        () => heard.isOver(),
        () => false,
        300,
      );
      const to = new Date(from.getTime() + 1_000);
      const { data } = await server.ask(REPLAY, {
        input: { shopId: shop, receivedIn: { from: from.toISOString(), to: to.toISOString() }, kinds: ['ORDER'] },
      });
      const { id } = data.changesReplay.job;
      expect(await ended(id)).toMatchObject({ id, status: 'SUCCEEDED', progress: 1, rowCount: 450, userErrors: [] });
      await eventually(
        () => heard.answers.length,
        (length) => length >= 450,
      );
      expect(heard.answers.map((answer) => nativeOf(answer.data.changes))).toEqual(wanted);
      await client.dispose();
      expect(after).not.toBe(await bookmark());
    }, 30_000);

    it('are asked for with a job that can be looked at, and that only its tenant and who sees the shop can see', async () => {
      const told = await server.tell(3);
      const after = await bookmark();
      const input = { shopId: shop, receivedIn: { from: new Date(Date.now() - 60_000).toISOString() } };
      const { data } = await server.ask(REPLAY, { input, options: { idempotencyKey: 'again' } });
      const { job, userErrors, replayed } = data.changesReplay;
      expect([userErrors, replayed]).toEqual([[], false]);
      expect(job).toMatchObject({ kind: 'CHANGE_BACKFILL', resultUrl: null, resultExpiresAt: null, userErrors: [] });
      const done = await ended(job.id);
      expect(done).toMatchObject({ status: 'SUCCEEDED', progress: 1 });
      const { nodes } = (await page({ after, first: 100 })).data.shop.changes;
      expect(nodes.length).toBe(Math.min(100, done.rowCount));
      expect(done.rowCount).toBeGreaterThanOrEqual(told.length);
      const again = await server.ask(REPLAY, { input, options: { idempotencyKey: 'again' } });
      expect(again.data.changesReplay).toMatchObject({ replayed: true, job: { id: job.id } });
      const node = await server.ask('query($id: ID!) { node(id: $id) { __typename id ... on Job { status } } }', {
        id: job.id,
      });
      expect(node.data.node).toEqual({ __typename: 'Job', id: job.id, status: 'SUCCEEDED' });
      const foreign = await server.addTenant('Nobody', []);
      const bound = await server.makeKey(['admin'], [server.shops[1]?.key ?? '']);
      for (const key of [foreign.key, bound]) {
        expect((await server.ask(JOB, { id: job.id }, { key })).data.job).toBeNull();
        const read = await server.ask('query($id: ID!) { node(id: $id) { id } }', { id: job.id }, { key });
        expect(read.data.node).toBeNull();
      }
      expect((await server.ask(JOB, { id: shop })).data.job).toBeNull();
    }, 30_000);

    it('are one job for a key, also when the process could not note that it was made', async () => {
      const { jobs } = server.foundation.store;
      const real = jobs.create;
      const made: string[] = [];
      jobs.create = async (order) => {
        const job = await real(order);
        made.push(job.id);
        if (made.length === 1) throw new Error('died here');
        return job;
      };
      const variables = { input: { shopId: shop, receivedIn: PAST }, options: { idempotencyKey: 'dies' } };
      try {
        const first = await server.ask(REPLAY, variables);
        expect(first.data.changesReplay).toMatchObject({ job: null });
        const again = await server.ask(REPLAY, variables);
        expect(again.data.changesReplay).toMatchObject({ replayed: true, userErrors: [] });
        expect(again.data.changesReplay.job.id.split('/').at(-1)).toBe(made[0]);
        expect(new Set(made).size).toBe(1);
        await ended(again.data.changesReplay.job.id);
      } finally {
        jobs.create = real;
      }
    }, 30_000);

    it('are planned by a dry run, which makes no job', async () => {
      const after = await bookmark();
      const { data } = await server.ask(REPLAY, {
        input: { shopId: shop, receivedIn: PAST },
        options: { dryRun: true },
      });
      expect(data.changesReplay).toEqual({ job: null, userErrors: [], plan: { totalCalls: 0 }, replayed: false });
      expect(await bookmark()).toBe(after);
    });

    it.each([
      [
        'a period that ends before it begins',
        { from: '2030-01-02T00:00:00Z', to: '2030-01-01T00:00:00Z' },
        {},
        ['input', 'receivedIn'],
      ],
      ['a period without a bound', {}, {}, ['input', 'receivedIn']],
      ['a period that has not begun', { from: '2999-01-01T00:00:00Z' }, {}, ['input', 'receivedIn', 'from']],
      ['no kind', PAST, { kinds: [] }, ['input', 'kinds']],
    ])('are refused for %s', async (_name, receivedIn, more, path) => {
      const { data } = await server.ask(REPLAY, { input: { shopId: shop, receivedIn, ...more } });
      expect(data.changesReplay).toEqual({
        job: null,
        userErrors: [{ __typename: 'InputError', code: 'INVALID_INPUT', path }],
        plan: null,
        replayed: false,
      });
    });

    it('are refused for a shop of another tenant as for one that is nowhere', async () => {
      const foreign = await server.addTenant('Nobody', []);
      const answers = await Promise.all([
        server.ask(REPLAY, { input: { shopId: shop, receivedIn: PAST } }, { key: foreign.key }),
        server.ask(REPLAY, { input: { shopId: 'gid://v1/Shop/szzzzzzz/szzzzzzz', receivedIn: PAST } }),
      ]);
      for (const { data } of answers)
        expect(data.changesReplay).toMatchObject({
          job: null,
          userErrors: [{ code: 'NOT_FOUND', path: ['input', 'shopId'] }],
        });
    });

    it('leave a row in the audit log of the shop', async () => {
      const { data } = await server.ask(
        'query($shop: ID!) { shop(by: { id: $shop }) { auditLog(first: 100) { nodes { action outcome } } } }',
        { shop },
      );
      expect(data.shop.auditLog.nodes).toContainEqual({ action: 'changesReplay', outcome: 'OK' });
      expect(data.shop.auditLog.nodes).toContainEqual({ action: 'changesReplay', outcome: 'INVALID_INPUT' });
    });
  });
});
