import { describe, expect, it } from 'vitest'
import { qualityBitsOf, qualityBitsProblem } from '../../../../renderer/features/data/import/qualityBits.ts'
import { describeCounts, describeMaskedShare, nameOfKind } from '../../../../renderer/features/data/planes.ts'

describe('the bits that make a pixel bad', () => {
  it.each([
    ['', null],
    [' 16 ', 16],
    ['0x11', 17],
    ['0xFFFFFFFF', 4294967295],
  ])('are typed as %j', (text, bits) => {
    expect(qualityBitsOf(text)).toBe(bits)
    expect(qualityBitsProblem(text)).toBeNull()
  })

  it.each(['0', '-1', '1.5', 'DO_NOT_USE', '4294967296', '0x1FFFFFFFF'])('are not %j', text => {
    expect(qualityBitsProblem(text)).toMatch(/whole number from 1/)
  })
})

describe('what belongs to the images of a dataset', () => {
  it('is counted a side', () => {
    const dataset = { samples: 30, paired: true }
    expect(describeCounts({ lr: 12, hr: 30 }, dataset)).toBe('12 of 30 LR, all HR')
    expect(describeCounts({ lr: 0, hr: 0 }, dataset)).toBeNull()
    expect(describeCounts({ lr: 30, hr: 0 }, { ...dataset, paired: false })).toBe('all LR')
    expect(describeMaskedShare({ lr: 0.0021, hr: 0.5 })).toBe('0.21 % of the LR pixels, 50 % of the HR pixels')
  })

  it('is named as people see it', () => {
    expect(nameOfKind({ kind: '*', isPart: false })).toBe('All other files')
    expect(nameOfKind({ kind: '[ERR]', isPart: true })).toBe('Extension [ERR]')
    expect(nameOfKind({ kind: 'psf', isPart: false })).toBe('psf')
  })
})
