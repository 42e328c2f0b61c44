import type { Account, HostShop } from './records.js';
import type { GreaterWmsState } from './state.js';

/** What the seed made. */
export interface GreaterWmsSeed {
  /** The account; its `openid` is the token. */
  readonly account: Account;
  /** Two shops of one warehouse: one in the sandbox, one in production. */
  readonly shops: readonly HostShop[];
}

/** One account with two shops. */
export function seedHost(state: GreaterWmsState): GreaterWmsSeed {
  const account = state.addAccount('warehouse', 'canary-host-password', 'f0e1d2c3b4a5968778695a4b3c2d1e0f');
  const keys = { account, shopAppid: '7012345678901234567', shopAppSecret: 'canary-host-app-secret' };
  const shops = [
    state.addShop({ ...keys, shopName: '测试店', shopId: '4463798', tCode: '1b6453892473a467d07372d45eb05abc' }),
    state.addShop({
      ...keys,
      shopName: '正式店',
      shopId: '4463799',
      sandbox: 0,
      tCode: '2c624232cdd221771294dfbb310aca00',
    }),
  ];
  return { account, shops };
}
