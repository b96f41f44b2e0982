/** @module How the report looks: on a wide screen, on a telephone, on A4. No font, script or image from elsewhere. */

export const STYLE = `
:root { --ink: #17324d; --text: #1c2530; --soft: #53606e; --line: #d3dae2; --paper: #fff; --ground: #f3f6f9;
  --accent: #0059b3; --good: #006b4f; --good-ground: #e5f4ee; --care: #7a4b00; --care-ground: #fff3d9;
  --bad: #a5171c; --bad-ground: #fdeaea }
* { box-sizing: border-box }
html { -webkit-text-size-adjust: 100% }
body { margin: 0; background: var(--ground); color: var(--text);
  font: 1rem/1.5 "Titillium Web", "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif }
main, header > div, footer { max-width: 68rem; margin: 0 auto; padding: 0 1.25rem }
header { background: var(--ink); color: #fff; padding: 1.5rem 0 1.75rem }
header p { margin: 0; color: #d5e1ee }
h1 { font-size: 1.9rem; line-height: 1.2; margin: .15rem 0 0 }
h2 { font-size: 1.35rem; line-height: 1.25; color: var(--ink); margin: 2.5rem 0 .75rem }
h3 { font-size: 1.05rem; color: var(--ink); margin: 1.5rem 0 .5rem }
p, ul, ol { margin: .5rem 0 }
a { color: var(--accent) }
a:focus-visible, .scroll:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px }
.trial { margin: 0; background: #ffcc33; color: #3d2c00; text-align: center; font-weight: 700; letter-spacing: .04em;
  padding: .6rem 1rem }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(15rem, 1fr)); gap: 1rem; margin: 1.5rem 0 0;
  padding: 0; list-style: none }
.tiles li { background: var(--paper); border: 1px solid var(--line); border-left: .4rem solid var(--soft);
  border-radius: .3rem; padding: .8rem 1rem }
.tiles strong { display: block; font-size: 1.25rem; line-height: 1.25; color: var(--ink) }
.tiles .good { border-left-color: var(--good) } .tiles .good strong { color: var(--good) }
.tiles .care { border-left-color: #b87900 } .tiles .care strong { color: var(--care) }
.tiles .bad { border-left-color: var(--bad); background: var(--bad-ground) } .tiles .bad strong { color: var(--bad) }
nav ul { display: flex; flex-wrap: wrap; gap: .35rem 1.25rem; margin: 1.25rem 0 0; padding: 0; list-style: none }
.scroll { overflow-x: auto; background: var(--paper); border: 1px solid var(--line); border-radius: .3rem }
table { border-collapse: collapse; width: 100%; font-size: .95rem }
caption { text-align: left; font-weight: 600; color: var(--ink); padding: .6rem .75rem .3rem }
th, td { text-align: left; vertical-align: top; padding: .4rem .75rem; border-top: 1px solid var(--line) }
thead th { color: var(--soft); font-weight: 600; border-top: 0; border-bottom: 2px solid var(--line); white-space: nowrap }
tbody th { font-weight: 600 }
tfoot th, tfoot td { border-top: 2px solid var(--line); font-weight: 600 }
.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap }
.code, .hash { font-family: "Noto Sans Mono", "DejaVu Sans Mono", Consolas, monospace; font-size: .85em }
.hash { overflow-wrap: anywhere; min-width: 17em; color: var(--soft) }
.name { overflow-wrap: anywhere; min-width: 12em }
.sub { display: block; color: var(--soft); font-size: .9em; font-weight: 400 }
.date { white-space: nowrap }
.mark { font-weight: 700; white-space: nowrap } .mark.good { color: var(--good) } .mark.bad { color: var(--bad) }
.mark.care { color: var(--care) }
tr.bad > * { background: var(--bad-ground) }
.todo { padding: 0; list-style: none; counter-reset: step }
.todo > li { background: var(--paper); border: 1px solid var(--line); border-radius: .3rem; padding: .7rem 1rem .8rem;
  margin: .6rem 0 }
.todo b { color: var(--ink) }
.todo .mark { white-space: normal }
.scroll + .scroll, .scroll + .pair, p + .scroll, p + .pair { margin-top: 1rem }
.pair .scroll { margin-top: 0 }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(19rem, 1fr)); gap: 1rem; align-items: start }
.nothing { color: var(--soft) }
footer { color: var(--soft); font-size: .9rem; padding-top: 2rem; padding-bottom: 3rem }
@media (max-width: 40rem) {
  h1 { font-size: 1.5rem } main, header > div, footer { padding: 0 .9rem } th, td { padding: .4rem .55rem }
  .hash { min-width: 11em } .name { min-width: 9em } th .code { overflow-wrap: anywhere; display: inline-block; min-width: 6.5em }
}
@page { size: A4; margin: 14mm 13mm }
@media print {
  body { background: none; font-size: 9.5pt; line-height: 1.35 }
  header { background: none; color: var(--ink); padding: 0; border-bottom: 2pt solid var(--ink) }
  header p, .sub, .hash, thead th { color: #333 }
  .trial { border: 2pt solid #000; background: none; color: #000; margin-bottom: 4mm }
  nav { display: none }
  main, header > div, footer { max-width: none; padding: 0; margin: 0 } footer p { margin: 3mm 0 0; font-size: 8pt }
  .scroll { overflow: visible; border-radius: 0 } .tiles { gap: 3mm; grid-template-columns: repeat(3, 1fr) }
  .pair { grid-template-columns: repeat(2, 1fr) } table { font-size: 8.5pt } th, td { padding: 1.2mm 2mm }
  .hash { font-size: 6.5pt; min-width: 0 } .name { min-width: 0 } h2 { margin: 6mm 0 2mm; break-after: avoid }
  tr, .todo > li, .tiles li, .short, .pair .scroll { break-inside: avoid } caption { break-after: avoid }
  thead { display: table-header-group } tfoot { display: table-row-group } a { color: inherit }
}
`
