import type { CertificateKeyPair } from "../../authentik/objects";
import * as objects from "../../objects";
import { lookedUp } from "../../set-up/set-up";
import type { Evidence, Rule } from "../rule";

const DAY_MILLISECONDS = 24 * 60 * 60 * 1000;
const SOON_DAYS = 30;

const REMEDY = `generate or import a new certificate under ${objects.certificate.adminPage} and name it in cli.signingKey or connector.challengeKey`;

export const certificateRules: readonly Rule[] = [
  {
    code: "certificate-replaced",
    severity: "weakens security",
    consequence: "whoever holds the new key can sign what devices and applications trust as authentik's",
    findings: ({ managed, live }) =>
      live.certificates
        .filter(({ pk, fingerprint_sha256 }) => {
          const before = lookedUp(managed, objects.certificate.type, pk)?.deployed?.fingerprint256;
          return before && fingerprint_sha256 && before !== fingerprint_sha256;
        })
        .map(({ name, fingerprint_sha256 }) => ({
          subject: `certificate "${name}"`,
          message: `the certificate was replaced under its name since the last apply; its SHA-256 fingerprint is now ${fingerprint_sha256}`,
          remedy: `ask who replaced it under ${objects.certificate.adminPage}; if it was meant, run agent-stack apply to accept it`,
        })),
  },
  {
    code: "certificate-expired",
    severity: "breaks logins",
    consequence: "clients that check the certificate's dates refuse what it signs",
    findings: (evidence) =>
      expiring(evidence, (days) => days < 0).map(({ name, cert_expiry }) => ({
        subject: `certificate "${name}"`,
        message: `the certificate expired on ${cert_expiry}`,
        remedy: REMEDY,
      })),
  },
  {
    code: "certificate-not-valid-yet",
    severity: "breaks logins",
    consequence: "until then clients that check the certificate's dates refuse what it signs",
    findings: ({ live, now }) =>
      live.certificates
        .filter(({ validFrom }) => validFrom !== undefined && Date.parse(validFrom) > now.getTime())
        .map(({ name, validFrom }) => ({
          subject: `certificate "${name}"`,
          message: `the certificate is valid from ${validFrom}`,
          remedy: REMEDY,
        })),
  },
  {
    code: "certificate-expires-soon",
    severity: "cosmetic",
    consequence: "logins still work; once it has expired, clients that check its dates refuse what it signs",
    findings: (evidence) =>
      expiring(evidence, (days) => days >= 0 && days <= SOON_DAYS).map(({ name, cert_expiry }) => ({
        subject: `certificate "${name}"`,
        message: `the certificate expires on ${cert_expiry}, within ${SOON_DAYS} days`,
        remedy: REMEDY,
      })),
  },
];

function expiring(
  { live, now }: Evidence,
  matches: (days: number) => boolean,
): readonly CertificateKeyPair[] {
  return live.certificates.filter(
    ({ cert_expiry }) =>
      typeof cert_expiry === "string" &&
      matches((Date.parse(cert_expiry) - now.getTime()) / DAY_MILLISECONDS),
  );
}
