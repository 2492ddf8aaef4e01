import { t } from '../../text/t.ts'
import { formatFixed, UNKNOWN } from '../../ui/format.ts'

/** A score with its bootstrap interval. */
export const withBand = (value: number | null, band: { low: number; high: number } | null): string =>
  value === null || band === null
    ? UNKNOWN
    : t.classifiers.interval(formatFixed(value, 3), formatFixed(band.low, 3), formatFixed(band.high, 3))
