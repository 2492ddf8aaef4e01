import type { MethodScore } from '../../../main/contract/evaluations.ts'
import { t } from '../../text/t.ts'
import { formatFixed, formatNumber, UNKNOWN } from '../../ui/format.ts'

export type Metric = 'mse' | 'psnr' | 'ssim'

export const METRICS: readonly { readonly key: Metric; readonly title: string }[] = [
  { key: 'psnr', title: t.compare.psnrDB },
  { key: 'ssim', title: 'SSIM' },
  { key: 'mse', title: 'MSE' },
]

type Summary = MethodScore['whole'][Metric]

export const metricText = (metric: Metric, value: number | null | undefined): string =>
  metric === 'mse' ? formatNumber(value, 3) : formatFixed(value, metric === 'psnr' ? 2 : 4)

/** '33.60' with, beneath, 'std 1.20, 95 %: 33.10 to 34.02'; neither where there are too few images. */
export function summaryText(
  metric: Metric,
  summary: Summary | undefined,
): { readonly mean: string; readonly spread: string } {
  if (!summary) return { mean: UNKNOWN, spread: '' }
  const text = (value: number) => metricText(metric, value)
  if (summary.std === null) return { mean: text(summary.mean), spread: '' }
  const interval = summary.interval ? `, 95 %: ${text(summary.interval.low)} to ${text(summary.interval.high)}` : ''
  return { mean: text(summary.mean), spread: `std ${text(summary.std)}${interval}` }
}

/** Ids of the best methods by the mean of a metric. */
export function bestMethod(methods: readonly MethodScore[], region: 'whole' | 'lens', metric: Metric): string | null {
  const sign = metric === 'mse' ? -1 : 1
  let best: { id: string; value: number } | null = null
  for (const method of methods) {
    const mean = method[region]?.[metric].mean
    if (mean !== undefined && (best === null || sign * mean > best.value)) best = { id: method.id, value: sign * mean }
  }
  return best?.id ?? null
}
