import type { Row } from '../protocol/wire-json.js';
import type { Receiver } from '../state/order.record.js';
import type { Place } from '../state/region.record.js';
import { masked, type Vault } from '../state/vault.js';

/** The four levels of a place. */
export const placeRow = ({ province, city, town, street }: Place): Row => ({
  province: { name: province.name, id: province.id },
  city: { name: city.name, id: city.id },
  town: { name: town.name, id: town.id },
  street: { name: street.name, id: street.id },
});

/** Ciphertexts of a receiver: phone, name, address. */
export const ciphers = (vault: Vault, receiver: Receiver) => ({
  tel: vault.encrypt('tel', receiver.tel),
  name: vault.encrypt('name', receiver.name),
  detail: vault.encrypt('address', receiver.detail),
});

/** Masks of a receiver. */
export const masks = (receiver: Receiver) => ({
  tel: masked({ kind: 'tel', plain: receiver.tel }),
  name: masked({ kind: 'name', plain: receiver.name }),
  detail: masked({ kind: 'address', plain: receiver.detail }),
});

/** The receiver in an order or a line: ciphertexts and masks, regions in plain text (specification f.7). */
export function receiverRow(vault: Vault, receiver: Receiver): Row {
  const cipher = ciphers(vault, receiver);
  const mask = masks(receiver);
  const place = placeRow(receiver.place);
  return {
    post_tel: cipher.tel,
    encrypt_post_tel: cipher.tel,
    post_receiver: cipher.name,
    encrypt_post_receiver: cipher.name,
    post_addr: { ...place, detail: cipher.detail, encrypt_detail: cipher.detail },
    mask_post_receiver: mask.name,
    mask_post_tel: mask.tel,
    mask_post_addr: { ...place, detail: mask.detail },
  };
}
