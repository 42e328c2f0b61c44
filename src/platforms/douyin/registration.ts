import { AppError, InputErrors } from '../../errors/app-error.js';
import { Secret } from '../../tenants/secret.js';
import type { ShopRegistration } from '../../tenants/shop.js';

/** App keys have 19 digits, shop ids are 64-bit integers, secrets are UUIDs so far (the platform's page, a and b.3). */
const APP_ID = /^\d{19}$/;
const SHOP_ID = /^[1-9]\d{0,18}$/;
const APP_SECRET = /^[\x21-\x7e]{8,256}$/;
const CODE = /^[\x21-\x7e]{1,512}$/;

const FIELDS: readonly { name: string; pattern: RegExp; isRequired: boolean; constraint: string }[] = [
  { name: 'appId', pattern: APP_ID, isRequired: true, constraint: '19 digits' },
  { name: 'appSecret', pattern: APP_SECRET, isRequired: true, constraint: '8 to 256 printable characters' },
  { name: 'shopId', pattern: SHOP_ID, isRequired: true, constraint: 'a positive integer' },
  { name: 'authorizationCode', pattern: CODE, isRequired: false, constraint: '1 to 512 printable characters' },
];

/**
 * Reads the keys of a Douyin shop. The code of a tool app is good for ten minutes and once; it is sealed with the secret, and
 * taken for the first token.
 * @throws InputErrors with the field's name as path; no value is echoed
 */
export function douyinRegistration(fields: Readonly<Record<string, string | undefined>>): ShopRegistration {
  const errors = FIELDS.flatMap(({ name, pattern, isRequired, constraint }) => {
    const value = fields[name];
    const isRight = value === undefined ? !isRequired : pattern.test(value);
    return isRight
      ? []
      : [new AppError('INVALID_INPUT', `${name} must be ${constraint}.`, { path: [name], constraint })];
  });
  if (errors.length > 0) throw new InputErrors(errors);
  const { appId = '', appSecret = '', shopId = '', authorizationCode } = fields;
  return {
    platform: 'DOUYIN',
    nativeId: shopId,
    nativeResource: 'shop',
    attributes: { appId },
    secrets: {
      appSecret: new Secret(appSecret),
      ...(authorizationCode === undefined ? {} : { authorizationCode: new Secret(authorizationCode) }),
    },
    mainSecret: 'appSecret',
    appId,
    pushes: true,
  };
}
