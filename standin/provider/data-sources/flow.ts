import type { FlowDesignationEnum } from "@goauthentik/api/dist/models/FlowDesignationEnum";
import { computed, optionalComputed, withId } from "../schema/attribute";
import type { DataSource } from "../sdk/resource";
import { firstMatch } from "./first-match";

export const flow: DataSource = {
  attributes: withId({
    name: computed("string"),
    title: computed("string"),
    slug: optionalComputed("string"),
    designation: optionalComputed("string"),
    authentication: optionalComputed("string"),
  }),
  async read({ flows }, data) {
    const found = await flows.flowsInstancesList({
      slug: data.optionalString("slug"),
      designation: data.optionalString("designation") as FlowDesignationEnum | undefined,
    });
    const { pk, title, name, slug, designation, authentication } = firstMatch(
      found,
      "No matching flows found",
    );
    return { id: pk, title, name, slug, designation, authentication };
  },
};
