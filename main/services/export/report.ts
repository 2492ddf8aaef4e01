import type { Evaluation, MethodScore } from '../../contract/evaluations.ts'
import type { RunSeries } from '../../contract/runs.ts'
import { curveSvg, curvesSvg } from './curve.ts'
import { dataUri, escapeHtml, htmlTable } from './html.ts'

export interface ReportImage {
  readonly sample: number
  readonly name: string
  readonly png: Uint8Array
}

/** All that a report tells; nothing in it is looked up. */
export interface ReportContent {
  readonly evaluation: Evaluation
  readonly run: {
    readonly name: string
    readonly id: string
    readonly network: string
    readonly parameters: number
    readonly preset: string
    readonly device: string
    readonly seed: number
    readonly epochs: number
    readonly durationSeconds: number
    readonly settings: Readonly<Record<string, unknown>>
  }
  readonly dataset: {
    readonly name: string
    readonly hash: string
    readonly train: number
    readonly validation: number
    readonly test: number
    readonly lrSize: string
    readonly hrSize: string
    readonly unit: string
    readonly pixelScale: string
    readonly calibrated: boolean
  }
  readonly series: RunSeries
  readonly images: readonly ReportImage[]
  readonly version: string
  readonly createdAt: string
}

/** A page that needs nothing beside itself: no script, no network, pictures inline. */
export function reportHtml(content: ReportContent): string {
  const { evaluation, run, images } = content
  const title = `${run.name}: ${sideName(evaluation)}`
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
${evaluation.warnings.map(warning => `<p class="warning">${escapeHtml(warning)}</p>`).join('\n')}
<h2>Scores</h2>
${scores(evaluation)}
<p>Peak ${number(evaluation.peak)}; mean over images with its standard deviation and 95 % bootstrap interval. The lens region is where the light of the HR image stands out from its sky.</p>
${gains(evaluation)}
<h2>Consistency with the input</h2>
<p>${escapeHtml(consistency(evaluation))}</p>
<h2>Images</h2>
<p>All panels of a row but the residual share their limits, by the HR image (asinh stretch). The residual is SR - HR, zero in the middle.</p>
${images.map(figure).join('\n')}
<h2>Training</h2>
<div class="curves">${curves(content.series)}</div>
<h2>Each image</h2>
${perImage(evaluation)}
<h2>Methods</h2>
${methods(content)}
</main>
</body>
</html>
`
}

const STYLE = `
:root { color-scheme: light dark; --line: #8886; --accent: #3d7eff; }
body { margin: 0; font: 15px/1.5 system-ui, sans-serif; font-variant-numeric: tabular-nums; }
main { max-width: 1360px; margin: 0 auto; padding: 24px; }
table { border-collapse: collapse; margin: 8px 0; }
th, td { padding: 4px 12px; border-bottom: 1px solid var(--line); text-align: left; }
.number { text-align: right; white-space: nowrap; }
.emphasis td { font-weight: 600; }
.warning { border-left: 4px solid #c80; padding-left: 12px; }
figure { margin: 0 0 16px; }
img, svg { max-width: 100%; height: auto; }
.curves { display: flex; flex-wrap: wrap; gap: 24px; }
.curves svg { width: 460px; }
code { overflow-wrap: anywhere; }
`

export function sideName({ side, heldOut }: Evaluation): string {
  return heldOut ? `held-out images (${side})` : 'training images (no result)'
}

export function scores(evaluation: Evaluation): string {
  const summary = (value: MethodScore['whole']['mse'] | undefined, digits: number) =>
    value ? [value.mean, ...(value.std === null ? [] : [value.std])].map(v => v.toFixed(digits)).join(' ± ') : '-'
  const interval = (value: MethodScore['whole']['mse']) =>
    value.interval ? `${value.interval.low.toFixed(2)} to ${value.interval.high.toFixed(2)}` : '-'
  return htmlTable(
    evaluation.methods,
    [
      { title: 'Method', cell: m => m.title },
      { title: 'PSNR (dB)', cell: m => summary(m.whole.psnr, 2), numeric: true },
      { title: '95 % interval', cell: m => interval(m.whole.psnr), numeric: true },
      { title: 'SSIM', cell: m => summary(m.whole.ssim, 4), numeric: true },
      { title: 'MSE', cell: m => m.whole.mse.mean.toExponential(2), numeric: true },
      { title: 'PSNR, lens (dB)', cell: m => summary(m.lens?.psnr, 2), numeric: true },
      { title: 'SSIM, lens', cell: m => summary(m.lens?.ssim, 4), numeric: true },
      { title: 'Note', cell: m => m.note },
    ],
    m => m.id === 'network',
  )
}

/** The network against the best of the others, in one sentence. */
export function gains({ methods }: Evaluation): string {
  const network = methods.find(m => m.id === 'network')
  const rival = methods.filter(m => m.id !== 'network').toSorted((a, b) => b.whole.psnr.mean - a.whole.psnr.mean)[0]
  if (!network || !rival) return ''
  const gain = network.whole.psnr.mean - rival.whole.psnr.mean
  const verdict = gain >= 0 ? `${gain.toFixed(2)} dB above` : `${(-gain).toFixed(2)} dB below`
  return `<p>The network stands ${verdict} the best of the other methods (${escapeHtml(rival.title)}).</p>`
}

export function consistency({ consistency, consistencyMissing }: Evaluation): string {
  if (!consistency) return `Not checked. ${consistencyMissing ?? ''}`
  return `Degraded again to the LR image's PSF and pixels, the network's images differ from the LR images by a reduced chi-square of ${number(consistency.reducedChiSquare)} (1: by the noise alone); their flux is ${number(consistency.fluxRatio)} times that of the LR images.`
}

function figure({ name, png }: ReportImage): string {
  const text = escapeHtml(name)
  return `<figure><img src="${dataUri('image/png', png)}" alt="LR, bicubic, SR, HR and residual of ${text}"><figcaption>${text}</figcaption></figure>`
}

function curves({ step, loss, terms, validation }: RunSeries): string {
  return [
    curveSvg({ title: 'Training loss', xTitle: 'step', x: step, y: loss, logarithmic: true }),
    ...termCurves(step, terms),
    curveSvg({ title: 'Validation PSNR (dB)', xTitle: 'step', x: validation.step, y: validation.psnr }),
    curveSvg({ title: 'Validation SSIM', xTitle: 'step', x: validation.step, y: validation.ssim }),
  ].join('\n')
}

/** Nothing where the loss is no sum. */
function termCurves(step: readonly number[], terms: RunSeries['terms']): string[] {
  const series = Object.entries(terms).map(([name, values]) => {
    const y = values.map(value => value ?? Number.NaN)
    return { name, x: step, y }
  })
  if (series.length === 0) return []
  return [curvesSvg({ title: 'Terms of the training loss, unweighted', xTitle: 'step', logarithmic: true, series })]
}

function perImage(evaluation: Evaluation): string {
  const of = (sample: number, method: string) =>
    evaluation.images.find(image => image.sample === sample && image.method === method)
  const decibels = (value: number | null | undefined) => value?.toFixed(2) ?? '-'
  return htmlTable(evaluation.samples, [
    { title: 'Image', cell: s => s.name },
    { title: 'Network (dB)', cell: s => decibels(of(s.sample, 'network')?.psnr), numeric: true },
    { title: 'Network, lens (dB)', cell: s => decibels(of(s.sample, 'network')?.lensPsnr), numeric: true },
    { title: 'Bicubic + affine (dB)', cell: s => decibels(of(s.sample, 'bicubic-affine')?.psnr), numeric: true },
    { title: 'Bicubic (dB)', cell: s => decibels(of(s.sample, 'bicubic')?.psnr), numeric: true },
    { title: 'SSIM, network', cell: s => of(s.sample, 'network')?.ssim.toFixed(4) ?? '-', numeric: true },
  ])
}

function methods({ evaluation, run, dataset, version, createdAt }: ReportContent): string {
  const calibration = dataset.calibrated
    ? `in ${dataset.unit}`
    : 'without photometry: no flux of a product of theirs has a meaning'
  const paragraphs = [
    `${run.network} (${run.parameters} parameters) was trained from random weights (seed ${run.seed}) by the preset "${run.preset}" for up to ${run.epochs} epochs on ${run.device}, in ${run.durationSeconds.toFixed(0)} s. The data are "${dataset.name}": LR images of ${dataset.lrSize} and HR images of ${dataset.hrSize} pixels, ${dataset.pixelScale}, ${calibration}. The split is seeded and saved: ${dataset.train} images to train, ${dataset.validation} to validate, ${dataset.test} to test.`,
    `Scores are means of per-image values in the units of the files. PSNR and SSIM use one peak for the data set; SSIM (Wang et al. 2004) has a 7 x 7 uniform window. Bicubic is Keys (1981) with a = -0.5. The affine fit and its oracle nature are stated in the table; Wiener, Richardson-Lucy (Richardson 1972, Lucy 1974) and Gaussian denoising were tuned as noted there.`,
    `Weights SHA-256 ${evaluation.weightsSha256} (checkpoint "${evaluation.checkpoint}" of run ${run.id}); data SHA-256 ${dataset.hash}. Settings: ${JSON.stringify(run.settings)}. Made by Subarc ${version} on ${createdAt}.`,
  ]
  return paragraphs.map(text => `<p>${escapeHtml(text)}</p>`).join('\n')
}

function number(value: number): string {
  return Number(value.toPrecision(4)).toString()
}
