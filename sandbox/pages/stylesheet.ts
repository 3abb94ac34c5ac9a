/** One sheet for every page of the sandbox, light and dark, with the colours of the product. */
export const STYLESHEET = `
:root {
  color-scheme: light dark;
  --canvas: #ffffff; --subtle: #f7f9f8; --raised: #ffffff; --hair: #e6ebea; --line: #d2dad8;
  --ink: #16211f; --ink2: #3f4b49; --dim: #56625f; --accent: #0f6a61; --fill: #0f6a61;
  --tint: #ecf6f4; --bad: #b12620; --bad-tint: #fdf1f0; --warn: #7a4e02; --warn-tint: #fff7e8;
  --chip: #f1f4f3; --hover: #f4f7f6;
}
@media (prefers-color-scheme: dark) {
  :root:not([data-scheme="light"]) {
    --canvas: #111817; --subtle: #151d1c; --raised: #192221; --hair: #232e2c; --line: #43524f;
    --ink: #e7edec; --ink2: #c3cdcb; --dim: #9daaa7; --accent: #6fcdbf; --fill: #167a70;
    --tint: #132b28; --bad: #ff9f97; --bad-tint: #301a19; --warn: #efbf68; --warn-tint: #2b2212;
    --chip: #1d2726; --hover: #182120;
  }
}
:root[data-scheme="light"] { color-scheme: light; }
:root[data-scheme="dark"] {
  color-scheme: dark;
  --canvas: #111817; --subtle: #151d1c; --raised: #192221; --hair: #232e2c; --line: #43524f;
  --ink: #e7edec; --ink2: #c3cdcb; --dim: #9daaa7; --accent: #6fcdbf; --fill: #167a70;
  --tint: #132b28; --bad: #ff9f97; --bad-tint: #301a19; --warn: #efbf68; --warn-tint: #2b2212;
  --chip: #1d2726; --hover: #182120;
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--canvas); color: var(--ink);
  font: 400 13px/18px "Inter Variable", Inter, system-ui, sans-serif;
  -webkit-font-smoothing: antialiased;
}
a { color: var(--accent); }
header.top {
  display: flex; gap: 24px; align-items: center; flex-wrap: wrap; padding: 12px 24px;
  background: var(--subtle); border-bottom: 1px solid var(--hair);
}
header.top strong { font-weight: 600; font-size: 14px; }
header.top strong a { color: var(--ink); text-decoration: none; }
header.top nav { display: flex; gap: 16px; flex-wrap: wrap; }
header.top nav a { color: var(--ink2); text-decoration: none; padding: 4px 0; }
header.top nav a[aria-current] { color: var(--accent); font-weight: 500; box-shadow: 0 2px 0 var(--accent); }
main { padding: 24px; max-width: 1240px; margin: 0 auto; }
h1 { font: 600 20px/28px inherit; font-size: 20px; line-height: 28px; letter-spacing: -0.012em; margin: 0 0 4px; }
h2 { font-size: 14px; line-height: 20px; font-weight: 600; margin: 24px 0 8px; }
p { margin: 0 0 12px; max-width: 76ch; }
.dim { color: var(--dim); }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th { text-align: left; font: 500 12px/16px inherit; font-size: 12px; font-weight: 500; color: var(--dim); }
th, td { padding: 8px 12px 8px 0; border-bottom: 1px solid var(--hair); vertical-align: top; }
th[scope="row"] { width: 160px; white-space: nowrap; }
tbody tr:hover { background: var(--hover); }
td.amount, th.amount { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
td.time { font-variant-numeric: tabular-nums; white-space: nowrap; color: var(--ink2); }
td.id { white-space: nowrap; font-weight: 500; }
table.facts td { overflow-wrap: anywhere; }
.sub { display: block; color: var(--dim); font-size: 12px; line-height: 16px; font-weight: 400; }
.chip { display: inline-block; padding: 1px 8px; border-radius: 5px; background: var(--chip); color: var(--ink2); font-size: 12px; line-height: 18px; white-space: nowrap; }
.chip.good { background: var(--tint); color: var(--accent); }
.chip.bad { background: var(--bad-tint); color: var(--bad); }
.chip.warn { background: var(--warn-tint); color: var(--warn); }
.facts { display: flex; flex-wrap: wrap; gap: 8px 32px; margin: 12px 0 20px; }
.facts div { display: flex; flex-direction: column; }
.facts dt, .facts .label { font-size: 12px; line-height: 16px; color: var(--dim); }
.facts .value { font-size: 18px; line-height: 26px; font-weight: 600; letter-spacing: -0.01em; font-variant-numeric: tabular-nums; }
.facts .value.bad { color: var(--bad); }
form.inline { display: inline; }
form.search { display: flex; gap: 8px; flex-wrap: wrap; align-items: end; margin: 12px 0 16px; }
label { display: block; font-size: 12px; line-height: 16px; color: var(--dim); }
input, select {
  display: block; margin-top: 4px; height: 32px; padding: 0 10px; border: 1px solid var(--line);
  border-radius: 6px; background: var(--raised); color: var(--ink); font: inherit; font-size: 13px;
}
input[aria-invalid="true"] { border-color: var(--bad); }
button {
  height: 32px; padding: 0 14px; border: 1px solid var(--line); border-radius: 6px; cursor: pointer;
  background: var(--raised); color: var(--ink2); font: inherit; font-weight: 500;
}
button.small { height: 24px; padding: 0 8px; font-size: 12px; margin: 0 4px 4px 0; }
button.primary { background: var(--fill); border-color: var(--fill); color: #ffffff; }
button:disabled { opacity: 0.6; cursor: default; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
iframe.mail { width: 100%; height: 640px; border: 1px solid var(--line); border-radius: 8px; background: #ffffff; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; background: var(--subtle); border: 1px solid var(--hair); border-radius: 8px; padding: 12px; font: 12px/18px ui-monospace, monospace; margin: 0; }
code { font: 12px/16px ui-monospace, monospace; }
.cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(240px, 1fr)); gap: 12px; margin: 16px 0; }
.cards a { display: block; padding: 16px; border: 1px solid var(--line); border-radius: 8px; text-decoration: none; color: var(--ink); background: var(--raised); }
.cards a:hover { background: var(--hover); }
.cards b { display: block; font-weight: 600; font-size: 14px; line-height: 20px; color: var(--accent); }
body.form { background: var(--raised); }
form.token { display: grid; gap: 12px; padding: 4px; max-width: 460px; }
form.token .row { display: grid; grid-template-columns: 1fr 1fr; gap: 12px; }
form.token input { width: 100%; height: 36px; }
form.token [hidden] { display: none; }
.error { color: var(--bad); font-size: 12px; line-height: 16px; margin: 4px 0 0; min-height: 16px; }
.error[data-field="form"]:empty { display: none; }
.note { color: var(--warn); background: var(--warn-tint); border-radius: 6px; padding: 6px 10px; font-size: 12px; line-height: 16px; margin: 0; }
`;
