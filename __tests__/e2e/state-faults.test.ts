import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { AppProgram } from "../app-program";
import { AgentStackProject } from "./agent-stack-project";
import { Api } from "./api";
import { KEPT, type Kept } from "./backends";
import type { Run } from "./deployment";
import { endOf } from "./ended";
import { PASSWORD } from "./postgres";
import { HAS_S3 } from "./s3";
import { openStandIn } from "./target";

jest.setTimeout(180_000);

type StandInTarget = Awaited<ReturnType<typeof openStandIn>>;
type Environment = Readonly<Record<string, string>>;

/** Gives up on a lock at once. */
const IMPATIENT = { TF_CLI_ARGS_plan: "-lock-timeout=0s", TF_CLI_ARGS_apply: "-lock-timeout=0s" };
/** One object after the other. */
const ORDERLY = { TF_CLI_ARGS_apply: "-parallelism=1 -lock-timeout=60s" };
const CONNECTORS = "/endpoints/agents/connectors/";

let app: AppProgram;
let target: StandInTarget;
let projects: AgentStackProject[];
beforeAll(() => {
  app = new AppProgram();
});
afterAll(() => app.remove());
beforeEach(async () => {
  target = await openStandIn();
  projects = [];
});
afterEach(async () => {
  for (const project of projects) project.remove();
  await target.close();
});

/** A checkout whose state is kept under a name, and whose terraform tells its process when it applies. */
function checkOut(kept: Kept, name: string): AgentStackProject {
  const project = new AgentStackProject(app);
  projects.push(project);
  project.configure({ backend: kept.backend(name) });
  writeFileSync(
    join(project.folder, "terraform"),
    `#!/bin/sh\n[ "$1" = apply ] && echo $$ > ${project.folder}/applying\nexec terraform "$@"\n`,
    { mode: 0o755 },
  );
  return project;
}

const environmentOf = (project: AgentStackProject, kept: Kept): Environment => ({
  ...target.environment,
  ...kept.environment,
  TERRAFORM_BINARY_NAME: join(project.folder, "terraform"),
});

function killTerraform({ folder }: AgentStackProject): void {
  process.kill(Number(readFileSync(join(folder, "applying"), "utf8")), "SIGKILL");
}

/** Applies once more while the terraform that applies stands still, until the second asks PostgreSQL for the lock in vain. */
async function applyMeanwhile(kept: Kept, project: AgentStackProject): Promise<Run> {
  const applying = Number(readFileSync(join(project.folder, "applying"), "utf8"));
  const writing = kept.tap.onSent;
  process.kill(applying, "SIGSTOP");
  const second = project.begin(environmentOf(project, kept), "apply", "--yes", "production");
  await new Promise<void>((done) => {
    kept.tap.onSent = (text) => {
      if (text.includes("pg_try_advisory_lock")) done();
      return writing(text);
    };
  });
  process.kill(applying, "SIGCONT");
  return second.ended;
}

/** Waits for the end of a terraform that outlives who started it. */
async function terraformEnded({ folder }: AgentStackProject): Promise<void> {
  const id = Number(readFileSync(join(folder, "applying"), "utf8"));
  for (;;) {
    try {
      process.kill(id, 0);
    } catch {
      return;
    }
    await wait(50);
  }
}

/** Types a command that a message names, and "yes" where it asks. */
async function type(command: string, { folder }: AgentStackProject, environment: Environment): Promise<void> {
  const child = spawn("sh", ["-ec", command], { cwd: folder, env: { ...process.env, ...environment } });
  child.stdin.end("yes\n");
  const { code, stdout, stderr } = await endOf(child);
  if (code !== 0) throw new Error(`${command} ended with ${code}:\n${stdout}${stderr}`);
}

/** What a message says to type, which a lock's ID, a folder and a time are part of. */
const commandIn = (text: string, pattern: RegExp): string => pattern.exec(text)?.[1] ?? "";
const FORCE_UNLOCK =
  /release the lock: (\S+ -chdir=cdktf\.out\/stacks\/production force-unlock [\da-f-]{36})\./;

const general = (text: string, { folder }: AgentStackProject) =>
  text
    .replaceAll(join(folder, "terraform"), "terraform")
    .replaceAll(folder, "FOLDER")
    .replace(/[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/g, "ID")
    .replace(/\S+@\S+(?= has been)/, "WHO")
    .replace(/terraform \d+\.\d+\.\d+ since/, "terraform VERSION since")
    .replace(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC/, "TIME UTC");

const released =
  "If it was killed, or its machine is gone, release the lock: terraform -chdir=cdktf.out/stacks/production force-unlock ID. What it was making may be in authentik and not in the state: npx agent-stack adopt production finds it, before the next apply.";
const awaited = "Wait until that run has ended, and run this again.";
const LOCKED = {
  pg: `the state of production is locked by another run, or by one that makes the first state in this database; PostgreSQL does not tell terraform whose. ${awaited} PostgreSQL releases the lock when that run's connection ends, and force-unlock cannot; SELECT pid, client_addr, backend_start FROM pg_locks JOIN pg_stat_activity USING (pid) WHERE locktype = 'advisory' names the connection, and SELECT pg_terminate_backend(pid) ends it.`,
  s3: `the state of production is locked: WHO has been applying with terraform VERSION since TIME UTC. ${awaited} ${released}`,
  http: `the state of production is locked by another run, lock ID; whose it is the service knows, and terraform does not tell. ${awaited} ${released}`,
};

/** What adopt at least finds after a kill in each phase; what else was made by then is chance. */
const FOUND: Readonly<Record<string, unknown>> = {
  "before the first create": [],
  "between creates": ["authentik_flow.device_code_flow", "authentik_provider_oauth2.cli_provider"],
  "after a create, before the state is written": expect.arrayContaining([
    "authentik_endpoints_connector_agent.connector",
  ]),
  "while the state is written": [
    "authentik_application.cli_application",
    "authentik_endpoints_connector_agent.connector",
    "authentik_flow.device_code_flow",
    "authentik_provider_oauth2.cli_provider",
  ],
};

const importedBy = (text: string) => [...text.matchAll(/^ {6}(\w+\.\w+): /gm)].map(([, address]) => address);

async function each(path: string): Promise<number> {
  return (await new Api(target).list(path)).length;
}

if (!HAS_S3) {
  console.log("SKIPPED: the faults of s3, since there is no S3 server: run scripts/install-s3-server.sh");
}

describe.each([["pg"], ["s3"], ["http"]] as const)("a state kept in %s", (kind) => {
  const testHere = kind === "s3" && !HAS_S3 ? test.skip : test;
  let kept: Kept;
  beforeAll(async () => {
    if (kind !== "s3" || HAS_S3) kept = await KEPT[kind]();
  });
  afterAll(() => kept?.close());
  afterEach(() => {
    if (kept) kept.tap.onSent = () => undefined;
  });

  testHere(
    "of two applies at once one waits, one that does not is told by whom, and nothing is lost",
    async () => {
      const [first, impatient, patient] = ["a", "b", "c"].map(() => checkOut(kept, "at-once")) as [
        AgentStackProject,
        AgentStackProject,
        AgentStackProject,
      ];
      let go = () => {};
      const written = new Promise<void>((done) => {
        go = done;
      });
      const reached = new Promise<void>((arrive) => {
        kept.tap.onSent = (text) => {
          if (!kept.writing.test(text)) return undefined;
          arrive();
          return written;
        };
      });

      const applying = first.run(environmentOf(first, kept), "apply", "--yes", "production");
      await reached;
      const refused = await impatient.run(
        { ...environmentOf(impatient, kept), ...IMPATIENT },
        "apply",
        "--yes",
        "production",
      );
      const waiting = patient.run(environmentOf(patient, kept), "apply", "--yes", "production");
      await wait(3_000);
      go();
      const [applied, waited] = await Promise.all([applying, waiting]);

      expect([applied.code, applied.stderr]).toEqual([0, ""]);
      expect([refused.code, general(refused.stderr, impatient)]).toEqual([
        1,
        `agent-stack apply: production: terraform plan failed\n${LOCKED[kind]}\n`,
      ]);
      expect(waited).toEqual({
        code: 0,
        stdout: "production: ✅ no changes, authentik is as configured\n",
        stderr: "",
      });
      expect(await each(CONNECTORS)).toBe(1);
    },
  );

  const phases: Readonly<Record<string, readonly string[]>> = {
    "before the first create": ["s3"],
    "between creates": ["pg"],
    "after a create, before the state is written": ["s3", "http"],
    "while the state is written": ["pg", "s3", "http"],
  };
  const here = Object.keys(phases).filter((phase) => phases[phase]?.includes(kind));

  testHere.each(here)(
    "terraform killed %s: what was made is found, and the next apply converges",
    async (phase) => {
      const name = phase.replaceAll(/\W+/g, "-");
      const [killed, next] = [checkOut(kept, name), checkOut(kept, name)];
      const ahead = environmentOf(next, kept);
      let made = 0;
      target.standIn.server.fail(({ method, path }) => {
        if (method !== "POST") return undefined;
        made += 1;
        const isNow =
          (phase === "before the first create" && made === 1) ||
          (phase === "between creates" && made === 3) ||
          (phase.startsWith("after") && path.endsWith(CONNECTORS));
        if (!isNow) return undefined;
        killTerraform(killed);
        return phase.startsWith("after") ? "lost" : "reset";
      });
      kept.tap.onSent = (text) => {
        if (phase !== "while the state is written" || !kept.writing.test(text)) return undefined;
        killTerraform(killed);
        return "cut";
      };

      const cut = await killed.run(
        { ...environmentOf(killed, kept), ...ORDERLY },
        "apply",
        "--yes",
        "production",
      );
      target.standIn.server.fail(undefined);
      kept.tap.onSent = () => undefined;
      const locked = await next.run({ ...ahead, ...IMPATIENT }, "apply", "production");
      const unlock = commandIn(locked.stderr, FORCE_UNLOCK);
      if (kind !== "pg") await type(unlock, next, ahead);
      const adopted = await next.run(ahead, "adopt", "production", "--yes");
      const applied = await next.run(ahead, "apply", "--yes", "production");
      const planned = await next.run(ahead, "plan", "production");

      expect([cut.code, general(cut.stderr, killed)]).toEqual([
        1,
        "agent-stack apply: production: terraform apply failed\nit was killed by SIGKILL\n\nWhat it was making may be in authentik and not in the state. Before the next apply, npx agent-stack adopt production finds it.\n",
      ]);
      // PostgreSQL lets go of a lock with the connection: there the state is free, and nothing in it.
      if (kind === "pg") expect([locked.code, locked.stderr]).toEqual([2, ""]);
      else {
        expect([locked.code, general(locked.stderr, next)]).toEqual([
          1,
          `agent-stack apply: production: terraform plan failed\n${LOCKED[kind]}\n`,
        ]);
      }
      expect(importedBy(adopted.stdout)).toEqual(FOUND[phase]);
      expect([applied.code, applied.stderr, planned.code]).toEqual([0, "", 0]);
      expect([await each(CONNECTORS), await each("/core/applications/")]).toEqual([1, 1]);
    },
  );

  if (kind === "s3") {
    testHere.each<[what: string, s3: object, given: Environment, message: string]>([
      [
        "there are no credentials",
        {},
        { AWS_ACCESS_KEY_ID: "", AWS_SECRET_ACCESS_KEY: "" },
        "terraform cannot reach the state, which environments.production.backend.s3 in agent-stack.yaml says where to keep: there are no credentials; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE, where agent-stack runs",
      ],
      [
        "the secret is missing",
        {},
        { AWS_SECRET_ACCESS_KEY: "" },
        "terraform cannot reach the state, which environments.production.backend.s3 in agent-stack.yaml says where to keep: of AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY only one is set; set AWS_SECRET_ACCESS_KEY, too, where agent-stack runs",
      ],
      [
        "the secret is wrong",
        {},
        { AWS_SECRET_ACCESS_KEY: "wrong-one" },
        "The service refuses these credentials: correct AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (and AWS_SESSION_TOKEN, or AWS_PROFILE), which must be of one key.",
      ],
      [
        "there is no such bucket",
        { bucket: "none" },
        {},
        "Make the bucket none, with versioning on, or correct backend.s3.bucket in agent-stack.yaml.",
      ],
    ])("is not reached, since %s: one sentence says what to do", async (_, settings, given, message) => {
      const project = checkOut(kept, "unreached");
      const { s3 } = kept.backend("unreached") as { s3: object };
      project.configure({ backend: { s3: { ...s3, ...settings } } });

      const environment = { ...environmentOf(project, kept), HOME: project.folder, ...given };
      const planned = await project.run(environment, "apply", "production");

      expect([planned.code, planned.stdout, planned.stderr.trimEnd().split("\n").at(-1)]).toEqual([
        1,
        "",
        message.startsWith("terraform") ? `agent-stack apply: production: ${message}` : message,
      ]);
      expect(planned.stderr).not.toContain("wrong-one");
    });
  }

  if (kind !== "pg") return;

  test("that cannot be written: it is kept, nothing goes on without it, and the command writes it", async () => {
    const project = checkOut(kept, "unwritten");
    const environment = environmentOf(project, kept);
    kept.tap.onSent = (text) => (kept.writing.test(text) ? "cut" : undefined);

    const applied = await project.run(environment, "apply", "--yes", "production");
    kept.tap.onSent = () => undefined;
    const refused = await project.run(environment, "apply", "--yes", "production");
    const command = commandIn(refused.stderr, /run this again: (.*)$/m);
    await type(command, project, environment);
    const planned = await project.run(environment, "plan", "production");

    expect(general(applied.stderr, project).trimEnd().split("\n").at(-1)).toBe(
      "The state could not be written and is in FOLDER/cdktf.out/stacks/production/errored.tfstate, which has secrets. Before the next apply, once the state can be written again: terraform -chdir=cdktf.out/stacks/production state push errored.tfstate",
    );
    expect([refused.code, general(refused.stderr, project)]).toEqual([
      1,
      "agent-stack apply: production: the last apply could not write its state, which is in cdktf.out/stacks/production/errored.tfstate: nothing was asked of authentik, where what that apply made would be made once more. Write it, and run this again: terraform -chdir=cdktf.out/stacks/production state push errored.tfstate\n",
    ]);
    expect(planned.code).toBe(0);
    expect(planned.stderr).toContain(
      "note: production: cdktf.out/stacks/production/errored.tfstate is written to the state, or older than it, and has secrets: remove it\n",
    );
    expect(await each(CONNECTORS)).toBe(1);
  });

  test("that cannot be written by the terraform of a killed agent-stack is kept as well, and nothing goes on without it", async () => {
    const project = checkOut(kept, "killed-unwritten");
    const environment = environmentOf(project, kept);
    kept.tap.onSent = (text) => (kept.writing.test(text) ? "cut" : undefined);
    let running: ReturnType<AgentStackProject["begin"]> | undefined;
    target.standIn.server.fail(({ method }) => {
      if (method === "POST") running?.kill();
      return undefined;
    });

    running = project.begin(environment, "apply", "--yes", "production");
    await running.ended;
    await terraformEnded(project);
    kept.tap.onSent = () => undefined;
    const refused = await project.run(environment, "plan", "production");
    await type(commandIn(refused.stdout, /run this again: (.*)$/m), project, environment);
    const planned = await project.run(environment, "plan", "production");

    expect([refused.code, planned.code]).toEqual([1, 0]);
    expect(await each(CONNECTORS)).toBe(1);
  });

  test("that cannot be written while another run waits for it: that one does not go on without it", async () => {
    const project = checkOut(kept, "awaited-unwritten");
    const environment = environmentOf(project, kept);
    kept.tap.onSent = (text) => (kept.writing.test(text) ? "cut" : undefined);
    let second: Promise<Run> | undefined;
    target.standIn.server.fail(({ method }) => {
      if (method === "POST") second ??= applyMeanwhile(kept, project);
      return undefined;
    });

    const applied = await project.run(environment, "apply", "--yes", "production");
    const refused = (await second) as Run;

    expect([applied.code, refused.code, general(refused.stderr, project)]).toEqual([
      1,
      1,
      "agent-stack apply: production: the last apply could not write its state, which is in cdktf.out/stacks/production/errored.tfstate: nothing was asked of authentik, where what that apply made would be made once more. Write it, and run this again: terraform -chdir=cdktf.out/stacks/production state push errored.tfstate\n",
    ]);
    expect(await each(CONNECTORS)).toBe(1);
  });

  test("is written to the end when agent-stack is killed in mid-apply, since its terraform goes on", async () => {
    const [killed, next] = [checkOut(kept, "orphaned"), checkOut(kept, "orphaned")];
    let running: ReturnType<AgentStackProject["begin"]> | undefined;
    target.standIn.server.fail(({ method }) => {
      if (method === "POST") running?.kill();
      return undefined;
    });

    running = killed.begin(environmentOf(killed, kept), "apply", "--yes", "production");
    const cut = await running.ended;
    const planned = await next.run(environmentOf(next, kept), "plan", "production");

    expect([cut.code, cut.stderr]).toEqual([1, ""]);
    expect([planned.code, planned.stderr]).toEqual([
      0,
      "production: init\nproduction: plan\nproduction: ✅ no changes, authentik is as configured\n",
    ]);
    expect(await each(CONNECTORS)).toBe(1);
  });

  test.each<[what: string, given: Environment, message: string]>([
    [
      "nothing says where PostgreSQL is",
      { PG_CONN_STR: "" },
      "terraform cannot reach the state, which environments.production.backend.pg in agent-stack.yaml says where to keep: neither PG_CONN_STR nor PGHOST is set; set PG_CONN_STR, such as postgres://terraform:PASSWORD@db.example.com/terraform, where agent-stack runs",
    ],
    [
      "nothing listens there",
      { PG_CONN_STR: "postgres://terraform:kept-from-the-logs@127.0.0.1:9/postgres?sslmode=disable" },
      "terraform init failed\nError: dial tcp 127.0.0.1:9: connect: connection refused\nNo PostgreSQL answers there: is it up and reachable from here, and are host and port in PG_CONN_STR (or PGHOST and PGPORT) right?",
    ],
    [
      "the password is wrong",
      { PASSWORD: "wrong-one" },
      'terraform init failed\nError: pq: password authentication failed for user "terraform"\nPostgreSQL refuses this user: correct user and password in PG_CONN_STR (or PGUSER and PGPASSWORD), with special letters of the password as %XX, or let the user in there.',
    ],
    [
      "there is no such database",
      { DATABASE: "none" },
      'terraform init failed\nError: pq: database "none" does not exist\nMake the database, or name another at the end of PG_CONN_STR (or in PGDATABASE).',
    ],
    [
      "the server has no TLS",
      { PARAMETERS: "" },
      "terraform init failed\nError: pq: SSL is not enabled on the server\nTurn TLS on in PostgreSQL; or, where nobody else is on the network, end PG_CONN_STR in ?sslmode=disable (or set PGSSLMODE).",
    ],
  ])(
    "is not reached, since %s: one sentence says what to do, and no password stands in it",
    async (_, given, message) => {
      const project = checkOut(kept, "unreached");
      const { PASSWORD: password, DATABASE: database, PARAMETERS: parameters } = given;
      const connection = (kept.environment.PG_CONN_STR as string)
        .replace(PASSWORD, password ?? PASSWORD)
        .replace("/postgres", `/${database ?? "postgres"}`)
        .replace("?sslmode=disable", parameters ?? "?sslmode=disable");

      const planned = await project.run(
        { ...environmentOf(project, kept), PG_CONN_STR: connection, ...given },
        "apply",
        "production",
      );

      expect({ ...planned, stderr: general(planned.stderr, project) }).toEqual({
        code: 1,
        stdout: "",
        stderr: `agent-stack apply: production: ${message}\n`,
      });
    },
  );
});
