/** What the package gives: the constructs, and the reader of agent-stack.yaml. */

export * from "../lib";
export * from ".";
