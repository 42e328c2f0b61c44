import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { start, type TestServer } from '../support/start.js';

let server: TestServer;
beforeAll(async () => {
  server = await start({ seed: 'empty' });
});
afterAll(() => server.stop());

let nextShop = 4_480_001;
const newCode = (): string => randomBytes(16).toString('hex');

/** Registers a Douyin shop through the graph. */
const register = async (tCode: unknown, options: object | null = null, key = server.adminKey) => {
  const shopId = String(nextShop);
  nextShop += 1;
  const douyin = { appId: '7012345678901234567', appSecret: 'canary-dy-secret', shopId, tCode };
  const { data, text } = await server.ask(
    `mutation ($input: ShopRegisterInput!, $options: WriteOptions) { shopRegister(input: $input, options: $options) {
      shop { id tCode } userErrors { code path message ... on InputError { constraint } } } }`,
    { input: { name: `shop ${shopId}`, credential: { douyin } }, options },
    { key },
  );
  return { ...data.shopRegister, text };
};

describe('the code of a shop', () => {
  it('that an older host made is kept, finds the shop, and is made anew where there is none', async () => {
    const tCode = newCode();
    const { shop, userErrors } = await register(tCode);
    expect([shop.tCode, userErrors]).toEqual([tCode, []]);
    const found = await server.ask('query ($t: String!) { shop(by: { tCode: $t }) { id isSandbox } }', { t: tCode });
    expect(found.data.shop).toEqual({ id: shop.id, isSandbox: false });
    for (const none of [null, undefined]) {
      const made = await register(none);
      expect([made.shop.tCode, made.userErrors]).toEqual([expect.stringMatching(/^[0-9a-f]{32}$/), []]);
    }
  });

  it.each([
    ['too short', newCode().slice(1)],
    ['too long', `${newCode()}0`],
    ['in capitals', 'ABCDEF0123456789ABCDEF0123456789'],
    ['no hex', 'canary-code-no-hex-0123456789abc'],
    ['followed by a line', `${newCode()}\n`],
    ['empty', ''],
  ])('that is %s is refused, dry or not, and not repeated', async (_name, tCode) => {
    for (const options of [null, { dryRun: true }]) {
      const { shop, userErrors, text } = await register(tCode, options);
      expect([shop, userErrors]).toEqual([
        null,
        [
          {
            code: 'INVALID_INPUT',
            path: ['input', 'credential', 'douyin', 'tCode'],
            message: 'A shop code is 32 lower-case hex characters.',
            constraint: '32 hex characters',
          },
        ],
      ]);
      if (tCode !== '') expect(text).not.toContain(tCode.trim());
    }
  });

  it('belongs to one shop, of whichever tenant', async () => {
    const tCode = newCode();
    expect((await register(tCode)).userErrors).toEqual([]);
    const other = await server.addTenant('Other', []);
    for (const key of [server.adminKey, other.key]) {
      const { shop, userErrors, text } = await register(tCode, null, key);
      expect([shop, userErrors]).toMatchObject([
        null,
        [{ code: 'INVALID_INPUT', path: ['input', 'credential', 'douyin', 'tCode'] }],
      ]);
      expect(text).not.toContain(tCode);
    }
  });
});
