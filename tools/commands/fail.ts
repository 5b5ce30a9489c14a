import { visible } from "../report/escape";
import { tell } from "./print";

/** Ends a command with 1 and tells why; what the message quotes cannot steer the terminal. */
export function fail(command: string, error: unknown): void {
  tell(`agent-stack ${command}: ${visible((error as Error).message)}`);
  process.exitCode = 1;
}
