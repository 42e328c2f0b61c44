const REDACTED = '[redacted]';

/**
 * Spellings in which a secret can get into the text of an error that is not ours: the query of an address, the user of
 * one, an API key of this gateway, an authorization header.
 */
const PATTERNS: readonly (readonly [pattern: RegExp, replacement: string])[] = [
  [/(https?:\/\/)[^\s/@"']{1,512}@/g, `$1${REDACTED}@`],
  [/(https?:\/\/[^\s?"'<>]{1,2048})\?[^\s"'<>]*/g, `$1?${REDACTED}`],
  [/\bgk_[a-z]{1,8}_[A-Za-z0-9_]{8,200}/g, `gk_${REDACTED}`],
  [/\b(Bearer|Basic) [A-Za-z0-9._~+/=-]{4,}/gi, `$1 ${REDACTED}`],
  [
    /\b((?:access_token|refresh_token|app_secret|appSecret|accessToken|password)["']?\s*[=:]\s*["']?)[^\s"'&,;}]+/g,
    `$1${REDACTED}`,
  ],
];
/** A longer text is cut first: the patterns are linear, but an error's text may be anything. */
const MAX_TEXT = 8192;

/** A text without what looks like a secret, for the log (reliability R14). */
export function redactText(text: string): string {
  let clean = text.slice(0, MAX_TEXT);
  for (const [pattern, replacement] of PATTERNS) clean = clean.replace(pattern, replacement);
  return clean;
}

/** What the log tells of an error. Only name, message, stack and code, of the error and its causes: nothing attached. */
export interface LoggedError {
  readonly type: string;
  readonly message: string;
  readonly code?: string;
  readonly stack?: string;
  readonly cause?: LoggedError;
}

const MAX_CAUSES = 4;

/** An error as the log shows it. */
export function redactError(error: unknown, depth = 0): LoggedError {
  if (!(error instanceof Error)) return { type: typeof error, message: 'not an Error' };
  const { code } = error as { code?: unknown };
  return {
    type: error.name,
    message: redactText(error.message),
    ...(typeof code === 'string' ? { code: code.slice(0, 64) } : {}),
    ...(error.stack === undefined ? {} : { stack: redactText(error.stack) }),
    ...(error.cause instanceof Error && depth < MAX_CAUSES ? { cause: redactError(error.cause, depth + 1) } : {}),
  };
}
