/** There is no terraform, or it cannot do its work. */
export class TerraformError extends Error {}
