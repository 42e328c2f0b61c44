import type { Account, HostShop } from './records.js';
import { uniqueValue } from './texts.js';

/** A shop to add; what is not given is the host's default. */
export interface HostShopDraft {
  readonly account: Account;
  readonly shopName: string;
  readonly shopAppid: string;
  readonly shopAppSecret: string;
  readonly shopId: string;
  readonly sandbox?: number;
  /** Made of app id and time unless told. */
  readonly tCode?: string;
}

/** All that the stand-in remembers. */
export class GreaterWmsState {
  readonly accounts: Account[] = [];
  readonly shops: HostShop[] = [];
  private lastShop = 0;
  private lastUser = 0;

  constructor(private readonly now: () => number) {}

  /** Forgets everything; ids start again. */
  clear(): void {
    this.accounts.length = 0;
    this.shops.length = 0;
    this.lastShop = 0;
    this.lastUser = 0;
  }

  /** @param openid made of name and time unless told */
  addAccount(name: string, password: string, openid: string = uniqueValue(name, this.now())): Account {
    this.lastUser += 1;
    const account = { name, password, openid, appid: uniqueValue(`${name}1`, this.now()), userId: this.lastUser };
    this.accounts.push(account);
    return account;
  }

  addShop({ account, sandbox = 1, tCode, ...given }: HostShopDraft): HostShop {
    this.lastShop += 1;
    const at = this.now();
    const shop: HostShop = {
      ...given,
      id: this.lastShop,
      openid: account.openid,
      appid: account.appid,
      sandbox,
      proxy: 0,
      proxyIp: {},
      tCode: tCode ?? uniqueValue(given.shopAppid, at),
      createdAt: at,
      updatedAt: at,
    };
    this.shops.push(shop);
    return shop;
  }

  removeShop(shop: HostShop): void {
    this.shops.splice(this.shops.indexOf(shop), 1);
  }

  /** @throws RangeError for a code that no shop has */
  shopOf(tCode: string): HostShop {
    const shop = this.shops.find((one) => one.tCode === tCode);
    if (shop === undefined) throw new RangeError('no shop with that code');
    return shop;
  }
}
