import type { OpenCall, OpenEndpoint } from '../endpoint.js';
import { Refusal } from '../protocol/refusal.js';
import type { Row } from '../protocol/wire-json.js';
import type { Grant, TokenPair } from '../state/app.record.js';

/** A failure in the two numberings of specification c.4: the word, the number and the text. */
const FAILURES = {
  grantType: ['grant-type-invalid', 31003, 'grant_type不合法'],
  noAuthorisation: ['no-authorization', 31005, '店铺授权已失效，请重新引导商家完成店铺授权'],
  codeExpired: ['code-expired', 31007, 'code已经失效（code的有效期为10分钟）'],
  codeInvalid: ['code-invalid', 31021, 'code不合法'],
  codeEmpty: ['code-invalid', 4, 'code不能为空'],
  tokenExpired: ['token-expired', 31009, 'token已过期'],
  tokenUnknown: ['token-invalid', 31009, 'token不存在'],
} as const;

function tokenFailure({ rules }: OpenCall, failure: keyof typeof FAILURES): Refusal {
  const [word, number, text] = FAILURES[failure];
  return rules.tokenErrors === 'words'
    ? new Refusal(50001, `dop.token-generate-failed:${word}`, `生成token失败，${text}`)
    : new Refusal(50002, `isv.business-failed:${number}`, `生成token失败，${text}`);
}

/** Making and refreshing tokens (specification c). */
export const TOKENS: readonly OpenEndpoint[] = [
  {
    method: 'token.create',
    open: true,
    answer: (call) => {
      const grant = grantToCreate(call);
      const before = grant.pair;
      const pair = call.grants.livingPair(grant);
      if (pair !== before) call.effect('token.create', grant.shopId);
      return tokenRow(call, grant, pair);
    },
  },
  {
    method: 'token.refresh',
    open: true,
    answer: (call) => {
      if (call.params.text('grant_type') !== 'refresh_token') throw tokenFailure(call, 'grantType');
      const token = call.params.text('refresh_token') ?? '';
      const grant = call.grants.ownerOfRefresh(token);
      if (grant === undefined || grant.appKey !== call.app.appKey) throw tokenFailure(call, 'tokenUnknown');
      if (grant.standing !== 'open') throw tokenFailure(call, 'noAuthorisation');
      if (grant.refreshing) throw new Refusal(50002, 'isv.business-failed:31012', '刷新token失败，有并发请求');
      grant.refreshing = true;
      call.whenAnswered(() => {
        grant.refreshing = false;
      });
      const before = grant.pair;
      const pair = call.grants.refresh(token);
      if (pair === 'unknown') throw tokenFailure(call, 'tokenUnknown');
      if (pair === 'expired') throw tokenFailure(call, 'tokenExpired');
      if (pair !== before) call.effect('token.refresh', grant.shopId);
      return tokenRow(call, grant, pair);
    },
  },
];

function grantToCreate(call: OpenCall): Grant {
  const { params, app, grants, state } = call;
  const grantType = params.text('grant_type');
  if (params.text('code') === undefined) throw new Refusal(40001, 'isv.parameter-missing', 'code不能为空');
  if (grantType === 'authorization_code') return grantOfCode(call);
  if (grantType !== 'authorization_self' || app.kind !== 'self_use') throw tokenFailure(call, 'grantType');
  const test = params.text('test_shop') === '1';
  const shopId = test ? [...state.shops.values()].find((shop) => shop.isTest)?.id : params.text('shop_id');
  const grant = shopId === undefined ? undefined : grants.find(app.appKey, shopId);
  if (grant?.standing !== 'open') throw tokenFailure(call, 'noAuthorisation');
  return grant;
}

function grantOfCode(call: OpenCall): Grant {
  const text = call.params.text('code') ?? '';
  if (text === '') throw tokenFailure(call, 'codeEmpty');
  const code = call.grants.code(text);
  if (code === undefined || code.appKey !== call.app.appKey) throw tokenFailure(call, 'codeInvalid');
  if (code.used || code.until <= call.clock.seconds()) throw tokenFailure(call, 'codeExpired');
  const grant = call.grants.find(code.appKey, code.shopId);
  if (grant?.standing !== 'open') throw tokenFailure(call, 'noAuthorisation');
  code.used = true;
  return grant;
}

function tokenRow({ clock, state }: OpenCall, grant: Grant, pair: TokenPair): Row {
  return {
    access_token: pair.accessToken,
    expires_in: pair.accessUntil - clock.seconds(),
    refresh_token: pair.refreshToken,
    scope: 'SCOPE',
    shop_id: BigInt(grant.shopId),
    shop_name: state.shops.get(grant.shopId)?.name ?? '',
    authority_id: grant.shopId,
    auth_subject_type: '',
  };
}
