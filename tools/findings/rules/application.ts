import * as objects from "../../objects";
import { attribute } from "../../set-up/set-up";
import { cliApplication } from "../../set-up/the-agents";
import type { Rule } from "../rule";

export const applicationRules: readonly Rule[] = [
  {
    code: "application-slug-taken",
    severity: "breaks logins",
    consequence: "the agent's CLI talks to an application that Terraform does not manage, and an apply fails",
    findings: ({ managed, live }) => {
      const object = cliApplication(managed);
      const { application } = live;
      if (!application || application.pk === object?.deployed?.uuid) return [];
      return [
        {
          subject: `application "${application.slug}"`,
          unmanaged: { type: objects.application.type, id: application.slug },
          message: object?.deployed
            ? "the application was deleted and made anew outside Terraform"
            : "an application with this slug exists and Terraform does not manage it",
          remedy: object?.deployed
            ? `delete it under ${objects.application.adminPage} and run terraform apply`
            : `take it over with agent-stack adopt ${managed.environment}, or delete it under ${objects.application.adminPage}`,
        },
      ];
    },
  },
  {
    code: "application-name-taken",
    severity: "cosmetic",
    consequence: "people see two applications of the same name on their dashboard and cannot tell them apart",
    findings: ({ managed, live }) => {
      const own = cliApplication(managed);
      const slug = attribute(own, "slug");
      return (live.namesakes ?? [])
        .filter((application) => application.slug !== slug && application.pk !== own?.deployed?.uuid)
        .map((application) => ({
          subject: `application "${application.slug}"`,
          message: `the application is also named "${application.name}"`,
          remedy: `rename one of them under ${objects.application.adminPage}`,
        }));
    },
  },
];
