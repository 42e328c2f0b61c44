import { METHODS } from '../catalogue/methods.js';
import type { MethodWrite } from './product-write.js';
import { refusal, type WriteRefusals } from './write-refusals.js';

const noOrder = refusal('NOT_FOUND', 'order')('No such order in this shop.');
const forbids = refusal('STATE_FORBIDS', 'state');

/** Sets remark and flag together: the platform takes a remark with every flag, and puts it in the place of the old one. */
export const remarkWrite = (orderId: string, remark: string, flag: number | null): MethodWrite => ({
  method: METHODS.orderRemark,
  parameters: {
    order_id: orderId,
    remark,
    ...(flag === null ? {} : { is_add_star: 'true', star: String(flag) }),
  },
});

/** Refusals of a remark (the platform's page, g.1). */
export const REMARK_REFUSALS: WriteRefusals = {
  20002: noOrder,
  50051: refusal('INVALID_INPUT', 'remark')('The remark holds words that the platform forbids.'),
  50056: refusal('INVALID_INPUT', 'remark')('The remark is longer than the platform takes.'),
};

/** Who is to get the goods instead; what is absent stays. */
export interface RecipientChange {
  readonly region: {
    readonly province: string;
    readonly city: string;
    readonly district: string;
    readonly street: string | null;
    readonly detail: string | null;
  } | null;
  readonly name: string | null;
  readonly phone: string | null;
}

const level = (name: string) => ({ name });

/** Changes where an order goes. Its parameters hold personal data. */
export const recipientWrite = (orderId: string, { region, name, phone }: RecipientChange): MethodWrite => ({
  method: METHODS.orderAddressModify,
  parameters: {
    order_id: orderId,
    post_addr:
      region === null
        ? undefined
        : {
            province: level(region.province),
            city: level(region.city),
            town: level(region.district),
            street: region.street === null ? undefined : level(region.street),
            address_detail: region.detail ?? undefined,
          },
    post_receiver: name ?? undefined,
    post_tel: phone ?? undefined,
  },
});

/** Refusals of a change of the recipient: 50004, 20003 and 80004 are told apart by what the call is made of. */
export const RECIPIENT_REFUSALS: WriteRefusals = {
  20002: noOrder,
  20003: refusal('INVALID_INPUT', 'address')('The platform does not know this region.'),
  50004: forbids('The recipient can no longer be changed.'),
  80004: refusal('INVALID_INPUT', 'phone')('The platform does not take this telephone number.'),
};

/** What is taken off the price of a line, fen; below 0 for what is put on it. */
export interface LineDiscount {
  readonly lineId: string;
  readonly discountFen: number;
}

/** Changes prices of lines of an order that is not paid. */
export const lineDiscountsWrite = (orderId: string, lines: readonly LineDiscount[]): MethodWrite => ({
  method: METHODS.orderAmountUpdate,
  parameters: {
    pid: orderId,
    update_detail: lines.map(({ lineId, discountFen }) => ({ order_id: lineId, discount_amount: discountFen })),
  },
});

const PAID = '60021';

/** Refusals of a change of prices. */
export const PRICE_REFUSALS: WriteRefusals = {
  [PAID]: forbids('Prices can be changed before payment only.'),
  20002: noOrder,
  50001: refusal('INVALID_INPUT', 'prices')('The platform does not take this price.'),
  60016: refusal('NOT_FOUND', 'prices')('No such line in this order.'),
};

/** Changes the postage of an order that is not paid, fen. */
export const postageWrite = (orderId: string, fen: number): MethodWrite => ({
  method: METHODS.orderPostageUpdate,
  parameters: { order_id: orderId, post_amount: fen },
});

/** Refusals of a change of the postage. */
export const POSTAGE_REFUSALS: WriteRefusals = {
  [PAID]: forbids('The postage can be changed before payment only.'),
  20002: noOrder,
  50001: refusal('INVALID_INPUT', 'postage')('The platform does not take this postage.'),
};

/** Names the serial numbers of what was sent. */
export const serialNumbersWrite = (orderId: string, numbers: readonly string[]): MethodWrite => ({
  method: METHODS.orderSerialNumberAdd,
  parameters: { order_id: orderId, serial_number_list: numbers },
});

const badSerial = refusal('INVALID_INPUT', 'serialNumbers')('The platform does not take these serial numbers.');

/** Refusals of serial numbers; the numbers are those that shipping has for them too (the platform's page, g.1). */
export const SERIAL_REFUSALS: WriteRefusals = {
  20002: noOrder,
  60046: badSerial,
  60047: badSerial,
  60062: badSerial,
  60056: forbids('Serial numbers are taken after sending only.'),
};

/**
 * What the platform calls the decision on a change of address: 0 grants it, any of 1001 to 1005 refuses it with a reason of its
 * own. The graph has no place for a reason, so that the last and most general one is given: it is being sent already.
 */
const DECISIONS = { accept: 0, refuse: 1005 } as const;

/** Accepts or refuses the change of address a buyer asked for. */
export const addressDecisionWrite = (orderId: string, isAccepted: boolean): MethodWrite => ({
  method: METHODS.orderAddressConfirm,
  parameters: { order_id: orderId, is_approved: isAccepted ? DECISIONS.accept : DECISIONS.refuse },
});

/** Refusals of such a decision. */
export const ADDRESS_DECISION_REFUSALS: WriteRefusals = {
  20002: noOrder,
  50040: forbids('The buyer asks for no change of address, or it was decided already.'),
};
