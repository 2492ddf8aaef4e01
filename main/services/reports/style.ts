/** For the screen, and for A4 paper: light, small, with what belongs together on one page. */
export const STYLE = `
:root { color-scheme: light dark; --line: #8886; --accent: #3d7eff; }
body { margin: 0; font: 15px/1.5 system-ui, sans-serif; font-variant-numeric: tabular-nums; }
main { max-width: 1100px; margin: 0 auto; padding: 24px; }
h1 { margin: 0; }
h2 { margin: 32px 0 8px; border-bottom: 2px solid var(--line); }
h3 { margin: 24px 0 8px; }
.made { margin: 4px 0; opacity: .75; }
table { border-collapse: collapse; margin: 8px 0; }
th, td { padding: 4px 12px 4px 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; overflow-wrap: anywhere; }
th { white-space: normal; overflow-wrap: normal; }
.facts td:first-child { overflow-wrap: normal; min-width: 110px; }
.number { text-align: right; white-space: nowrap; overflow-wrap: normal; }
th.number { white-space: normal; }
.emphasis td { font-weight: 600; }
.warning { border-left: 4px solid #c80; padding-left: 12px; }
figure { margin: 0 0 16px; }
img, svg { max-width: 100%; height: auto; }
.curves { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(460px, 100%), 1fr)); gap: 24px; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; font-size: .85em; }
@page { size: A4; margin: 16mm 14mm 18mm; @bottom-right { content: counter(page) " of " counter(pages); font: 8pt sans-serif; } }
@media print {
  :root { color-scheme: light; }
  body { font-size: 9pt; line-height: 1.4; }
  main { max-width: none; padding: 0; }
  h1 { font-size: 16pt; } h2 { font-size: 12pt; margin-top: 18pt; } h3 { font-size: 10pt; }
  h2, h3 { break-after: avoid; }
  table { font-size: 7.5pt; }
  th, td { padding: 2pt 6pt 2pt 0; }
  figure, svg, tr { break-inside: avoid; }
  thead { display: table-header-group; }
  .curves { grid-template-columns: 1fr 1fr; gap: 8pt; }
  pre { font-size: 6.5pt; columns: 2; column-gap: 12pt; }
}
`
