import { optionalComputed, withId } from "../schema/attribute";
import type { DataSource } from "../sdk/resource";
import { firstMatch } from "./first-match";

export const stage: DataSource = {
  attributes: withId({ name: optionalComputed("string") }),
  async read({ stages }, data) {
    const found = await stages.stagesAllList({ name: data.optionalString("name") });
    const { pk, name } = firstMatch(found, "No matching stages found");
    return { id: pk, name };
  },
};
