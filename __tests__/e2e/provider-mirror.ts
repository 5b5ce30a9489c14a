import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { arch, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { buildSync } from "esbuild";
import { binary, binaryName, registry } from "./binary";
import { zip } from "./zip";

const STANDIN = resolve(__dirname, "../../standin/provider");
const packagesFolder = () => join(registry(), "goauthentik/authentik");

/** The platform of this machine, as terraform calls it. */
export const PLATFORM = `${process.platform}_${arch() === "x64" ? "amd64" : arch()}`;

/** How a mirror has its packages: terraform links to what is unpacked, and unpacks what is packed. */
export type Layout = "packed" | "unpacked";

/** A mirror of providers from which terraform installs the stand-in, as it installs the real provider from the registry. */
export class ProviderMirror {
  readonly directory = mkdtempSync(join(tmpdir(), "provider-mirror-"));
  readonly packages = join(this.directory, "packages");
  private readonly log = join(this.directory, "log");

  constructor(private readonly layout: Layout) {
    writeFileSync(
      join(this.directory, "terraformrc"),
      `provider_installation {\n  filesystem_mirror { path = "${this.packages}" }\n}\n`,
    );
    writeFileSync(
      join(this.directory, binaryName()),
      `#!/bin/sh
[ "$1" = init ] || exec ${binary()} "$@"
said=$(${binary()} "$@" 2>&1); code=$?
echo "$said" >> "${this.log}"; echo "$said"; exit $code
`,
      { mode: 0o755 },
    );
  }

  /** Offers a version; what else is in it makes other packages of the same version. */
  offer(version: string, { platform = PLATFORM, comment = version } = {}): void {
    const name = `terraform-provider-authentik_v${version}`;
    const content = Buffer.from(`#!/usr/bin/env node\n// ${comment}\n${executable()}`);
    if (this.layout === "unpacked") {
      const folder = join(this.packages, packagesFolder(), version, platform);
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, name), content);
      chmodSync(join(folder, name), 0o755);
      return;
    }
    mkdirSync(join(this.packages, packagesFolder()), { recursive: true });
    writeFileSync(this.packed(version, platform), zip([{ path: name, content, mode: 0o755 }]));
  }

  /** Where a packed package is. */
  packed(version: string, platform = PLATFORM): string {
    return join(this.packages, packagesFolder(), `terraform-provider-authentik_${version}_${platform}.zip`);
  }

  /** The environment in which terraform uses the mirror and nothing else. */
  get environment(): Record<string, string> {
    return {
      TF_CLI_CONFIG_FILE: join(this.directory, "terraformrc"),
      TF_DISABLE_PLUGIN_TLS: "1",
      TF_REATTACH_PROVIDERS: "",
      TERRAFORM_BINARY_NAME: join(this.directory, binaryName()),
    };
  }

  /** A terraform, as a script, that locks what the mirror has in place of a registry. */
  get lockingTerraform(): string {
    return `#!/bin/sh
[ "$1 $2" = "providers lock" ] || exec terraform "$@"
unset TF_REATTACH_PROVIDERS
exec terraform providers lock -fs-mirror="${this.packages}" -platform="${PLATFORM}"
`;
  }

  /** What terraform's inits did with the provider since this was last asked, one line each. */
  takeInits(): string[] {
    const said = existsSync(this.log) ? readFileSync(this.log, "utf8") : "";
    rmSync(this.log, { force: true });
    return [...said.matchAll(/^- ((?:Installing|Using) .* v[\d.]+)/gm)].map(([, line = ""]) => line);
  }

  remove(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }
}

let built: string | undefined;

/** The stand-in as one program. */
function executable(): string {
  built ??= buildSync({
    entryPoints: [join(STANDIN, "executable.ts")],
    bundle: true,
    minify: true,
    platform: "node",
    target: "node20",
    write: false,
    logLevel: "warning",
  }).outputFiles[0]?.text;
  return built as string;
}
