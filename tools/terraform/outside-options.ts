/** Whether an option's value may stand in the next word. */
type Options = Readonly<Record<string, "switch" | "value">>;

const ANYWHERE: Options = {
  "compact-warnings": "switch",
  json: "switch",
  "no-color": "switch",
  var: "value",
  "var-file": "value",
};
const STATE: Options = { input: "switch", lock: "switch", "lock-timeout": "value" };

/** Options that change nothing of what a plan tells, or that ours win over. */
const KNOWN: Readonly<Record<"init" | "plan" | "show" | "version", Options>> = {
  init: {
    ...ANYWHERE,
    ...STATE,
    "backend-config": "value",
    get: "switch",
    "ignore-remote-version": "switch",
    lockfile: "value",
    "plugin-dir": "value",
    reconfigure: "switch",
    "test-directory": "value",
    upgrade: "switch",
  },
  plan: {
    ...ANYWHERE,
    ...STATE,
    destroy: "switch",
    "detailed-exitcode": "switch",
    out: "value",
    parallelism: "value",
    refresh: "switch",
    "refresh-only": "switch",
  },
  show: ANYWHERE,
  version: ANYWHERE,
};

const VARIABLES: Readonly<Record<string, Options>> = {
  TF_CLI_ARGS: { ...KNOWN.init, ...KNOWN.plan },
  ...Object.fromEntries(Object.entries(KNOWN).map(([command, known]) => [`TF_CLI_ARGS_${command}`, known])),
};

/**
 * What TF_CLI_ARGS and its kin hold that could hide a part of the set-up or make something else of a plan, one sentence
 * for each variable.
 *
 * Values are not told, since they may be secrets.
 */
export function refusedOptions(env: NodeJS.ProcessEnv): string[] {
  return Object.entries(VARIABLES).flatMap(([variable, known]) => {
    const refused = unknownIn(wordsOf(env[variable] ?? ""), known);
    return refused.length === 0
      ? []
      : [
          `${variable} has ${refused.join(", ")}, with which terraform would not tell all that is so: run agent-stack without it`,
        ];
  });
}

function unknownIn(words: readonly string[], known: Options): string[] {
  const refused: string[] = [];
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] as string;
    const [, name = "", value] = /^--?([^=]+)(=.*)?$/s.exec(word) ?? [];
    if (!Object.hasOwn(known, name)) refused.push(name === "" ? "an argument that is no option" : `-${name}`);
    else if (known[name] === "value" && value === undefined) index += 1;
  }
  return refused;
}

/** The words of a command line as a shell reads them. */
function wordsOf(line: string): string[] {
  return [...line.matchAll(/(?:[^\s'"\\]|\\.|'[^']*'|"(?:[^"\\]|\\.)*")+/gs)].map(([word]) =>
    word.replace(/'([^']*)'|"((?:[^"\\]|\\.)*)"|\\(.)/gs, (_, single, double, escaped) =>
      String(single ?? escaped ?? double.replace(/\\(.)/gs, "$1")),
    ),
  );
}
