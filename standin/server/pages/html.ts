import type { Reply } from "../core/http";

/** The text as it may stand in a page. */
export const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

/** Answers with a page of that title. */
export const sendPage = (reply: Reply, status: number, title: string, body: string): Reply =>
  reply
    .code(status)
    .type("text/html")
    .send(`<!DOCTYPE html>
<html lang="en"><meta charset="utf-8"><title>${escaped(title)} - authentik stand-in</title>
<style>body{font:16px sans-serif;max-width:30em;margin:4em auto}label,input,button{display:block;margin:.5em 0}</style>
<h1>${escaped(title)}</h1>
${body}
</html>
`);

/** A form for one text, sent to where it is shown. */
export const form = (
  label: string,
  name: string,
  button: string,
  { value = "", complaint = "" } = {},
): string =>
  `${complaint && `<p role="alert">${escaped(complaint)}</p>`}
<form method="post">
<label>${escaped(label)} <input name="${name}" required value="${escaped(value)}"></label>
<button>${escaped(button)}</button>
</form>`;
