import type { DatasetSummary, Layout } from '../../../main/contract/datasets.ts'

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
  'study-simulated': 'Folders LR and HR, sample1, sample2 ...',
  'study-real': 'Folders LR and HR, LR_1 with HR_1 ...',
  'parallel-folders': 'LR and HR images of the same names or numbers',
  sky: 'LR and HR images of the same places on the sky',
  'one-file': 'LR and HR images in one file',
  pair: 'One pair: the larger image is the HR',
  'hr-only': 'HR images only: the LR are made from them',
  'lr-only': 'LR images only: they can be super-resolved, not trained on',
}

export const describeLayout = (layout: Layout): string => LAYOUTS[layout]
