import * as z from "zod";
import { SEVERITIES } from "../severity";

// What the members of all JSON for programs are made of; each has its sentence.

export const text = (description: string) => z.string().meta({ description });

export const textOrNull = (description: string) => z.string().nullable().meta({ description });

export const time = (description: string) => text(`${description} ISO 8601, in UTC.`);

export const timeOrNull = (description: string) => textOrNull(`${description} ISO 8601.`);

export const flag = (description: string) => z.boolean().meta({ description });

export const count = (description: string) => z.int().min(0).meta({ description });

export const countOrNull = (description: string) => z.int().min(0).nullable().meta({ description });

export const oneOf = <const T extends readonly string[]>(description: string, words: T) =>
  z.enum(words).meta({ description });

export const listOf = <T extends z.ZodType>(description: string, item: T) =>
  z.array(item).meta({ description });

export const severity = (description: string) => oneOf(description, SEVERITIES);

export const severityOrNull = (description: string) => z.enum(SEVERITIES).nullable().meta({ description });

export const format = z.literal(1).meta({
  description: "Raised when a member goes away, changes its meaning or gets values that readers do not know.",
});

export const status = oneOf(
  "`in order` where there is nothing to look at, `attention` where there is something, `failed` where nothing is known.",
  ["in order", "attention", "failed"],
);
