import { type Call, type Endpoint, find } from './endpoint.js';
import { Refusal } from './envelope.js';
import type { WxAccount } from './records.js';

const NOT_BOUND = 'no official account bound to this site';

/** WeChat accounts (specification 5.17, 5.18). */
export const WX: readonly Endpoint[] = [
  {
    method: 'GET',
    path: '/v2/wx/service/info',
    answer: (call) => {
      const account = accountOf(call);
      if (account === undefined && call.rules.unboundAccount === 'refused') throw new Refusal(NOT_BOUND);
      const data = JSON.stringify(account === undefined ? unboundRow() : accountRow(account));
      return account === undefined ? { data } : { data, message: '该站点已绑定公众号' };
    },
  },
  {
    method: 'GET',
    path: '/v2/wx/user/subscribe',
    answer: (call) => {
      const openId = call.params.required('open_id');
      const account = accountOf(call);
      if (account === undefined) throw new Refusal(NOT_BOUND);
      return { data: JSON.stringify({ is_subscriber: account.followers.has(openId) }), message: '获取关注状态成功' };
    },
  },
];

function accountOf(call: Call): WxAccount | undefined {
  const site = call.state.sites.get(call.params.requiredInteger('site_id'));
  return call.state.accounts.get(find(call, 'site', site, ({ siteId }) => siteId).siteId);
}

const accountRow = (account: WxAccount) => ({
  is_bind: true,
  verify_type: account.verifyType,
  service_type: account.serviceType,
  app_id: account.appId,
  app_secret: account.appSecret,
  nick_name: account.nickName,
  head_img: account.headImg,
  qrcode_url: account.qrcodeUrl,
  guide_follow_post_url: account.guideFollowPostUrl,
});

const unboundRow = () => ({
  is_bind: false,
  verify_type: null,
  service_type: null,
  app_id: null,
  app_secret: null,
  nick_name: null,
  head_img: null,
  qrcode_url: null,
  guide_follow_post_url: null,
});
