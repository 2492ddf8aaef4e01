import type { FloatImage } from '../../domain/image.ts'
import { finiteStats } from '../../domain/stats.ts'
import type { TrainedOn } from '../modelRecord.ts'

/** How far beyond the training images' range a statistic may lie, as a fraction of the range's width. */
const LEEWAY = 0.25

/** Spread and brightness below this share of the faintest training image are outside, however wide the range is. */
const LEAST_SHARE = 0.5

const STATISTICS = [
  { key: 'mean', name: 'mean' },
  { key: 'std', name: 'spread' },
  { key: 'max', name: 'brightest pixel' },
] as const

/**
 * Says where an image lies outside of what the network was trained on.
 * @param image in network values, after scaling
 */
export function domainWarnings(image: FloatImage, trainedOn: TrainedOn | undefined): string[] {
  if (!trainedOn) return ['The weights do not say what the network was trained on, so that it cannot be checked here.']
  const warnings: string[] = []
  const { height, width } = trainedOn
  const inSize = inside(image.height, height, 0) && inside(image.width, width, 0)
  if (!inSize) {
    warnings.push(
      `The image has ${image.width}x${image.height} pixels; the network was trained on ${width.low}x${height.low}.`,
    )
  }
  const stats = finiteStats(image)
  for (const { key, name } of STATISTICS) {
    const { low, high } = trainedOn[key]
    const isFaint = key !== 'mean' && low > 0 && stats[key] < LEAST_SHARE * low
    if (!isFaint && inside(stats[key], trainedOn[key], LEEWAY * (high - low))) continue
    const range = `${show(low)} to ${show(high)}`
    warnings.push(`Its ${name} after scaling, ${show(stats[key])}, lies outside the training images' ${range}.`)
  }
  return warnings
}

function inside(value: number, range: { low: number; high: number }, leeway: number): boolean {
  // Identical training images have a range of no width; rounding must not leave it.
  const rounding = 1e-5 * Math.max(Math.abs(range.low), Math.abs(range.high))
  return value >= range.low - leeway - rounding && value <= range.high + leeway + rounding
}

function show(value: number): string {
  return value.toPrecision(3)
}
