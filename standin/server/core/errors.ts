import type { Json, JsonObject } from "./json";

/** An answer other than success: a status and, unless empty, a body. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly body?: Json,
  ) {
    super(`answered ${status}`);
  }
}

/** 404 for an object that does not exist. */
export const notFound = (model?: string): ApiError =>
  new ApiError(404, { detail: model ? `No ${model} matches the given query.` : "Not found." });

/** 400 with messages by field. */
export const invalid = (errors: JsonObject): ApiError => new ApiError(400, errors);

/** 403 for a caller without the right. */
export const permissionDenied = (): ApiError =>
  new ApiError(403, { detail: "You do not have permission to perform this action." });

/** 403 for credentials that are not valid. */
export const authenticationFailed = (detail = "Token invalid/expired"): ApiError =>
  new ApiError(403, { detail });

/** 405 for a method the route does not take. */
export const methodNotAllowed = (method: string): ApiError =>
  new ApiError(405, { detail: `Method "${method}" not allowed.` });
