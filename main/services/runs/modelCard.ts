import type { MethodScore } from '../../contract/evaluations.ts'

/** What an astronomer must know of a network before believing it. Saved as JSON beside the weights. */
export interface ModelCard {
  readonly format: 'subarc-model-card'
  readonly version: 1
  readonly name: string
  readonly run: string
  readonly createdBy: string
  readonly createdAt: string
  readonly weights: {
    readonly file: string
    readonly sha256: string
    readonly checkpoint: string
    readonly step: number
  }
  readonly network: Readonly<Record<string, unknown>>
  readonly networkTitle: string
  readonly parameters: number
  readonly preset: string
  readonly settings: Readonly<Record<string, unknown>>
  readonly data: {
    readonly dataset: string
    readonly sha256: string
    readonly trained: number
    readonly validated: number
    readonly splitSha256: string
    readonly seed: number
    readonly calibrated: boolean
    readonly pixelScaleArcsec: number | null
    readonly unit: string | null
    readonly fluxConvention: string
    readonly magnification: number
    readonly scaling: Readonly<Record<string, unknown>>
    /** HR pixels were multiplied by this before scaling, so that flux per pixel and the network's level agree. */
    readonly fluxFactor: number
    /** Null: not known of a network that was trained elsewhere. */
    readonly inputSize: { readonly width: number; readonly height: number } | null
  }
  readonly environment: Readonly<Record<string, string | number | boolean>>
  /** The latest evaluation on held-out images; null: not evaluated. */
  readonly scores: {
    readonly side: string
    readonly images: number
    readonly peak: number
    readonly methods: readonly MethodScore[]
  } | null
  readonly limits: readonly string[]
  readonly license: string
}

/** A run does not know under which licence its maker lets others use it. */
export const LICENSE_NOT_STATED =
  'Not stated. The one who trained these weights says under which licence they may be used.'

/** Limits that hold for every network of this kind, and those that follow from its data. */
export function modelLimits(card: Pick<ModelCard, 'data' | 'scores'>): string[] {
  const { data, scores } = card
  const scale = data.pixelScaleArcsec === null ? 'the same pixel scale' : `${data.pixelScaleArcsec} arcsec a pixel`
  return [
    'It adds detail that is likely, not detail that was seen: check it against the re-degraded residual before using it as a measurement.',
    `It was trained on single-band images with ${scale}, one PSF and one level of noise; on others its output is not to be trusted.`,
    ...(data.calibrated ? [] : ['Its training data had no photometry: fluxes measured on its output mean nothing.']),
    ...(scores === null
      ? ['It has not been scored on held-out images.']
      : scores.images < 5
        ? [`Its score rests on ${scores.images} image${scores.images === 1 ? '' : 's'}: an indication, no more.`]
        : []),
  ]
}

/** The card for reading. */
export function modelCardMarkdown(card: ModelCard): string {
  const { data, weights } = card
  return `# ${card.name}

${card.networkTitle}, ${card.parameters} parameters. It makes images with ${data.magnification} times the pixels a side.
Written by ${card.createdBy} on ${card.createdAt}.

## Weights

| file | checkpoint | step | SHA-256 |
|---|---|---|---|
| \`${weights.file}\` | ${weights.checkpoint} | ${weights.step} | \`${weights.sha256}\` |

## Data

| what | value |
|---|---|
${rows([
  ['dataset', data.dataset],
  ['SHA-256 of its contents', data.sha256],
  ['images trained on, validated on', `${data.trained}, ${data.validated}`],
  ['SHA-256 of the split', data.splitSha256],
  ['seed', String(data.seed)],
  ['input image', data.inputSize === null ? '-' : `${data.inputSize.width} x ${data.inputSize.height} pixels`],
  ['input pixel scale', data.pixelScaleArcsec === null ? '-' : `${data.pixelScaleArcsec} arcsec`],
  ['unit', data.calibrated ? (data.unit ?? '-') : 'uncalibrated'],
  ['a pixel holds', { sum: 'flux', mean: 'surface brightness' }[data.fluxConvention] ?? 'not stated'],
  ['scaling', `\`${JSON.stringify(data.scaling)}\``],
  ['flux factor of the HR', String(data.fluxFactor)],
])}

## Scores

${scoreTable(card.scores)}

## Limits

${card.limits.map(limit => `- ${limit}`).join('\n')}

## Training

Preset "${card.preset}": \`${JSON.stringify(card.settings)}\`

| environment | |
|---|---|
${rows(Object.entries(card.environment).map(([name, value]) => [name, String(value)]))}

## Loading it in PyTorch

The tensor names are those of a PyTorch \`state_dict\`:

\`\`\`python
from safetensors.torch import load_file
state = load_file("${weights.file}")
network.load_state_dict(state, strict=False)  # num_batches_tracked is not kept
network.eval()
\`\`\`

Scale an input as the table says before the network, and undo it on the output.

## Licence

${card.license}
`
}

function rows(pairs: readonly (readonly [string, string])[]): string {
  return pairs.map(([name, value]) => `| ${cell(name)} | ${cell(value)} |`).join('\n')
}

const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ')

function scoreTable(scores: ModelCard['scores']): string {
  if (scores === null) return 'Not evaluated yet.'
  const lines = scores.methods.map(method => {
    const { psnr, ssim, mse } = method.whole
    const interval = psnr.interval ? `${psnr.interval.low.toFixed(2)} to ${psnr.interval.high.toFixed(2)}` : '-'
    const lens = method.lens ? method.lens.psnr.mean.toFixed(2) : '-'
    return `| ${cell(method.title)} | ${psnr.mean.toFixed(2)} | ${interval} | ${lens} | ${ssim.mean.toFixed(4)} | ${mse.mean.toExponential(2)} |`
  })
  return `On the ${scores.images} images of the ${scores.side} side; peak ${scores.peak}.

| method | PSNR (dB) | 95 % interval | PSNR, lens region (dB) | SSIM | MSE |
|---|---|---|---|---|---|
${lines.join('\n')}`
}
