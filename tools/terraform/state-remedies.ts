import type { Diagnostic, Place } from "./remedies";

type Settings = Readonly<Record<string, unknown>>;

interface StateRemedy {
  /** The backends of which it is said. */
  readonly kind: string;
  readonly says: RegExp;
  readonly remedy: (settings: Settings) => string;
}

const NEWER =
  "it is of a terraform newer than this one: install that version here too, or name it in TERRAFORM_BINARY_NAME";

/** What to do where terraform cannot reach, read or write the state. */
export function stateRemedy({ summary, detail, address }: Diagnostic, place: Place): string | undefined {
  const text = `${summary} ${detail}`;
  if (address !== undefined) return undefined;
  if (/uses format version \d+, which is not supported/.test(text)) {
    return `The state is as it was; ${NEWER}.`;
  }
  if (/Unsupported state file format\b/.test(text)) {
    return "What is kept there is no state of terraform: put back the last good version of it.";
  }
  const [[kind, settings] = ["local", {}]] = Object.entries(place.configuration.terraform?.backend ?? {});
  return REMEDIES.find((each) => each.kind === kind && each.says.test(text))?.remedy(settings);
}

const REMEDIES: readonly StateRemedy[] = [
  {
    kind: "pg",
    says: /^dial tcp|^dial unix|^pq: the database system is/,
    remedy: () =>
      "No PostgreSQL answers there: is it up and reachable from here, and are host and port in PG_CONN_STR (or PGHOST and PGPORT) right?",
  },
  {
    kind: "pg",
    says: /^pq: (password authentication failed|role .* does not exist|no pg_hba\.conf entry)/,
    remedy: () =>
      "PostgreSQL refuses this user: correct user and password in PG_CONN_STR (or PGUSER and PGPASSWORD), with special letters of the password as %XX, or let the user in there.",
  },
  {
    kind: "pg",
    says: /^pq: database ".*" does not exist/,
    remedy: () => "Make the database, or name another at the end of PG_CONN_STR (or in PGDATABASE).",
  },
  {
    kind: "pg",
    says: /^pq: SSL is not enabled on the server/,
    remedy: () =>
      "Turn TLS on in PostgreSQL; or, where nobody else is on the network, end PG_CONN_STR in ?sslmode=disable (or set PGSSLMODE).",
  },
  {
    kind: "pg",
    says: /pq: permission denied/,
    remedy: () =>
      "The user of PG_CONN_STR may not make or use the schema of the state: grant it CREATE on the database, or make the schema for it.",
  },
  {
    kind: "s3",
    says: /No valid credential sources found/,
    remedy: () =>
      "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE, or give this machine or job a role.",
  },
  {
    kind: "s3",
    says: /RequestTimeTooSkewed/,
    remedy: () =>
      "The clocks of this machine and of the service are too far apart for a signature: set them by the network's time; date -u tells this machine's.",
  },
  {
    kind: "s3",
    says: /SignatureDoesNotMatch|InvalidAccessKeyId|XAdminUserNotFound|ExpiredToken|InvalidToken/,
    remedy: () =>
      "The service refuses these credentials: correct AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (and AWS_SESSION_TOKEN, or AWS_PROFILE), which must be of one key.",
  },
  {
    kind: "s3",
    says: /NoSuchBucket|bucket ".*" does not exist/,
    remedy: ({ bucket }) =>
      `Make the bucket ${bucket}, with versioning on, or correct backend.s3.bucket in agent-stack.yaml.`,
  },
  {
    kind: "s3",
    says: /AccessDenied/,
    remedy: ({ bucket, key }) =>
      `These credentials may not list the bucket ${bucket}, or not read and write ${key} and ${key}.tflock in it: grant s3:ListBucket, and s3:GetObject, s3:PutObject and s3:DeleteObject on both.`,
  },
  {
    kind: "s3",
    says: /PermanentRedirect|AuthorizationHeaderMalformed|IllegalLocationConstraint|requested bucket from/,
    remedy: ({ region }) => `The bucket is not in ${region}: correct backend.s3.region in agent-stack.yaml.`,
  },
  {
    kind: "s3",
    says: /S3: \w+, .*request send failed/,
    remedy: ({ endpoints }) =>
      endpoints === undefined
        ? "Amazon S3 does not answer from here: is there a network, and is backend.s3.region in agent-stack.yaml right?"
        : "Nothing answers there: is the service up and reachable from here, and is backend.s3.endpoint in agent-stack.yaml right?",
  },
  {
    kind: "http",
    says: /HTTP remote state endpoint (requires|invalid) auth/,
    remedy: () =>
      "Set TF_HTTP_USERNAME and TF_HTTP_PASSWORD to what the service asks for: GitLab wants a user's name and a token that may write the state.",
  },
  {
    kind: "http",
    says: /Failed to (get|upload) state: /,
    remedy: () =>
      "The service does not answer as it should: is it up and reachable from here, and is backend.http.address in agent-stack.yaml right?",
  },
];
