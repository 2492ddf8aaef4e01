import { describe, expect, it } from 'vitest'
import { layoutByNames } from '../../../../main/services/datasets/layout.ts'

const root = '/data'
const at = (...names: string[]): string[] => names.map(name => `${root}/${name}`)
const pairsOf = (...names: string[]) => {
  const { layout, pairs, unpaired } = layoutByNames(at(...names), root)
  const short = (path: string | null) => path?.slice(root.length + 1) ?? null
  return {
    layout,
    pairs: pairs.map(({ name, lr, hr }) => [name, short(lr), short(hr)]),
    unpaired: unpaired.map(({ file }) => short(file)),
  }
}

describe('images are paired by their names', () => {
  it('in the layout of the study with simulated lenses', () => {
    expect(pairsOf('LR/sample1.npy', 'LR/sample2.npy', 'HR/sample1.npy', 'HR/sample2.npy')).toEqual({
      layout: 'study-simulated',
      pairs: [
        ['sample1', 'LR/sample1.npy', 'HR/sample1.npy'],
        ['sample2', 'LR/sample2.npy', 'HR/sample2.npy'],
      ],
      unpaired: [],
    })
  })

  it('in the layout of the study with real lenses', () => {
    expect(pairsOf('LR/LR_1.npy', 'LR/LR_12.npy', 'HR/HR_12.npy', 'HR/HR_1.npy')).toEqual({
      layout: 'study-real',
      pairs: [
        ['LR_1', 'LR/LR_1.npy', 'HR/HR_1.npy'],
        ['LR_12', 'LR/LR_12.npy', 'HR/HR_12.npy'],
      ],
      unpaired: [],
    })
  })

  it('in parallel folders with numbers of different widths', () => {
    expect(pairsOf('lr/lr_0001.npy', 'hr/hr_1.npy', 'lr/lr_0002.npy', 'hr/hr_2.npy')).toMatchObject({
      layout: 'parallel-folders',
      pairs: [
        ['lr_0001', 'lr/lr_0001.npy', 'hr/hr_1.npy'],
        ['lr_0002', 'lr/lr_0002.npy', 'hr/hr_2.npy'],
      ],
    })
  })

  it('by their numbers where the names differ altogether', () => {
    expect(pairsOf('LR/cutout_3.fits', 'LR/cutout_4.fits', 'HR/lens_4.fits', 'HR/lens_3.fits').pairs).toEqual([
      ['cutout_3', 'LR/cutout_3.fits', 'HR/lens_3.fits'],
      ['cutout_4', 'LR/cutout_4.fits', 'HR/lens_4.fits'],
    ])
  })

  it('as the one pair of a ground and a space telescope', () => {
    expect(pairsOf('Raw.npy', 'Gold.npy', 'prediction.npy')).toEqual({
      layout: 'pair',
      pairs: [['Raw', 'Raw.npy', 'Gold.npy']],
      unpaired: ['prediction.npy'],
    })
  })

  it('in two folders whose names say nothing, for their sizes to tell', () => {
    expect(pairsOf('a/1.npy', 'a/2.npy', 'b/1.npy', 'b/2.npy')).toMatchObject({ layout: 'undecided', unpaired: [] })
  })

  it('and what has no partner is named with the reason', () => {
    const files = at('LR/sample1.npy', 'LR/sample2.npy', 'HR/sample1.npy', 'HR/sample9.npy')
    const { pairs, unpaired } = layoutByNames(files, root)
    expect(pairs).toHaveLength(1)
    expect(unpaired).toEqual([
      { file: '/data/LR/sample2.npy', reason: 'There is no HR image of the name "sample2".' },
      { file: '/data/HR/sample9.npy', reason: 'There is no LR image of the name "sample9".' },
    ])
  })

  it('but never by a name that two files share', () => {
    const { pairs, unpaired } = layoutByNames(at('LR/lens_01.npy', 'LR/lens_1.npy', 'HR/lens_1.npy'), root)
    expect(pairs).toEqual([])
    expect(unpaired.map(({ file }) => file)).toContain('/data/HR/lens_1.npy')
  })
})

describe('images of one side', () => {
  it('in a folder HR are there to make LR from', () => {
    expect(pairsOf('HR/a.fits', 'HR/b.fits.gz')).toMatchObject({
      layout: 'hr-only',
      pairs: [
        ['a', null, 'HR/a.fits'],
        ['b', null, 'HR/b.fits.gz'],
      ],
    })
  })

  it('in a folder LR are there to be super-resolved', () => {
    expect(pairsOf('LR/a.fits').layout).toBe('lr-only')
  })

  it('do not become LR or HR by a survey that one of them names', () => {
    expect(pairsOf('psf_HST.fits', 'lens/a.fits', 'lens/b.fits')).toMatchObject({ layout: 'hr-only', unpaired: [] })
  })
})
