import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FloatImage } from '../../main/domain/image.ts'
import { bestAffineFit, lensRegionMask, mse, psnr, ssim } from '../../main/domain/metrics.ts'
import { writeFileAtomic } from '../../main/formats/atomicFile.ts'
import { imagesFromArray } from '../../main/formats/imageArray.ts'
import { parseNpy } from '../../main/formats/npy.ts'
import { followJob } from '../../main/hosts/cli/progress.ts'
import { type CardScore, type PretrainedCard, pretrainedCardSchema } from '../../main/services/weights/card.ts'
import { openCore } from './core.ts'
import { cardScores, evaluate } from './train.ts'

/**
 * Scores the weights of a folder on the public pair of HSC and HST images, where that is on this machine, and writes the
 * card anew, as JSON and as Markdown.
 * @param pair folder with Raw.npy (HSC) and Gold.npy (HST)
 */
export async function writeCard(folder: string, id: string, pair: string | null, threads: number): Promise<string> {
  const file = join(folder, `${id}.json`)
  const card = pretrainedCardSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
  const realPair = pair === null ? card.realPair : await scorePair(join(folder, card.weights.file), pair, threads)
  const whole: PretrainedCard = { ...card, realPair }
  await writeFileAtomic(file, `${JSON.stringify(whole, null, 2)}\n`)
  const markdown = cardMarkdown(whole)
  await writeFileAtomic(join(folder, `${id}.md`), markdown)
  return markdown
}

async function scorePair(weights: string, pair: string, threads: number): Promise<PretrainedCard['realPair']> {
  if (!existsSync(join(pair, 'Raw.npy'))) throw new Error(`There is no Raw.npy in ${pair}.`)
  const workspace = mkdtempSync(join(tmpdir(), 'subarc-card-'))
  const core = await openCore(workspace, threads)
  try {
    const { client } = core
    const run = await client.weights.import({ source: { kind: 'file', path: weights } })
    const paths = [join(pair, 'Raw.npy'), join(pair, 'Gold.npy')]
    const { job, datasetId } = await client.datasets.import({ source: { kind: 'files', paths }, name: 'HSC and HST' })
    await followJob(client, job)
    const { split } = await client.datasets.get({ id: datasetId })
    const side = (['test', 'validation', 'train'] as const).find(one => (split?.[one].length ?? 0) > 0) ?? 'train'
    const evaluation = await evaluate(client, { runId: run.id, datasetId, side })
    const applied = await client.apply.start({
      runId: run.id,
      source: { kind: 'files', paths: paths.slice(0, 1) },
      formats: ['npy'],
      folder: workspace,
    })
    await followJob(client, applied.job)
    const [item] = (await client.apply.get({ id: applied.applyId })).items
    const { methods, ...facts } = cardScores(evaluation)
    const fitted = fittedScore(readImage(item.outputs.npy ?? ''), readImage(paths[1]), evaluation.peak)
    return { ...facts, methods: [...methods, fitted].sort((a, b) => b.psnr - a.psnr) }
  } finally {
    await core.close()
    rmSync(workspace, { recursive: true, force: true })
  }
}

function readImage(path: string): FloatImage {
  const [image] = imagesFromArray(parseNpy(readFileSync(path)))
  return image
}

/** The network after the same straight line that interpolation gets: LR and HR share no flux scale. */
function fittedScore(sr: FloatImage, hr: FloatImage, peak: number): CardScore {
  const fitted = bestAffineFit(sr, hr).image
  return {
    id: 'network-affine',
    title: 'Network + best affine fit',
    note: 'the best straight line to the HR image: it looks at the answer',
    psnr: psnr(mse(fitted, hr), peak),
    interval: null,
    lensPsnr: psnr(mse(fitted, hr, lensRegionMask(hr)), peak),
    ssim: ssim(fitted, hr, { window: 'uniform', peak }),
  }
}

const rows = (methods: readonly CardScore[]): string =>
  methods
    .map(({ title, note, psnr, interval, lensPsnr, ssim }) => {
      const range = interval === null ? '-' : `${interval.low.toFixed(2)} to ${interval.high.toFixed(2)}`
      const lens = lensPsnr === null ? '-' : lensPsnr.toFixed(2)
      return `| ${title}${note === '' ? '' : ` (${note})`} | ${psnr.toFixed(2)} | ${range} | ${lens} | ${ssim.toFixed(4)} |`
    })
    .join('\n')

const table = ({ methods }: NonNullable<PretrainedCard['realPair']>): string =>
  `| method | PSNR (dB) | 95 % interval | PSNR, lens region (dB) | SSIM |\n|---|---|---|---|---|\n${rows(methods)}`

/** The card for reading. */
export function cardMarkdown(card: PretrainedCard): string {
  const { data, training, heldOut, realPair, recipe } = card
  const scale = card.pixelScaleArcsec === null ? '' : ` For pixels of ${card.pixelScaleArcsec}".`
  const { cpu, threads } = training.environment
  return `# ${card.id}: ${card.title}

${card.description}${scale}

${card.network}, ${card.parameters} parameters, ${card.magnification} times the pixels a side. \`${card.weights.file}\`: ${card.weights.bytes} bytes, SHA-256
\`${card.weights.sha256}\`.

## How it was made

By Subarc itself: \`node tools/pretrain.mjs ${card.id}\`. ${data.simulated} pairs of the simulator's preset \`${String(recipe.simulation)}\`, seed ${String(recipe.seed)}: ${data.train} to train on,
${data.validation} to choose the checkpoint by, ${data.test} held out. SHA-256 of the images \`${data.sha256}\`,
of the split \`${data.splitSha256}\`.

Images are scaled by their own numbers (\`${JSON.stringify(data.scaling)}\`), so the unit does not matter.

${training.steps} steps in ${training.seconds} s on ${training.device} (${String(cpu)}, ${String(threads)} threads); the best checkpoint is that of step ${training.bestStep}. All
settings stand in \`${card.id}.json\`.

## Scores on held-out simulated pairs

${heldOut.images} pairs, peak ${heldOut.peak.toPrecision(4)}.

${table(heldOut)}

Classical methods are shown at their best setting of a grid: Richardson-Lucy with up to 35 iterations, Wiener with a regularisation from 0.001 to 1.

## Score on real images

${
  realPair === null
    ? 'Not measured: the public pair of HSC and HST images was not at hand.'
    : `The one public pair of HSC and HST images of the study "DeepLense_SR" (A. Shankar 2024): a single image, which says little. LR and HR are scaled
image by image, each by its own, and lie about one HR pixel apart; neither was seen in training. Without a straight line to the HR image no
method can know its scale. ResnetSISR_sparse, which the study trained on 270 pairs of this kind, perhaps this one too, has learned that scale and scores
35.06 dB without such a line.

${table(realPair)}`
}

## Limits

${card.limits.map(limit => `- ${limit}`).join('\n')}
`
}
