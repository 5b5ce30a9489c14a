import type { Check } from "./fields";

const ELSEWHERE = ["/static", "web/dist/assets", "fa://", "http:", "https://"];
const LONGEST_NAME = 1024;
const LONGEST_PART = 255;

/** The name of an image: one that comes with authentik, one elsewhere on the web, or an uploaded one. */
export const fileName: Check = (name) => {
  if (ELSEWHERE.some((start) => name.startsWith(start))) return undefined;
  if (!/^[a-zA-Z0-9._/-]+$/.test(name))
    return "File name can only contain letters (a-z, A-Z), numbers (0-9), dots (.), hyphens (-), underscores (_), and forward slashes (/)";
  if (name.includes("//")) return "File name cannot contain duplicate /";
  if (name.startsWith("/")) return "Absolute paths are not allowed";
  const parts = name.split("/").filter((part) => part !== "" && part !== ".");
  if (parts.includes("..")) return "Parent directory references ('..') are not allowed";
  const path = parts.join("/") || ".";
  if (path.startsWith(".")) return "Paths cannot start with '.'";
  if (path.length > LONGEST_NAME) return `File name too long (max ${LONGEST_NAME} characters)`;
  if (parts.some((part) => part.length > LONGEST_PART))
    return `Path component too long (max ${LONGEST_PART} characters)`;
  return undefined;
};
