import { visible } from "../report/escape";

/** Tells why a command failed; what the message quotes cannot steer the terminal. */
export function sayFailed(command: string, error: unknown): void {
  console.error(`agent-stack ${command}: ${visible((error as Error).message)}`);
}
