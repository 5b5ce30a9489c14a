import type { Notice, NoticedEnvironment } from "./notice";

/** What chats list of an environment, one line each. */
export function linesOf({ failure, things, more }: NoticedEnvironment, most: number): string[] {
  const hidden = more + Math.max(0, things.length - most);
  return [
    ...(failure ? [failure] : []),
    ...things.slice(0, most).map(({ subject, message }) => `${subject}: ${message}`),
    ...(hidden > 0 ? [`and ${hidden} more`] : []),
  ];
}

/** What is said of those that the notice has no place for; empty where there is none. */
export const restOf = ({ more }: Notice) => (more > 0 ? `and ${more} more environments` : "");
