import { describe, expect, it } from 'vitest'
import { linesWith } from '../../../../renderer/features/view/headerLines.ts'
import {
  decodeAddress,
  encodeAddress,
  toggled,
  viewPath,
  withoutFile,
} from '../../../../renderer/features/view/viewAddress.ts'

const plane = (file: number, image: number, index = 0) => ({ file, image, plane: index })

describe('the address of open files', () => {
  it('is read back as it was written, and leaves the look of the view alone', () => {
    const address = { files: ['/data/a b.fits', '/data/ä&c.npy'], shown: [plane(0, 1), plane(1, 0, 12)] }
    const query = encodeAddress(address, new URLSearchParams({ stretch: 'log', upload: 'gone' }))
    expect(decodeAddress(new URLSearchParams(query.toString()))).toEqual(address)
    expect(query.get('stretch')).toBe('log')
    expect(query.has('upload')).toBe(false)
  })

  it('without a choice shows what the files suggest, each with limits of its own', () => {
    const query = new URL(viewPath(['/a.fits']), 'http://subarc').searchParams
    expect(decodeAddress(query)).toEqual({ files: ['/a.fits'], shown: null })
    expect(query.get('own')).toBe('1')
  })

  it('opens whatever is absurd in it', () => {
    const query = new URLSearchParams([
      ['file', '/a.fits'],
      ['file', ''],
      ['show', '0.1.0,1.0.0,0.x.0,-1.0.0,0.2,0.3.4'],
    ])
    expect(decodeAddress(query)).toEqual({ files: ['/a.fits'], shown: [plane(0, 1), plane(0, 3, 4)] })
  })

  it('keeps what is shown of the other files when one is closed', () => {
    const address = { files: ['/a', '/b', '/c'], shown: [plane(0, 0), plane(1, 1), plane(2, 2, 3)] }
    expect(withoutFile(address, 1)).toEqual({ files: ['/a', '/c'], shown: [plane(0, 0), plane(1, 2, 3)] })
  })
})

it('an image is shown behind the others, and not any more at the second time', () => {
  const shown = toggled([plane(0, 1)], 1, 4)
  expect(shown).toEqual([plane(0, 1), plane(1, 4)])
  expect(toggled(shown, 0, 1)).toEqual([plane(1, 4)])
})

it('cards are found by any of their words, in any order', () => {
  const cards = ['NAXIS1  =   100 / pixels a row', "TELESCOP= 'HST     '"]
  expect(linesWith(cards, 'row naxis')).toEqual([cards[0]])
  expect(linesWith(cards, 'hst')).toEqual([cards[1]])
  expect(linesWith(cards, ' ')).toEqual(cards)
})
