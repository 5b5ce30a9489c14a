import type { EnvironmentStatus } from "../../../tools/status/environment-status";
import { countBySeverity } from "../../../tools/status/environment-status";

export const NOW = new Date("2026-11-25T12:00:00Z");

/** An environment in which all is well. */
export const sound = (name: string): EnvironmentStatus => ({
  name,
  server: `https://id.${name}.example`,
  release: "2026.5.6",
  deployed: true,
  changes: 0,
  drift: 0,
  findings: countBySeverity([]),
  tokenExpires: null,
  certificateExpires: "2027-11-25T12:00:00Z",
  lastApply: "2026-11-20T09:30:00.000Z",
});

/** Tenants of which some failed, drifted or lack something. */
export function tenants(count: number): EnvironmentStatus[] {
  return Array.from({ length: count }, (_, index) => {
    const status = sound(`tenant-${String(index).padStart(3, "0")}`);
    if (index % 20 === 3)
      return { name: status.name, server: status.server, failure: "terraform init failed" };
    if (index % 20 === 7) {
      return { ...status, drift: 2, changes: 2, severity: "breaks logins" };
    }
    return index % 20 === 11
      ? { ...status, findings: countBySeverity([{ severity: "cosmetic" }]), severity: "cosmetic" }
      : status;
  });
}
