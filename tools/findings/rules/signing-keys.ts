import * as objects from "../../objects";
import { resourcesOf } from "../../set-up/set-up";
import type { Evidence, Found, Rule } from "../rule";
import { CHALLENGE, idsOf, namesOf, SIGNING, signingFault, type Use } from "../signing-keys";

export const signingKeyRules: readonly Rule[] = [
  {
    code: "signing-key-cannot-sign",
    severity: "breaks logins",
    consequence:
      "authentik answers 500 to every login and to requests for its keys and the issuer's document, although plans and applies succeed",
    findings: (evidence) => faults(evidence, SIGNING),
  },
  {
    code: "challenge-key-cannot-sign",
    severity: "breaks logins",
    consequence: "authentik cannot sign what it asks a device, so logins that ask for one cannot be finished",
    findings: (evidence) => faults(evidence, CHALLENGE),
  },
];

function faults({ managed, live }: Evidence, use: Use): Found[] {
  return resourcesOf(managed, use.type).flatMap((object) => {
    const [ids, names] = [idsOf(object, use, live), namesOf(managed, object, use)];
    return live.certificates
      .filter(({ pk, name }) => ids.includes(pk) || names.includes(name))
      .flatMap((certificate) => {
        const fault = signingFault(certificate, live.version);
        const remedy = `name a certificate with a private key of the kind RSA or EC in ${use.setting}, or import the private key under ${objects.certificate.adminPage}`;
        return fault === undefined ? [] : [{ subject: object.address, message: fault, remedy }];
      });
  });
}
