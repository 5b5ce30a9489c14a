import { createHash, randomBytes } from "node:crypto";
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { dirname, join, sep } from "node:path";
import type { LockedProvider } from "../../configuration/provider-lock";
import { filesIn } from "./files";

/*
 * Packages that terraform installed, kept once for all stacks of a checkout. A package lies below its version, its platform and
 * its hash: so it is whole, is never changed, and is linked to only where a lock file has that very hash, which terraform checks
 * again. What terraform itself linked to, of a mirror or of its plugin cache, is kept as a link.
 */

/** Host, namespace, type, version and platform. */
const PACKAGE_DEPTH = 5;

/**
 * Links what is kept of the locked providers to where terraform looks for it, so that its init has nothing to install.
 *
 * @returns whether a package of each was found
 */
export function linkPackages(store: string, locked: readonly LockedProvider[], providers: string): boolean {
  const found = locked.map(({ address, version, hashes }) => {
    const path = join(...address.split("/"), version);
    const platforms = namesIn(join(store, path)).flatMap((platform) =>
      hashes
        .map((hash) => ({ platform, hash, kept: join(store, path, platform, folderOf(hash)) }))
        .filter(isSound)
        .slice(0, 1),
    );
    for (const { platform, kept } of platforms) putLink(realpathSync(kept), join(providers, path, platform));
    return platforms.length > 0;
  });
  return found.every(Boolean);
}

/** Keeps what terraform has installed, and links to it from there and from a further folder. */
export function keepPackages(store: string, providers: string, further: string): void {
  for (const path of packagesIn(providers)) {
    const installed = join(providers, path);
    if (!isIn(realpathSync(installed), store)) {
      const kept = join(store, path, folderOf(packageHash(installed)));
      mkdirSync(dirname(kept), { recursive: true });
      if (isFolder(installed)) moveUnlessThere(installed, kept);
      else if (!isFolder(kept)) putLink(realpathSync(installed), kept);
      putLink(realpathSync(kept), installed);
    }
    if (!isFolder(join(further, path))) putLink(realpathSync(installed), join(further, path));
  }
}

/** What was computed once: packages are large, and never change. */
const hashes = new Map<string, string>();

/** Terraform's "h1:" of an unpacked package: of the sums of all its files, in the order of their paths. */
export function packageHash(folder: string): string {
  const place = realpathSync(folder);
  const hash = hashes.get(place) ?? computedHash(place);
  hashes.set(place, hash);
  return hash;
}

function computedHash(folder: string): string {
  const sums = filesIn(folder)
    .map((path) => path.split(sep).join("/"))
    .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
    .map((path) => `${sha256(readFileSync(join(folder, path))).toString("hex")}  ${path}\n`);
  return `h1:${sha256(sums.join("")).toString("base64")}`;
}

const sha256 = (content: string | Buffer) => createHash("sha256").update(content).digest();

/** A hash as the name of a folder. */
const folderOf = (hash: string) => Buffer.from(hash.slice("h1:".length), "base64").toString("hex");

/** What is elsewhere, such as a mirror, may be gone or another package by now. */
function isSound({ kept, hash }: { readonly kept: string; readonly hash: string }): boolean {
  if (!hash.startsWith("h1:") || !existsSync(kept)) return false;
  return isFolder(kept) || packageHash(kept) === hash;
}

function isFolder(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

const isIn = (path: string, folder: string) =>
  existsSync(folder) && path.startsWith(realpathSync(folder) + sep);

function namesIn(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder) : [];
}

function packagesIn(folder: string, depth = PACKAGE_DEPTH): string[] {
  if (depth === 0) return [""];
  return (
    namesIn(folder)
      // OpenTofu leaves a file beside each package, by which it keeps others from installing it meanwhile.
      .filter((name) => statSync(join(folder, name), { throwIfNoEntry: false })?.isDirectory())
      .flatMap((name) => packagesIn(join(folder, name), depth - 1).map((path) => join(name, path)))
  );
}

/** Whoever comes second leaves the first one's: they are the same. */
function moveUnlessThere(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if (!isFolder(to)) throw error;
    rmSync(from, { recursive: true });
  }
}

/** Makes or replaces a link, so that at any moment there is one. */
function putLink(target: string, link: string): void {
  if (existsSync(link) && realpathSync(link) === target) return;
  mkdirSync(dirname(link), { recursive: true });
  const beside = `${link}.${randomBytes(6).toString("hex")}`;
  symlinkSync(target, beside, "junction");
  renameSync(beside, link);
}
