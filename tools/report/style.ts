/** The page's looks; the picture's colours are here too, so that it follows the reader's light or dark setting. */
export const STYLE = `
:root { color-scheme: light dark; --ink: #1f2328; --dim: #59636e; --page: #fff; --card: #f6f8fa; --line: #d1d9e0; --link: #0969da;
  --good: #1a7f37; --good-bg: #dafbe1; --warn: #9a6700; --warn-bg: #fff8c5; --bad: #cf222e; --bad-bg: #ffebe9; --odd: #8250df; --odd-bg: #fbefff; }
@media (prefers-color-scheme: dark) { :root { --ink: #f0f6fc; --dim: #9198a1; --page: #0d1117; --card: #151b23; --line: #3d444d; --link: #4493f8;
  --good: #3fb950; --good-bg: #12261e; --warn: #d29922; --warn-bg: #272115; --bad: #f85149; --bad-bg: #2b1619; --odd: #ab7df8; --odd-bg: #241c35; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink); font: 15px/1.55 system-ui, -apple-system, "Segoe UI", sans-serif; }
main { max-width: 1100px; margin: 0 auto; padding: 24px 20px 64px; overflow-wrap: break-word; }
h1 { font-size: 24px; margin: 0 0 16px; } h2 { font-size: 19px; margin: 32px 0 8px; padding-bottom: 6px; border-bottom: 1px solid var(--line); } h3 { font-size: 16px; margin: 22px 0 6px; }
h1 + h2 { margin-top: 12px; } h2 code { font-size: inherit; } h2 + p { font-size: 17px; }
a { color: var(--link); } ul { margin: 6px 0; padding-left: 22px; }
code, pre { font: 13px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
code { background: var(--card); border: 1px solid var(--line); border-radius: 5px; padding: 0 4px; overflow-wrap: anywhere; white-space: pre-wrap; }
pre { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 12px; overflow: auto; }
.alert { border-left: 4px solid; border-radius: 6px; padding: 8px 14px; margin: 12px 0; } .alert p { margin: 0; }
.danger { border-color: var(--bad); background: var(--bad-bg); } .warning { border-color: var(--warn); background: var(--warn-bg); }
.wide { overflow-x: auto; margin: 10px 0; } ul + .wide { margin-left: 22px; }
table { border-collapse: collapse; } th, td { border: 1px solid var(--line); padding: 4px 10px; text-align: left; vertical-align: top; } th { background: var(--card); } td:first-child code { overflow-wrap: break-word; }
details { border: 1px solid var(--line); border-radius: 8px; padding: 6px 12px; margin: 8px 0; } summary { cursor: pointer; overflow-wrap: anywhere; }
figure { padding: 8px; border: 1px solid var(--line); border-radius: 8px; } figcaption { color: var(--dim); }
figure > svg { display: block; margin: 0 auto; max-width: 100%; height: auto; font: 12px system-ui, sans-serif; } svg text { fill: var(--ink); } svg .kind, svg .says { fill: var(--dim); } svg .says { font-size: 11px; paint-order: stroke; stroke: var(--page); stroke-width: 5px; stroke-linejoin: round; }
.edge { fill: none; stroke: var(--dim); stroke-width: 1.4; } .head { fill: var(--dim); }
.node rect { stroke-width: 1.5; } .plain rect { fill: var(--card); stroke: var(--line); } .good rect { fill: var(--good-bg); stroke: var(--good); }
.warn rect { fill: var(--warn-bg); stroke: var(--warn); } .bad rect { fill: var(--bad-bg); stroke: var(--bad); } .odd rect { fill: var(--odd-bg); stroke: var(--odd); }
@media (max-width: 760px) { figure > svg { max-width: none; } }
@media print { details { break-inside: avoid; } }
`;
