import type { Answer } from '../../../emulator/answer.js';

/** An error that a view raises: HTTP 200, `detail`, and 500 in the body. */
export class Refusal extends Error {
  constructor(
    detail: string,
    readonly statusCode = 500,
  ) {
    super(detail);
  }
}

/** An error that nobody handled: HTTP 500 with a page. */
export class ServerError extends Error {}

/** A success. */
export const success = (value: unknown): Answer => json(value, 200);

/** What the host's handler makes of an error: the body tells the status, HTTP does not. */
export const refused = (detail: string, statusCode: number): Answer =>
  json({ detail, status_code: statusCode }, statusCode);

/** Errors of a filter, by field. */
export const refusedFields = (fields: Readonly<Record<string, string>>): Answer =>
  json({ ...Object.fromEntries(Object.entries(fields).map(([name, text]) => [name, [text]])), status_code: 400 }, 400);

/** The page of an error that nobody handled. */
export const serverErrorPage = (): Answer => ({
  status: 500,
  contentType: 'text/html',
  body: Buffer.from(
    '<!doctype html><html lang="en"><head><title>Server Error (500)</title></head><body></body></html>',
  ),
  result: null,
});

const json = (value: unknown, result: number): Answer => ({
  contentType: 'application/json',
  body: Buffer.from(JSON.stringify(value)),
  result,
});
