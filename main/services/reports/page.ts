import { escapeHtml } from '../export/html.ts'
import { bibtex } from './bibliography.ts'
import type { ReportContent } from './content.ts'
import { methods } from './methodsText.ts'
import * as section from './sections.ts'
import { STYLE } from './style.ts'

/** A report as one page that needs nothing beside itself: no script, no network, curves and pictures inline. */
export function reportPage({ runs, version, createdAt }: ReportContent): string {
  const [first] = runs
  const title = runs.length === 1 && first ? first.run.name : `${runs.length} runs compared`
  const { paragraphs, works } = methods(runs, version)
  const several = runs.length > 1
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<title>${escapeHtml(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${escapeHtml(title)}</h1>
<p class="made">Subarc ${escapeHtml(version)}, ${createdAt.slice(0, 10)}</p>
<h2>Summary</h2>
${section.summary(runs)}
${several ? `<h2>What is not the same</h2>\n${section.differences(runs)}\n<h2>Pairs of images</h2>\n${section.paired(runs)}` : ''}
<h2>Training</h2>
<div class="curves">${section.curves(runs)}</div>
<h2>Scores</h2>
<p>Panels of a row but the residual share their limits, by the HR image (asinh stretch). The residual is SR - HR, zero in the middle.</p>
${runs.map(section.scored).join('\n')}
<h2>Methods</h2>
${paragraphs.map(text => `<p>${escapeHtml(text)}</p>`).join('\n')}
<h2>References, as BibTeX</h2>
<pre>${escapeHtml(bibtex(works))}</pre>
<h2>What made them</h2>
${runs.map(section.provenance).join('\n')}
</main>
</body>
</html>
`
}
