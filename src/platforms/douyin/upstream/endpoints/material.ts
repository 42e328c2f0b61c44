import { Type } from '@sinclair/typebox';
import { METHODS } from '../catalogue/methods.js';
import type { DouyinClient } from '../client.js';
import { textOf, wireCode, wireDecoder, wireId, wireText } from '../wire.js';
import type { MethodWrite } from './product-write.js';
import { refusal, type WriteRefusals } from './write-refusals.js';

/** A picture in the material centre of a shop (the platform's page, g.5). */
export interface MaterialRecord {
  readonly id: string;
  /** Where the platform serves it; null until its audit has passed. */
  readonly url: string | null;
  /** The audit has refused it. */
  readonly isRefused: boolean;
}

/** Hosts from which the platform serves pictures of the material centre. */
const OWN_HOST = /(^|\.)ecombdimg\.com$/;
const REFUSED = 4;
/** Longest name of a material. */
const MAX_NAME = 50;

/** Whether a product may show the picture as it is. */
export const isMaterial = (url: string): boolean => OWN_HOST.test(new URL(url).hostname);

const PICTURE = refusal('INVALID_INPUT', 'picture');

/** What the platform says of pictures that it does not take. */
export const PICTURE_REFUSALS: WriteRefusals = {
  10010: PICTURE('The platform could not download the picture.'),
  22001: PICTURE('The picture is too large: at most 10 MB.'),
  22006: PICTURE('The platform does not take a picture of this form.'),
  22007: PICTURE('The platform does not allow the picture.'),
};

/**
 * Lets the platform fetch a picture. One that it has had from the same address is found again, so that a repeat does not double
 * it.
 */
export const pictureWrite = (url: string): MethodWrite => ({
  method: METHODS.materialUploadImage,
  parameters: { folder_id: '0', material_name: nameOf(url), need_distinct: true, url },
});

/** The last part of the path, by which merchants know their files. */
function nameOf(url: string): string {
  const last = new URL(url).pathname.split('/').at(-1) ?? '';
  return [...last].slice(0, MAX_NAME).join('') || 'picture';
}

const WireMaterial = Type.Object({ material_id: wireId(), audit_status: wireCode(), byte_url: wireText() });
const decodeUploaded = wireDecoder(WireMaterial);
const decodeDetail = wireDecoder(Type.Object({ material_info: WireMaterial }));

/** @throws AppError */
export const uploadPicture = (client: DouyinClient, { method, parameters }: MethodWrite): Promise<MaterialRecord> =>
  client.call({ method, parameters }, (data) => toMaterial(decodeUploaded(data)));

/** A picture as it is now. @throws AppError */
export const getMaterial = (client: DouyinClient, id: string): Promise<MaterialRecord> =>
  client.call({ method: METHODS.materialDetail, parameters: { material_id: id } }, (data) =>
    toMaterial(decodeDetail(data).material_info),
  );

const toMaterial = (wire: ReturnType<typeof decodeUploaded>): MaterialRecord => ({
  id: String(wire.material_id),
  url: textOf(wire.byte_url),
  isRefused: Number(wire.audit_status) === REFUSED,
});
