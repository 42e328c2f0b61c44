import { AppError, type ErrorDetail } from './app-error.js';
import { ERROR_CODES, type ErrorCode } from './codes.js';

/** An error as the journal keeps it: messages and details of an AppError are public, so nothing secret is in it. */
export interface StoredError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly detail: Omit<ErrorDetail, 'cause'>;
}

/** What is kept of an error. */
export const toStoredError = ({ code, message, detail: { cause: _, ...detail } }: AppError): StoredError => ({
  code,
  message,
  detail,
});

/** The error that was kept; INTERNAL for a code that this version does not know. */
export const fromStoredError = ({ code, message, detail }: StoredError): AppError =>
  new AppError(code in ERROR_CODES ? code : 'INTERNAL', message, detail);
