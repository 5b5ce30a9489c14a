/** An error of the provider as Terraform shows it. */
export interface Diagnostic {
  readonly summary: string;
  readonly detail?: string;
  /** Where in the configuration: attribute names and list indices. */
  readonly path?: readonly (string | number)[];
}

/** An error the provider itself finds, shown to the user as it is. */
export class ProviderError extends Error {}
