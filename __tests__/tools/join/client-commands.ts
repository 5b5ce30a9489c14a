/**
 * Commands of the agent's own client, release 0.60.1, with the flags that we name. Seen at work: the commands and `-a`. The other
 * flags are those of its public source.
 */
export const CLIENT_COMMANDS: readonly { readonly name: string; readonly flags: readonly string[] }[] = [
  { name: "ak config setup", flags: ["-a", "--app", "--client-id"] },
  { name: "ak whoami", flags: [] },
  { name: "ak-sysd domains join", flags: ["-a"] },
];
