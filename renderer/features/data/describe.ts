import type { DatasetSummary, Layout } from '../../../main/contract/datasets.ts'
import { t } from '../../text/t.ts'

const side = ({ width, height }: { width: number; height: number }) =>
  width === height ? `${width}` : `${width} x ${height}`

/** '75 to 150 px, x2'; '64 px' without HR. */
export function describeSizes({
  lrSize,
  hrSize,
  factor,
}: Pick<DatasetSummary, 'lrSize' | 'hrSize' | 'factor'>): string {
  if (hrSize === null) return `${side(lrSize)} px`
  return `${side(lrSize)} to ${side(hrSize)} px${factor === null ? '' : `, x${factor}`}`
}

const LAYOUTS: Record<Layout, string> = {
  'study-simulated': t.data.foldersLRAndHRSample1Sample2,
  'study-real': t.data.foldersLRAndHRLR1WithHR1,
  'parallel-folders': t.data.lrAndHRImagesOfTheSameNamesOr,
  sky: t.data.lrAndHRImagesOfTheSamePlacesOn,
  'one-file': t.data.lrAndHRImagesInOneFile,
  pair: t.data.onePairTheLargerImageIsTheHR,
  'hr-only': t.data.hrImagesOnlyTheLRAreMadeFrom,
  'lr-only': t.data.lrImagesOnlyTheyCanBeSuper,
}

export const describeLayout = (layout: Layout): string => LAYOUTS[layout]
