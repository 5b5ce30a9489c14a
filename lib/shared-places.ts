import type { TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import { type Occupant, Places } from "./rules/places";

const placesOf = new WeakMap<IConstruct, Places>();

/** What is wrong with a stack's places, which earlier stacks of the same app have already; they become its own else. */
export function claimPlaces({ node }: TerraformStack, occupant: Occupant): string[] {
  const places = placesOf.get(node.root) ?? new Places();
  placesOf.set(node.root, places);
  return places.claim(node.id, occupant);
}
