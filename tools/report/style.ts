/** The page's looks; the picture's colours are here too, so that it follows the reader's light or dark setting. */
export const STYLE = `
:root { color-scheme: light dark; --ink: #1f2328; --dim: #59636e; --page: #fff; --card: #f6f8fa; --line: #d1d9e0; --link: #0969da;
  --good: #1a7f37; --good-bg: #dafbe1; --warn: #9a6700; --warn-bg: #fff8c5; --bad: #cf222e; --bad-bg: #ffebe9; --odd: #8250df; --odd-bg: #fbefff; }
@media screen and (prefers-color-scheme: dark) { :root { --ink: #f0f6fc; --dim: #9198a1; --page: #0d1117; --card: #151b23; --line: #3d444d; --link: #4493f8;
  --good: #3fb950; --good-bg: #12261e; --warn: #d29922; --warn-bg: #272115; --bad: #f85149; --bad-bg: #2b1619; --odd: #ab7df8; --odd-bg: #241c35; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink); font: 15px/1.55 system-ui, -apple-system, "Segoe UI", sans-serif; }
main { max-width: 1100px; margin: 0 auto; padding: 24px 20px 64px; overflow-wrap: break-word; }
h1 { font-size: 24px; margin: 0 0 16px; } h2 { font-size: 19px; margin: 32px 0 8px; padding-bottom: 6px; border-bottom: 1px solid var(--line); } h3 { font-size: 16px; margin: 22px 0 6px; }
h1 + p { margin: -10px 0 0; color: var(--dim); } h1 + h2 { margin-top: 12px; } h2 code { font-size: inherit; } h2 + p { font-size: 17px; }
a { color: var(--link); } ul { margin: 6px 0; padding-left: 22px; } li + li { margin-top: 4px; }
code, pre { font: 13px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
code { background: var(--card); border: 1px solid var(--line); border-radius: 5px; padding: 0 4px; overflow-wrap: anywhere; white-space: break-spaces; -webkit-user-select: all; user-select: all; }
pre { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 12px; white-space: break-spaces; overflow-wrap: anywhere; }
.alert { border-left: 4px solid; border-radius: 6px; padding: 8px 14px; margin: 12px 0; } .alert p { margin: 0; }
.danger { border-color: var(--bad); background: var(--bad-bg); } .warning { border-color: var(--warn); background: var(--warn-bg); }
.wide { overflow-x: auto; margin: 10px 0; background: linear-gradient(to right, var(--page) 40%, transparent) left / 32px 100% no-repeat local, linear-gradient(to left, var(--page) 40%, transparent) right / 32px 100% no-repeat local,
  linear-gradient(to right, var(--line), transparent) left / 14px 100% no-repeat scroll, linear-gradient(to left, var(--line), transparent) right / 14px 100% no-repeat scroll; }
 ul + .wide { margin-left: 22px; }
table { border-collapse: collapse; } th, td { border: 1px solid var(--line); padding: 4px 10px; text-align: left; vertical-align: top; } th { background: var(--card); } td:first-child code { overflow-wrap: break-word; } th { overflow-wrap: normal; }
.many { font-size: 13px; } .many :is(th, td) { padding: 4px 7px; } .many td:nth-child(2) { min-width: 10em; }
details { border: 1px solid var(--line); border-radius: 8px; padding: 6px 12px; margin: 8px 0; } summary { cursor: pointer; overflow-wrap: anywhere; }
.marked { list-style: none; margin-left: 6px; } .marked > b { float: left; margin-left: -28px; font: 700 13px/1.8 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; letter-spacing: -1px; }
.marked.good > b { color: var(--good); } .marked.warn > b { color: var(--warn); } .marked.bad > b { color: var(--bad); }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
figure { margin: 14px 0; padding: 10px 14px; border: 1px solid var(--line); border-radius: 8px; } figure h3 { margin: 0 0 4px; } figure .wide { margin: 0; }
.legend { margin: 0 0 10px; color: var(--dim); font-size: 13px; line-height: 2; } .key { display: inline-block; margin-right: 6px; padding: 0 8px; border: 1px solid; border-radius: 5px; color: var(--ink); line-height: 1.6; }
.key.plain { background: var(--card); border-color: var(--line); } .key.good { background: var(--good-bg); border-color: var(--good); } .key.warn { background: var(--warn-bg); border-color: var(--warn); }
.key.bad { background: var(--bad-bg); border-color: var(--bad); } .key.odd { background: var(--odd-bg); border-color: var(--odd); }
figure svg { display: block; font: 13px system-ui, sans-serif; } .wide > svg { margin: 0 auto; max-width: 100%; height: auto; }
svg text { fill: var(--ink); } svg .label { font-weight: 600; } svg .kind, svg .note, svg .says { font-size: 11px; } svg .kind, svg .says { fill: var(--dim); }
.edge { fill: none; stroke: var(--dim); stroke-width: 1.4; } .head { fill: var(--dim); }
.node rect { stroke-width: 1.5; } .plain rect { fill: var(--card); stroke: var(--line); } .good rect { fill: var(--good-bg); stroke: var(--good); }
.warn rect { fill: var(--warn-bg); stroke: var(--warn); } .bad rect { fill: var(--bad-bg); stroke: var(--bad); } .odd rect { fill: var(--odd-bg); stroke: var(--odd); }
@media (min-width: 601px) { .wide:not(.many) :is(th + th, td + td) { min-width: 10.5em; } .wide:not(.many) th { white-space: nowrap; } }
@media (max-width: 1000px) { .wide > svg { max-width: none; } }
@media screen and (max-width: 1000px) { ${stacked(".many ")} }
@media screen and (max-width: 600px) { main { padding: 16px 12px 40px; } figure { padding: 8px; } ul + .wide { margin-left: 0; } ${stacked("")} }
@media print { :root { color-scheme: light; } body { font-size: 12px; } main { max-width: none; padding: 0 1px; } code, pre { font-size: 11px; }
  .alert, .key, code, pre, th { -webkit-print-color-adjust: exact; print-color-adjust: exact; } svg { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
  .wide { overflow: visible; background: none; } .wide > svg { max-width: 100%; max-height: 195mm; } .many { font-size: 8px; } .many td, .many th { padding: 2px 3px; } .many td { overflow-wrap: anywhere; } .many code { font-size: 7px; padding: 0 2px; }
  details::details-content { content-visibility: visible; display: block; height: auto; } summary { list-style: none; }
  figure, .alert, tr, li { break-inside: avoid; } h1, h2, h3, h2 + p, figure + p, summary, ul:has(+ .wide) { break-after: avoid; } }
`;

/** A table whose rows are blocks, each cell behind its column's name. */
function stacked(within: string): string {
  const each = (selectors: string) =>
    selectors
      .split(", ")
      .map((selector) => within + selector)
      .join(", ");
  return [
    `${each("table, tbody, tr, td")} { display: block; border: 0; } ${each("thead")} { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; }`,
    `${each("tr")} { border: 1px solid var(--line); border-radius: 8px; padding: 6px 10px; margin: 8px 0; }`,
    `${each("td")} { display: grid; grid-template-columns: 8em minmax(0, 1fr); gap: 8px; padding: 2px 0; overflow-wrap: anywhere; } ${each("td::before")} { content: attr(data-head); color: var(--dim); }`,
  ].join("\n  ");
}
