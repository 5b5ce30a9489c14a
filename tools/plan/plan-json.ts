export * from "../set-up/plan-json";
export type { Attributes } from "../set-up/reading";
export type { Resource } from "../set-up/values";
