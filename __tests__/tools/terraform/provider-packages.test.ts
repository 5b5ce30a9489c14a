import {
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { keepPackages, linkPackages, packageHash } from "../../../tools/terraform/provider-packages";
import { removeFolders, temporaryFolder } from "./programs";

afterAll(removeFolders);

const ADDRESS = "registry.terraform.io/goauthentik/authentik";
const PATH = join(ADDRESS, "2026.5.0/linux_amd64");

function packageIn(folder: string, content = "a provider"): string {
  mkdirSync(join(folder, "protocol"), { recursive: true });
  writeFileSync(join(folder, "terraform-provider-authentik_v2026.5.0"), content);
  writeFileSync(join(folder, "protocol/tfplugin5.proto"), "a protocol\n");
  return folder;
}

const locked = (...hashes: string[]) => [{ address: ADDRESS, version: "2026.5.0", hashes }];

/** A folder in which a run has installed a package, and what it is kept in afterwards. */
function installed(make: (place: string, elsewhere: string) => void) {
  const root = temporaryFolder();
  const [store, own, further] = ["store", "own", "further"].map((name) => join(root, name)) as [
    string,
    string,
    string,
  ];
  mkdirSync(dirname(join(own, PATH)), { recursive: true });
  make(join(own, PATH), join(root, "mirror"));
  const hash = packageHash(join(own, PATH));
  keepPackages(store, own, further);
  return { root, store, own, further, hash };
}

const content = (folder: string) =>
  readFileSync(join(folder, PATH, "terraform-provider-authentik_v2026.5.0"), "utf8");

test("the hash of a package is the one that terraform notes", () => {
  // sha256sum of each file in the order of their paths, of which sha256sum again, in base64.
  expect(packageHash(packageIn(join(temporaryFolder(), "package")))).toBe(
    "h1:/H7n9yojcLnW+d6P8XdUXjqP0foy6L+4/QZ17ZcfDJk=",
  );
});

test("an unpacked package is moved, and linked to from where terraform and people look for it", () => {
  const { store, own, further, hash } = installed((place) => packageIn(place));

  const again = join(own, "../again");
  const isComplete = linkPackages(store, locked("h1:other=", hash), again);

  expect(isComplete).toBe(true);
  for (const folder of [own, further, again]) {
    expect(lstatSync(join(folder, PATH)).isSymbolicLink()).toBe(true);
    expect(content(folder)).toBe("a provider");
    expect(realpathSync(join(folder, PATH)).startsWith(realpathSync(store))).toBe(true);
  }
});

test("nothing is linked that the lock file has no hash of", () => {
  const { store, own, hash } = installed((place) => packageIn(place));

  const again = join(own, "../again");

  expect(linkPackages(store, locked("zh:00", "h1:AAAA"), again)).toBe(false);
  expect(linkPackages(store, [{ ...locked(hash)[0], address: "a/b/c" } as never], again)).toBe(false);
  expect(existsSync(again)).toBe(false);
});

test("a link to a mirror counts only while the very package is there", () => {
  const { root, store, own, hash } = installed((place, mirror) => symlinkSync(packageIn(mirror), place));
  const again = (name: string) => linkPackages(store, locked(hash), join(root, name));

  const before = again("before");
  renameSync(join(root, "mirror"), join(root, "moved"));
  const gone = again("gone");

  expect([before, gone]).toEqual([true, false]);
  expect(existsSync(join(own, PATH))).toBe(false);
});

test("whoever comes second uses the first one's package", () => {
  const { root, store, hash } = installed((place) => packageIn(place));
  const second = join(root, "second");
  packageIn(join(second, PATH));

  keepPackages(store, second, join(root, "further"));

  expect(packageHash(join(second, PATH))).toBe(hash);
  expect(realpathSync(join(second, PATH)).startsWith(realpathSync(store))).toBe(true);
});

test("a folder that a person initialised keeps its own package", () => {
  const { root, store } = installed((place) => packageIn(place));
  const theirs = join(root, "theirs");
  packageIn(join(theirs, PATH), "theirs");
  const second = join(root, "second");
  packageIn(join(second, PATH));

  keepPackages(store, second, theirs);

  expect(content(theirs)).toBe("theirs");
});

test("what OpenTofu leaves beside a package is no package", () => {
  const { further } = installed((place) => {
    packageIn(place);
    writeFileSync(`${place}.lock`, "");
  });

  expect(content(further)).toBe("a provider");
  expect(existsSync(`${join(further, PATH)}.lock`)).toBe(false);
});
