import { describe, expect, it } from 'vitest'
import { mergedPreviews, previewStrip } from '../../../../renderer/features/runs/previewStrip.ts'

const at = (step: number, sample: number) => ({ step, epoch: step / 10, sample })

describe('previews through a training', () => {
  it('are each shown once, whether they were kept or have just come', () => {
    expect(mergedPreviews([at(20, 4), at(10, 4)], [at(20, 4), at(30, 4)])).toEqual([at(10, 4), at(20, 4), at(30, 4)])
  })

  it('show every sample at the same steps: the first, the newest, and an even choice between', () => {
    const points = Array.from({ length: 101 }, (_, i) => [at(10 * (i + 1), 2), at(10 * (i + 1), 7)]).flat()
    const strip = previewStrip(points, 5)
    expect(strip.samples).toEqual([2, 7])
    expect(strip.steps.map(s => s.step)).toEqual([10, 260, 510, 760, 1010])
  })

  it('show all steps while they are few', () => {
    expect(previewStrip([at(10, 1), at(20, 1)], 5).steps).toEqual([
      { step: 10, epoch: 1 },
      { step: 20, epoch: 2 },
    ])
  })
})
