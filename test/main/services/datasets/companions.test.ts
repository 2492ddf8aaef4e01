import { describe, expect, it } from 'vitest'
import type { ImagePart } from '../../../../main/formats/parts.ts'
import { groupFiles } from '../../../../main/services/datasets/companions.ts'
import { assignParts } from '../../../../main/services/datasets/fileParts.ts'
import { noTestData, testData } from '../../../support/testData.ts'

const root = '/data'

/** Images with what belongs to each, and the files that belong to none. */
function grouped(names: readonly string[], chosen = {}) {
  const { images, companions, unpaired } = groupFiles(
    names.map(name => `${root}/${name}`),
    root,
    chosen,
  )
  const short = (path: string) => path.slice(root.length + 1)
  return {
    images: Object.fromEntries(
      images.map(path => [
        short(path),
        (companions.get(path) ?? []).map(({ path: file, role }) => `${role}: ${short(file)}`),
      ]),
    ),
    unpaired: unpaired.map(({ file }) => short(file)),
  }
}

describe('files are grouped by their names', () => {
  it('as lens modelling codes name their inputs', () => {
    expect(grouped(['data.fits', 'noise_map.fits', 'psf.fits', 'mask_extra_galaxies.fits'])).toEqual({
      images: {
        'data.fits': ['error: noise_map.fits', 'psf: psf.fits', 'quality: mask_extra_galaxies.fits'],
      },
      unpaired: [],
    })
    expect(grouped(['obs.fits', 'noise_map.fits', 'psf_kernel.fits']).images).toEqual({
      'obs.fits': ['error: noise_map.fits', 'psf: psf_kernel.fits'],
    })
  })

  it('as the archives name products, each with its own', () => {
    expect(
      grouped(['a_drz_sci.fits', 'a_drz_wht.fits', 'b_drz_sci.fits', 'b_drz_wht.fits', 'b_rms.fits', 'a_dq.fits'])
        .images,
    ).toEqual({
      'a_drz_sci.fits': ['weight: a_drz_wht.fits', 'quality: a_dq.fits'],
      'b_drz_sci.fits': ['weight: b_drz_wht.fits', 'error: b_rms.fits'],
    })
  })

  it('in folders of bands, each with its own', () => {
    const files = ['F150W', 'F277W'].flatMap(band => ['data', 'noise_map', 'psf'].map(name => `${band}/${name}.fits`))
    expect(grouped(files).images).toEqual({
      'F150W/data.fits': ['error: F150W/noise_map.fits', 'psf: F150W/psf.fits'],
      'F277W/data.fits': ['error: F277W/noise_map.fits', 'psf: F277W/psf.fits'],
    })
  })

  it('in folders of roles, by the names of the files', () => {
    expect(grouped(['images/1.npy', 'images/2.npy', 'masks/1.npy', 'noise/2.npy', 'noise/3.npy'])).toEqual({
      images: { 'images/1.npy': ['quality: masks/1.npy'], 'images/2.npy': ['error: noise/2.npy'] },
      unpaired: ['noise/3.npy'],
    })
    expect(grouped(['1.npy', '2.npy', 'masks/1.npy', 'noise/2.npy']).images).toEqual({
      '1.npy': ['quality: masks/1.npy'],
      '2.npy': ['error: noise/2.npy'],
    })
  })

  it('LR to LR and HR to HR', () => {
    expect(
      grouped(['LR/l1.npy', 'LR/l1_err.npy', 'HR/l1.npy', 'HR/l1_mask.npy', 'psf_lr.npy', 'psf_hr.npy']).images,
    ).toEqual({
      'LR/l1.npy': ['error: LR/l1_err.npy', 'psf: psf_lr.npy'],
      'HR/l1.npy': ['quality: HR/l1_mask.npy', 'psf: psf_hr.npy'],
    })
  })

  it('a PSF to every image of its band', () => {
    const files = ['l1_g.fits', 'l1_r.fits', 'l2_g.fits', 'psf_g.fits', 'psf_r.fits']
    expect(grouped(files).images).toEqual({
      'l1_g.fits': ['psf: psf_g.fits'],
      'l2_g.fits': ['psf: psf_g.fits'],
      'l1_r.fits': ['psf: psf_r.fits'],
    })
  })

  it('or as the user chose', () => {
    const files = ['obs.fits', 'noise_map.fits', 'psf.fits', 'other.fits']
    expect(grouped(files, { noise_map: 'ignore', other: 'weight' }).images).toEqual({
      'obs.fits': ['psf: psf.fits', 'weight: other.fits'],
    })
    expect(Object.keys(grouped(files, { psf: 'science' }).images)).toEqual(['obs.fits', 'psf.fits', 'other.fits'])
  })

  it('whatever they are called', () => {
    expect(Object.keys(grouped(['constructor.npy', 'toString.npy', 'b.npy']).images)).toEqual([
      'constructor.npy',
      'toString.npy',
      'b.npy',
    ])
  })

  it('but are images where there would be none', () => {
    expect(Object.keys(grouped(['noise_1.npy', 'noise_2.npy']).images)).toEqual(['noise_1.npy', 'noise_2.npy'])
  })

  it('and what was taken as what is said', () => {
    const files = ['l1.npy', 'l1_err.npy', 'l2.npy', 'l2_err.npy'].map(name => `${root}/${name}`)
    expect(groupFiles(files, root).kinds).toEqual([
      expect.objectContaining({ kind: 'l1', role: 'science', count: 1 }),
      { kind: 'err', role: 'error', reason: '"err" in the name', example: files[1], count: 2, isPart: false },
      expect.objectContaining({ kind: 'l2', role: 'science', count: 1 }),
    ])
    const many = Array.from({ length: 30 }, (_, i) => `${root}/${i}.npy`)
    expect(groupFiles(many, root).kinds).toMatchObject([{ kind: '*', role: 'science', count: 30 }])
  })
})

const part = (name: string, hdu?: number): ImagePart => ({
  choice: hdu === undefined ? { member: name } : { hdu },
  name,
  planes: 1,
  width: 8,
  height: 8,
  cards: [],
  unit: null,
})

const rolesOf = (parts: readonly ImagePart[], chosen = {}) =>
  assignParts('/data/a.fits', parts, chosen).kinds.map(({ kind, role }) => `${kind} ${role}`)

describe('the parts of a file are told by their names', () => {
  it.each([
    ['HST', ['SCI', 'ERR', 'DQ', 'SAMP', 'TIME'], ['science', 'error', 'quality', 'ignore', 'ignore']],
    ['drizzled HST', ['SCI', 'WHT', 'CTX'], ['science', 'weight', 'ignore']],
    [
      'JWST',
      ['SCI', 'ERR', 'CON', 'WHT', 'VAR_POISSON', 'VAR_RNOISE'],
      ['science', 'error', 'ignore', 'weight', 'ignore', 'ignore'],
    ],
    ['Rubin', ['IMAGE', 'MASK', 'VARIANCE'], ['science', 'quality', 'variance']],
    ['plain', ['', '', ''], ['science', 'ignore', 'ignore']],
  ])('%s', (_, names, roles) => {
    const parts = names.map((name, i) => part(name, i + 1))
    expect(assignParts('/data/a.fits', parts).kinds.map(({ role }) => role)).toEqual(roles)
  })

  it('or as the user chose', () => {
    const parts = ['SCI', 'ERR', 'DQ'].map((name, i) => part(name, i + 1))
    expect(rolesOf(parts, { '[DQ]': 'ignore', '[ERR]': 'variance' })).toEqual([
      '[SCI] science',
      '[ERR] variance',
      '[DQ] ignore',
    ])
  })

  it('and arrays that may all be the image are not guessed among', () => {
    expect(() => rolesOf([part('left'), part('right')])).toThrow(/left, right.*\[left\]=science/)
    expect(rolesOf([part('left'), part('right')], { '[right]': 'science' })).toEqual([
      '[left] ignore',
      '[right] science',
    ])
  })
})

describe('a file of the test data', () => {
  it.skipIf(testData === undefined)(`is one of images only where it should be${noTestData}`, () => {
    const { images, unpaired } = grouped(['psf_TinyTim_HST_example.fits', 'CFHTLS_test/g.fits', 'CFHTLS_test/r.fits'])
    expect(Object.keys(images)).toEqual(['CFHTLS_test/g.fits', 'CFHTLS_test/r.fits'])
    expect(unpaired).toEqual(['psf_TinyTim_HST_example.fits'])
  })
})
