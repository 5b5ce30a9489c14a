import { Postgres } from "./postgres";
import { BUCKET, CREDENTIALS, S3 } from "./s3";
import { StateServer } from "./state-server";
import { Tap } from "./tapped";

/** A service that keeps states, with what is said of it in agent-stack.yaml and in the environment. */
export interface Kept {
  readonly kind: "pg" | "s3" | "http";
  /** The `backend` of an environment whose state goes by this name. */
  backend(name: string): object;
  readonly environment: Readonly<Record<string, string>>;
  readonly tap: Tap;
  /** What terraform sends when it writes a state. */
  readonly writing: RegExp;
  close(): Promise<void>;
}

async function keptInPostgres(): Promise<Kept> {
  const server = await Postgres.start();
  const tap = await Tap.start(server.port);
  return {
    kind: "pg",
    backend: (name) => ({ pg: { schemaName: name } }),
    environment: { PG_CONN_STR: server.at(tap.port) },
    tap,
    writing: /INSERT INTO \S+states|UPDATE \S+states/,
    close: async () => {
      await tap.close();
      await server.close();
    },
  };
}

async function keptInS3(): Promise<Kept> {
  const server = await S3.start();
  const tap = await Tap.start(server.port);
  const s3 = {
    bucket: BUCKET,
    region: "eu-central-1",
    endpoint: `http://127.0.0.1:${tap.port}`,
    encrypt: false,
  };
  return {
    kind: "s3",
    backend: (name) => ({ s3: { ...s3, key: name } }),
    environment: CREDENTIALS,
    tap,
    writing: /^PUT \/states\/[\w-]+\?/,
    close: async () => {
      await tap.close();
      await server.close();
    },
  };
}

async function keptOverHttp(): Promise<Kept> {
  const server = await StateServer.start();
  const tap = await Tap.start(Number(new URL(server.url).port));
  const at = (name: string) => `http://127.0.0.1:${tap.port}/${name}`;
  return {
    kind: "http",
    backend: (name) => ({
      http: {
        address: at(name),
        lockAddress: `${at(name)}/lock`,
        unlockAddress: `${at(name)}/lock`,
        lockMethod: "POST",
        unlockMethod: "DELETE",
      },
    }),
    environment: {},
    tap,
    writing: /^POST \/[\w-]+\?/,
    close: async () => {
      await tap.close();
      await server.close();
    },
  };
}

export const KEPT = { pg: keptInPostgres, s3: keptInS3, http: keptOverHttp };
