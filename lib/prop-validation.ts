import { Annotations, Token } from "cdktf";
import type { Construct } from "constructs";
import { evaluated } from "./literal";
import { type Mistake, pathText } from "./rules/mistake";
import type { Obligations } from "./rules/obligations";
import { settingsCautions, settingsMistakes } from "./rules/settings-mistakes";
import { isMapping } from "./rules/value";

/**
 * Has synthesis refuse props that break the rules, before Terraform has made the first half of a set-up.
 *
 * What only Terraform knows, such as another resource's attribute, is taken as it is.
 */
export function validateProps(construct: Construct, props: object, obligations: Obligations): void {
  construct.node.addValidation({ validate: () => propMistakes(props, obligations).map(told) });
}

/** Everything that is wrong with props. */
export function propMistakes(props: object, obligations: Obligations): Mistake[] {
  return settingsMistakes(given(props), obligations, Token.isUnresolved);
}

/** Has synthesis warn of props that are allowed although something will not work. */
export function warnOfProps(construct: Construct, props: object, obligations: Obligations): void {
  const cautions = settingsCautions(given(props), obligations, Token.isUnresolved);
  for (const caution of cautions) Annotations.of(construct).addWarning(told(caution));
}

/** A mistake as synthesis tells it. */
export function told({ path, message }: Mistake): string {
  return path.length === 0 ? message : `${pathText(path)}: ${message}`;
}

/** The props without those that are undefined, as if they were left out, and texts as authentik gets them. */
function given(props: unknown): unknown {
  if (Token.isUnresolved(props)) return props;
  if (typeof props === "string") return evaluated(props);
  if (Array.isArray(props)) return props.map(given);
  if (!isMapping(props)) return props;
  return Object.fromEntries(
    Object.entries(props).flatMap(([key, value]) => (value === undefined ? [] : [[key, given(value)]])),
  );
}
