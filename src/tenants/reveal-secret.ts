import { Secret } from './secret.js';

/** The clear value of a secret. An import rule lists the few places that may ask: signing, sealing, redaction. */
export const revealSecret = (secret: Secret): string => Secret.valueOf(secret);
