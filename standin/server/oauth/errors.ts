import { randomUUID } from "node:crypto";
import { ApiError } from "../core/errors";

const DESCRIPTIONS = {
  invalid_client:
    "Client authentication failed (e.g., unknown client, no client authentication included, or unsupported authentication method)",
  invalid_grant:
    "The provided authorization grant or refresh token is invalid, expired, revoked, does not match the redirection URI used in the authorization request, or was issued to another client",
  invalid_request:
    "The request is otherwise malformed, or the subject or actor token is invalid for any reason or unacceptable by policy",
  invalid_target: "The authorization server does not issue tokens for the target services",
  invalid_scope:
    "The requested scope is invalid, unknown, malformed, or exceeds the scope granted by the resource owner",
  unsupported_grant_type: "The authorization grant type is not supported by the authorization server",
  authorization_pending:
    "The authorization request is still pending as the end user hasn't yet completed the user-interaction steps",
  slow_down:
    'A variant of "authorization_pending", the authorization request is still pending and polling should continue, but the interval MUST be increased by 5 seconds for this and all subsequent requests.',
};

export type OAuthErrorCode = keyof typeof DESCRIPTIONS;

/** An error of the OAuth endpoints. */
export const oauthError = (error: OAuthErrorCode, status = 400): ApiError =>
  new ApiError(status, {
    error,
    error_description: DESCRIPTIONS[error],
    request_id: randomUUID().replaceAll("-", ""),
  });
