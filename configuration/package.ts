/** What the package gives: the constructs, the reader of agent-stack.yaml, and the app that makes the ones of the other. */

export * from "../lib";
export * from ".";
export { synthesise } from "./synthesise";
