/** One line of `terraform plan -json` that matters to us. */
type Message =
  | { readonly kind: "error"; readonly text: string }
  | { readonly kind: "refresh"; readonly address: string };

/** Reads a line of terraform's machine-readable output, undefined for what is of no interest. */
export function parseMessage(line: string): Message | undefined {
  let message: { type?: unknown; diagnostic?: Diagnostic; hook?: { resource?: { addr?: unknown } } };
  try {
    message = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (message.type === "diagnostic" && message.diagnostic?.severity === "error") {
    return { kind: "error", text: describe(message.diagnostic) };
  }
  const address = message.hook?.resource?.addr;
  return message.type === "refresh_complete" && typeof address === "string"
    ? { kind: "refresh", address }
    : undefined;
}

interface Diagnostic {
  readonly severity?: unknown;
  readonly summary?: string;
  readonly detail?: string;
  readonly address?: string;
}

function describe({ summary, detail, address }: Diagnostic): string {
  const about = address ? `${address}: ` : "";
  const remedy = REMEDIES.find(({ isFor }) => isFor(summary, detail, address))?.remedy;
  return `${about}${[summary, detail, remedy].filter(Boolean).join("\n")}`.trim();
}

/** What to do about errors in which terraform cannot know it. */
const REMEDIES: readonly {
  readonly isFor: (summary?: string, detail?: string, address?: string) => boolean | undefined;
  readonly remedy: string;
}[] = [
  {
    isFor: (summary, detail) =>
      summary === "Instance cannot be destroyed" && detail?.includes("authentik_brand."),
    remedy:
      "A brand is let go of instead: move its domain from brands.others to brands.released, or before a teardown deploy brands.release.",
  },
  {
    isFor: (summary, _, address) =>
      summary === "No matching brands found" && address?.includes(".further_brand_existing["),
    remedy:
      "Was the brand renamed, put its new domain into brands.others and the old one into brands.released; was it deleted, take it out of brands.others.",
  },
  {
    isFor: (summary, _, address) =>
      summary === "No matching brands found" && address?.endsWith(".default_brand_existing"),
    remedy: "Was the default brand renamed, set brands.default to its new domain.",
  },
];

/** What terraform said about its failure: its errors, else whatever it wrote. */
export function failureMessage(stdout: string, stderr: string): string {
  const errors = stdout.split("\n").flatMap((line) => {
    const message = parseMessage(line);
    return message?.kind === "error" ? [message.text] : [];
  });
  const written = [
    stderr,
    stdout
      .split("\n")
      .filter((line) => !line.startsWith("{"))
      .join("\n"),
  ]
    .map(unboxed)
    .filter((text) => text !== "");
  return [...new Set(errors)].join("\n\n") || written.join("\n\n") || "terraform failed and said nothing";
}

/** Terraform's text without the box drawn around errors. */
function unboxed(text: string): string {
  return text
    .replace(/^[╷╵]\s*$\n?/gm, "")
    .replace(/^│ ?/gm, "")
    .trim();
}
