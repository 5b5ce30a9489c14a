import { ProviderOauth2 } from "@cdktf/provider-authentik/lib/provider-oauth2";
import type { Construct } from "constructs";
import { REDIRECT_URI } from "./rules/agent-cli-provider";
import type { RedirectMatchingMode, RedirectType } from "./rules/choices";
import { completed } from "./rules/completed";
import { isKnown } from "./stack-release";

export interface RedirectUri {
  /** The address, or what it has to match. */
  readonly url: string;
  /** Whether the whole address is this one or matches it as a regular expression. @default "strict" */
  readonly matchingMode?: RedirectMatchingMode;
  /** Whether people are sent there after a login or after a logout. @default "authorization" */
  readonly type?: RedirectType;
}

/** Redirect URIs as Terraform's provider of the stack's release takes them: with every key that it knows. */
export function redirectUris(construct: Construct, uris: readonly RedirectUri[]): Record<string, string>[] {
  const hasType = isKnown(construct, ProviderOauth2.tfResourceType, "redirect_uri_type");
  return uris.map((uri) => {
    const { url, matchingMode, type } = completed(uri, REDIRECT_URI);
    return { url, matching_mode: matchingMode, ...(hasType && { redirect_uri_type: type }) };
  });
}
