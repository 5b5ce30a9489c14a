import { ApiError } from "./errors";
import type { Request } from "./http";
import type { Json } from "./json";

/**
 * The JSON body of a request, undefined without one.
 *
 * @throws 415 when it is of another type, 400 when it is malformed.
 */
export function bodyOf({ body, headers }: Request): Json {
  if (!body) return undefined;
  const type = headers["content-type"] ?? "";
  if (!/^application\/json\s*(;|$)/i.test(type))
    throw new ApiError(415, { detail: `Unsupported media type "${type}" in request.` });
  try {
    return JSON.parse(body) as Json;
  } catch (error) {
    throw new ApiError(400, { detail: `JSON parse error - ${(error as Error).message}` });
  }
}

/** The body as far as it can be read: its JSON, its form or its text, null without one. */
export function readableBody(request: Request): Json {
  try {
    return fieldsOf(request) ?? bodyOf(request) ?? null;
  } catch {
    return request.body;
  }
}

/** The fields of the form that a request brings, of a repeated one the last; undefined without a form. */
export const fieldsOf = ({ body, headers }: Request): Record<string, string> | undefined =>
  body !== undefined && /^application\/x-www-form-urlencoded\s*(;|$)/i.test(headers["content-type"] ?? "")
    ? Object.fromEntries(new URLSearchParams(body))
    : undefined;
