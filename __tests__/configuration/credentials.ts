export const AUTHENTIK = "remove it; terraform takes AUTHENTIK_URL and AUTHENTIK_TOKEN from its environment";

/** Settings, the path of the credential among them, what to do instead. */
export const NAMED_LIKE_CREDENTIALS = [
  ["token: hunter2", "token", AUTHENTIK],
  ["cli: {apiToken: hunter2}", "cli.apiToken", AUTHENTIK],
  ["cli: {clientSecret: hunter2}", "cli.clientSecret", "remove it, the CLI is a public client and has none"],
  ["connector: {password: 12345678}", "connector.password", AUTHENTIK],
  [
    "backend: {s3: {bucket: b, key: k, region: r, secretKey: hunter2}}",
    "backend.s3.secretKey",
    "remove it and set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in terraform's environment",
  ],
  [
    "backend: {s3: {bucket: b, key: k, region: r, access_key: hunter2}}",
    "backend.s3.access_key",
    "remove it and set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in terraform's environment",
  ],
  [
    "backend: {gcs: {bucket: b, credentials: hunter2}}",
    "backend.gcs.credentials",
    "remove it and set GOOGLE_APPLICATION_CREDENTIALS in terraform's environment",
  ],
  [
    "backend: {azurerm: {storageAccountName: a, containerName: c, key: k, sas_token: hunter2}}",
    "backend.azurerm.sas_token",
    "remove it and set ARM_CLIENT_ID and ARM_CLIENT_SECRET, or ARM_ACCESS_KEY in terraform's environment",
  ],
  [
    "backend: {http: {address: https://state.example, lock: false, username: hunter2}}",
    "backend.http.username",
    "remove it and set TF_HTTP_USERNAME and TF_HTTP_PASSWORD in terraform's environment",
  ],
  [
    "backend: {pg: {conn_str: hunter2}}",
    "backend.pg.conn_str",
    "remove it and set PG_CONN_STR in terraform's environment",
  ],
  [
    "backend: {cloud: {organization: o, workspace: w, token: hunter2}}",
    "backend.cloud.token",
    "remove it and set TF_TOKEN_<host> in terraform's environment",
  ],
  ["deviceAccessGroups: [{name: a, privateKey: hunter2}]", "deviceAccessGroups[0].privateKey", AUTHENTIK],
] as const;

/** What it looks like, the value. */
export const LOOKING_LIKE_CREDENTIALS = [
  ["a PEM block", "-----BEGIN RSA PRIVATE KEY-----"],
  ["an AWS access key id", "AKIAIOSFODNN7EXAMPLE"],
  ["a JSON Web Token", "eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0."],
  ["a URL with a password or user name", "https://robot:hunter2@example.org/"],
  ["a URL with a password or user name", "postgres://robot@db.example/states"],
  ["a URL with a token", "/static/icon.png?access_token=hunter2"],
  ["a URL with a token", "https://gitlab.example/state?private_token=hunter2"],
  ["a URL with a token", "https://acme.blob.core.windows.net/states?sv=2024&sig=hunter2"],
  ["a connection string with a password", "host=db.example user=robot password=hunter2"],
  ["an access token of GitHub, GitLab or Slack", `ghp_${"a1".repeat(18)}`],
  ["an access token of GitHub, GitLab or Slack", `gldt-${"a1".repeat(10)}`],
  ["an API token of HCP Terraform", `${"a1".repeat(7)}.atlasv1.${"b2".repeat(33)}`],
  ["a key of authentik's API", "a1B2c3".repeat(10)],
] as const;
