import { isSecretVariable } from "./redact";

/** Credentials of states, forges and clouds whose names alone do not say that they are secret, and Terraform's variables. */
const OF_OTHERS = /^(AUTHENTIK_(?!URL$|INSECURE$)|TF_|AWS_|ARM_|AZURE_|GOOGLE_|GCLOUD_|PG|ACTIONS_|CI_JOB_)/;

/** What the app command gets of the environment: it makes files of data and needs no secret; AUTHENTIK_URL is none. */
export function appEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => !OF_OTHERS.test(name) && !isSecretVariable(name)),
  );
}
