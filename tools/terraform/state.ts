import * as z from "zod";
import { type JsonError, parseJson } from "../json";
import type { Binary } from "./binary";
import { runTerraform } from "./run";
import type { Stack } from "./stack";
import { TerraformError } from "./terraform-error";

/** The state of a stack that was initialised, as it is kept; empty where there is none. @throws TerraformError */
export async function pullState(stack: Stack, binary: Binary): Promise<string> {
  const pulled = await runTerraform(stack, binary, ["state", "pull"]);
  refuseStrange(stack.name, pulled);
  return pulled;
}

const text = z.string("is not a string");
const object = <T extends z.ZodRawShape>(shape: T) => z.object(shape, "is not an object");
const listOf = <T extends z.ZodType>(item: T) => z.array(item, "is not a list");

/** What every reader of a state takes for granted. */
const state = object({
  resources: listOf(
    object({
      mode: text,
      type: text,
      name: text,
      instances: listOf(object({ attributes: object({}).nullish() })).nullish(),
    }),
  ).nullish(),
});

/** Stops where a text is no state as terraform writes it. @throws TerraformError */
export function refuseStrange(environment: string, pulled: string): void {
  if (pulled.trim() === "") return;
  const fault = faultOf(pulled);
  if (fault === undefined) return;
  throw new TerraformError(
    `the state of ${environment} is not as terraform writes it: ${fault}; restore an earlier version of it where it is kept`,
  );
}

function faultOf(pulled: string): string | undefined {
  try {
    const [issue] = state.safeParse(parseJson(pulled)).error?.issues ?? [];
    return issue && `${issue.path.map(String).join(".") || "it"} ${issue.message}`;
  } catch (error) {
    return `it ${(error as JsonError).message}`;
  }
}
