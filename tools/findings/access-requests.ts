import type { PolicyBinding } from "../authentik/objects";
import type { PermittedReader } from "../authentik/permitted-reader";
import { RequestError } from "../authentik/request-error";

/** What people may request access to (release 2026.8); nothing asks for it before a binding that ends by itself is seen. */
const REQUEST_RULES = "/requests/rule-bindings/";

type Bindings = Readonly<Record<string, readonly PolicyBinding[]>>;

/** What is read of a live server about it. */
interface Requests {
  readonly bindings: Bindings;
  readonly requestable?: Readonly<Record<string, boolean>>;
}

/** Whether people may request access to the targets of bindings that end by themselves, where that can be read. */
export async function readRequestable(
  reader: PermittedReader,
  bindings: Bindings,
): Promise<Readonly<Record<string, boolean>>> {
  const targets = Object.entries(bindings).flatMap(([target, bound]) =>
    bound.some(endsByItself) ? [target] : [],
  );
  const answers = await Promise.all(
    targets.map(async (target) => [target, await isOpen(reader, target)] as const),
  );
  return Object.fromEntries(
    answers.flatMap(([target, open]) => (open === undefined ? [] : [[target, open]])),
  );
}

async function isOpen(reader: PermittedReader, target: string): Promise<boolean | undefined> {
  try {
    const rules = await reader.list(REQUEST_RULES, { target });
    return rules && rules.length > 0;
  } catch (error) {
    if (error instanceof RequestError && error.kind === "forbidden") return undefined;
    throw error;
  }
}

const endsByItself = ({ expiring }: PolicyBinding) => expiring === true;

/** Whether an approved access request made a binding, for all that is known: it ends by itself, and nobody configures it. */
export function isApprovedRequest(
  binding: PolicyBinding,
  target: string,
  { requestable }: Requests,
): boolean {
  return endsByItself(binding) && requestable?.[target] !== false;
}

/** The bindings that approved access requests made, with what they are bound to. */
export function approvedRequests(live: Requests): { binding: PolicyBinding; target: string }[] {
  return Object.entries(live.bindings).flatMap(([target, bound]) =>
    bound
      .filter((binding) => isApprovedRequest(binding, target, live))
      .map((binding) => ({ binding, target })),
  );
}
