import type { FloatImage } from '../../../main/domain/image.ts'
import type { Wcs } from '../../../main/domain/wcs/types.ts'
import { type ViewerPanel, viewerPanel } from '../../viewer/panels.ts'
import { panelWcs } from '../../viewer/panelWcs.ts'

interface ResultSky {
  readonly input: Wcs | undefined
  readonly output: Wcs | undefined
  /** Of what is interpolated: the input's grid, refined. */
  readonly fine: Wcs | undefined
  readonly problem: string | null
}

/** Sky coordinates of an image that was super-resolved and of its product, from their headers. */
export function resultWcs(
  headers: { readonly input: readonly string[]; readonly output: readonly string[] } | undefined,
  factor: number,
): ResultSky {
  const [input, fine, output] = [
    panelWcs(headers?.input ?? []),
    panelWcs(headers?.input ?? [], factor),
    panelWcs(headers?.output ?? []),
  ]
  return {
    input: input.wcs,
    fine: fine.wcs,
    // A product without a header (NPY, PNG) lies where the refined input does.
    output: output.wcs ?? fine.wcs,
    problem: input.problem ?? output.problem,
  }
}

interface ResultImages {
  readonly input: FloatImage
  readonly bicubic: FloatImage
  readonly output: FloatImage
}

const finiteMean = ({ data }: FloatImage): number => {
  let [sum, count] = [0, 0]
  for (const value of data) {
    if (!Number.isFinite(value)) continue
    sum += value
    count++
  }
  return sum / count
}

/**
 * What an input's pixels hold for one of the output's: scale * scale where they are fluxes that sum, 1 where they are
 * brightnesses. No record says which; the means of the two images do, since a product has its input's total flux.
 */
export function levelFactorOf(input: FloatImage, output: FloatImage, scale: number): number {
  const ratio = finiteMean(input) / finiteMean(output)
  return ratio > scale ? scale * scale : 1
}

/** The panels of a result: the input, it interpolated (in the input's unit), and the output. */
export function resultPanels({ input, bicubic, output }: ResultImages, sky: ResultSky): ViewerPanel[] {
  const scale = output.width / input.width
  const levelFactor = levelFactorOf(input, output, scale)
  return [
    viewerPanel({ id: 'input', title: 'input', image: input, scale, levelFactor, wcs: sky.input }),
    viewerPanel({ id: 'bicubic', title: 'bicubic', image: bicubic, levelFactor, wcs: sky.fine }),
    viewerPanel({ id: 'output', title: 'SR', image: output, wcs: sky.output }),
  ]
}
