const SHOP_CODE = /^[0-9a-f]{32}$/;

/** The rule in words. */
export const SHOP_CODE_RULE = 'A shop code is 32 lower-case hex characters.';

/**
 * Whether a text has the form of a shop code: what GreaterWMS makes for a shop when it is registered there (an MD5 in hex), and
 * what is made here for the others. It opens the old endpoints, so it is a secret.
 */
export const isShopCode = (text: string): boolean => SHOP_CODE.test(text);
