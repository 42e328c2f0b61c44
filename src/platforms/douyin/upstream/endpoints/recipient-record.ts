import { type Static, Type } from '@sinclair/typebox';
import { textOf, wireOptional, wireText } from '../wire.js';
import { maskOf, plainPart } from './order-privacy.js';

const WireLevel = wireOptional(Type.Object({ name: wireText() }));

const WireAddress = wireOptional(
  Type.Object({
    province: WireLevel,
    city: WireLevel,
    town: WireLevel,
    street: WireLevel,
    detail: wireText(),
    encrypt_detail: wireText(),
  }),
);

/** The receiver in an order (the platform's page, f.7): ciphertexts, masks, and regions in plain text. */
export const WIRE_RECIPIENT = {
  post_tel: wireText(),
  encrypt_post_tel: wireText(),
  mask_post_tel: wireText(),
  post_receiver: wireText(),
  encrypt_post_receiver: wireText(),
  mask_post_receiver: wireText(),
  post_addr: WireAddress,
  mask_post_addr: WireAddress,
};

const WireRecipient = Type.Object(WIRE_RECIPIENT);
type Wire = Static<typeof WireRecipient>;
type Address = Static<typeof WireAddress>;

/** An address in four levels, by the platform's names. */
export interface RegionRecord {
  readonly province: string;
  readonly city: string;
  readonly district: string;
  readonly street: string | null;
  /** Of a recipient masked, of the shop itself in plain text. */
  readonly detail: string | null;
}

/** Who gets the goods, with the private parts hidden. */
export interface RecipientRecord {
  readonly name: string;
  readonly phone: string;
  readonly address: RegionRecord;
}

/** The recipient of an order; null for goods that are sent to nobody, such as vouchers. */
export function recipientOf(wire: Wire): RecipientRecord | null {
  const { post_addr: address, mask_post_addr: mask } = wire;
  const place = levelOf(mask, 'province') === null ? address : mask;
  const name = told(wire.mask_post_receiver, wire.post_receiver, wire.encrypt_post_receiver);
  const phone = told(wire.mask_post_tel, wire.post_tel, wire.encrypt_post_tel);
  const detail = told(mask?.detail, address?.detail, address?.encrypt_detail);
  if (levelOf(place, 'province') === null && !name.isTold && !phone.isTold && !detail.isTold) return null;
  return {
    name: maskOf(name.mask),
    phone: maskOf(phone.mask),
    address: {
      province: levelOf(place, 'province') ?? '',
      city: levelOf(place, 'city') ?? '',
      district: levelOf(place, 'town') ?? '',
      street: levelOf(place, 'street'),
      detail: detail.isTold ? maskOf(detail.mask) : null,
    },
  };
}

/** A mask, and whether there is anything behind it. */
const told = (mask: Wire['post_tel'], ...hidden: Wire['post_tel'][]) => ({
  mask: textOf(mask),
  isTold: [mask, ...hidden].some((text) => textOf(text) !== null),
});

const levelOf = (address: Address | undefined, level: 'province' | 'city' | 'town' | 'street'): string | null =>
  plainPart(textOf(address?.[level]?.name));
