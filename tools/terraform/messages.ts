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
  const isKeptBrand = summary === "Instance cannot be destroyed" && detail?.includes("authentik_brand.");
  const remedy = isKeptBrand && KEPT_BRAND;
  return `${about}${[summary, detail, remedy].filter(Boolean).join("\n")}`.trim();
}

const KEPT_BRAND =
  "A brand is let go of instead: move its domain from brands.others to brands.released, or before a teardown deploy brands.release.";

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
