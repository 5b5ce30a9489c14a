import type { Postcondition, TerraformResourceLifecycle } from "cdktf";

/**
 * Conditions that fail an apply in which the authentik provider dropped a value instead of sending it.
 *
 * The provider (seen in 2026.5.0) leaves `false`, `0` and `""` out of most requests: the apply says "complete", the
 * server keeps what it had, and every later plan shows the same change. Can go once the provider sends them.
 */
const REMEDY = "run `npx agent-stack repair`, which sets it through the API, then apply again";

/** Fails when the server kept another value than a `false` or `0` that is configured. */
export function keptZeros(attributes: Readonly<Record<string, unknown>>): Postcondition[] {
  return Object.entries(attributes)
    .filter(([, configured]) => configured === false || configured === 0)
    .map(([name, configured]) => {
      const attribute = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
      return {
        condition: `\${self.${attribute} == ${configured}}`,
        errorMessage: `authentik still has ${attribute} = \${self.${attribute}}: the provider does not send ${configured}; ${REMEDY}`,
      };
    });
}

/** Fails when the server kept a text where none is configured; none for attributes that have one. */
export function keptText(attribute: string, configured: string | undefined): Postcondition[] {
  if (configured) return [];
  return [
    {
      condition: `\${self.${attribute} == null || self.${attribute} == ""}`,
      errorMessage: `authentik still has a ${attribute} although none is configured: the provider does not send an empty text; ${REMEDY}`,
    },
  ];
}

/** Fails when the server does not know an attribute that is configured, which the provider never says. */
export function understood(attribute: string, configured: true | readonly string[]): Postcondition {
  const condition =
    configured === true
      ? `self.${attribute} == true`
      : `try(length(self.${attribute}), 0) == ${configured.length}`;
  return {
    condition: `\${${condition}}`,
    errorMessage: `this authentik does not know ${attribute} and left it out: set \`release\` to the server's, or update authentik`,
  };
}

/** The lifecycle of a resource that has these conditions, if any. */
export function failingApplyOn(postcondition: Postcondition[]): TerraformResourceLifecycle | undefined {
  return postcondition.length > 0 ? { postcondition } : undefined;
}
