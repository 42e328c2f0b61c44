import { AppError, InputErrors } from '../../errors/app-error.js';
import { Secret } from '../../tenants/secret.js';
import type { ShopRegistration } from '../../tenants/shop.js';

/** Site ids are integers below 2^53; shop and community ids are URL-safe text (page, section 4.1). */
const SITE_ID = /^[1-9]\d{0,15}$/;
const OBJECT_ID = /^[A-Za-z0-9_-]{1,64}$/;
const TOKEN = /^[\x21-\x7e]{1,1024}$/;

const FIELDS: readonly { name: string; pattern: RegExp; isRequired: boolean; constraint: string }[] = [
  { name: 'accessToken', pattern: TOKEN, isRequired: true, constraint: '1 to 1024 printable characters' },
  { name: 'siteId', pattern: SITE_ID, isRequired: true, constraint: 'a positive integer' },
  { name: 'shopId', pattern: OBJECT_ID, isRequired: false, constraint: 'letters, digits, _ and -' },
  { name: 'forumId', pattern: OBJECT_ID, isRequired: false, constraint: 'letters, digits, _ and -' },
];

/**
 * Reads what a merchant gives for a Kuaizhan site. A site without a shop is named by its site id.
 * @throws InputErrors with the field's name as path; no value is echoed
 */
export function kuaizhanRegistration(fields: Readonly<Record<string, string | undefined>>): ShopRegistration {
  const errors = FIELDS.flatMap(({ name, pattern, isRequired, constraint }) => {
    const value = fields[name];
    const isRight = value === undefined ? !isRequired : pattern.test(value);
    return isRight
      ? []
      : [new AppError('INVALID_INPUT', `${name} must be ${constraint}.`, { path: [name], constraint })];
  });
  if (errors.length > 0) throw new InputErrors(errors);
  const { accessToken = '', siteId = '', shopId, forumId } = fields;
  return {
    platform: 'KUAIZHAN',
    nativeId: shopId ?? siteId,
    nativeResource: shopId === undefined ? 'site' : 'shop',
    attributes: { siteId, ...(shopId === undefined ? {} : { shopId }), ...(forumId === undefined ? {} : { forumId }) },
    secrets: { accessToken: new Secret(accessToken) },
    mainSecret: 'accessToken',
  };
}
