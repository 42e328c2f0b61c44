/** A carrier; `code` is what shipping takes. */
export interface Company {
  readonly id: number;
  readonly name: string;
  readonly code: string;
  /** What its waybill numbers look like. */
  readonly pattern: RegExp;
  /** Start of the numbers that the e-waybill system gives out. */
  readonly prefix: string;
}

/** The carriers (specification g.1, order.logisticsCompanyList). */
export const COMPANIES: readonly Company[] = [
  { id: 12, name: '顺丰速运', code: 'shunfeng', pattern: /^SF\d{12,15}$/, prefix: 'SF' },
  { id: 15, name: '中通快递', code: 'zhongtong', pattern: /^(ZT)?\d{12,15}$/, prefix: 'ZT' },
  { id: 7, name: '圆通快递', code: 'yuantong', pattern: /^YT\d{13,15}$/, prefix: 'YT' },
];

/** The carrier of a code. */
export const companyOf = (code: string): Company | undefined => COMPANIES.find((company) => company.code === code);
