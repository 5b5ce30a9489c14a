export * from "./configuration";
export * from "./lib";
