import type { Binary } from "./binary";
import { backendOf, keptState, openPlace, placeText } from "./kept-state";
import { terraformIn } from "./run";
import type { Stack } from "./stack";

/** The state of an environment that was renamed is not, or not only, where it belongs now. */
export class FormerStateError extends Error {}

/**
 * Stops where the state of an environment that was renamed is still at its former place: without it everything would be made anew.
 *
 * @returns what a person should know of the renaming
 * @throws FormerStateError, TerraformError
 */
export async function checkFormerState(stack: Stack, binary: Binary): Promise<string[]> {
  const { name, formerly } = stack;
  if (formerly === undefined) return [];
  const before = placeText(formerly.backend, binary);
  const now = placeText(backendOf(stack), binary);
  const place = await openPlace(stack, formerly.backend, binary);
  const [there, here] = await Promise.all([keptState(place, binary), keptState(stack, binary)]);
  if (there && here) {
    const terraform = terraformIn(stack, binary);
    throw new FormerStateError(
      `${name} has two states, its own in ${now} and that of its former name ${formerly.name} in ${before}: nothing was asked of authentik. If its own is the right one, take renamedFrom out; if the former one is, empty its own, ${terraform} state rm $(${terraform} state list), and move the former one: npx agent-stack move-state ${name}`,
    );
  }
  if (there) {
    throw new FormerStateError(
      `${name}'s state is still in ${before}, the place of its former name ${formerly.name}, and belongs in ${now}: nothing was asked of authentik, where everything would be made anew. Move it: npx agent-stack move-state ${name}`,
    );
  }
  return [
    here
      ? `${name}: its state is in ${now}, and nothing is left under its former name ${formerly.name}: renamedFrom may go`
      : `${name}: there is no state in ${now}, and none of its former name ${formerly.name} in ${before}: correct renamedFrom, or take it out if nothing was deployed yet`,
  ];
}
