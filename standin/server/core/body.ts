import type { FastifyInstance, FastifyRequest } from "fastify";
import { ApiError } from "./errors";
import type { Json } from "./json";

/** Leaves bodies as they came, for `bodyOf`: who calls is checked before what they say. */
export function keepBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "string" }, (_request, body, done) => done(null, body));
}

/**
 * The JSON body of a request, undefined without one.
 *
 * @throws 415 when it is of another type, 400 when it is malformed.
 */
export function bodyOf({ body, headers }: FastifyRequest): Json {
  if (typeof body !== "string" || body === "") return undefined;
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
export function readableBody(request: FastifyRequest): Json {
  if (typeof request.body !== "string") return (request.body ?? null) as Json;
  try {
    return bodyOf(request) ?? null;
  } catch {
    return request.body;
  }
}
