import { describe, expect, it } from 'vitest'
import { plural } from '../../../renderer/text/plural.ts'
import {
  formatBytes,
  formatCount,
  formatDuration,
  formatFixed,
  formatMoment,
  formatNumber,
  formatQuantity,
  formatSize,
} from '../../../renderer/ui/format.ts'

describe('what is shown of numbers', () => {
  it('shows the unknown as a hyphen and never as 0', () => {
    expect([
      formatNumber(null),
      formatNumber(Number.NaN),
      formatQuantity(undefined, 'arcsec'),
      formatFixed(null, 2),
      formatCount(undefined),
      formatDuration(null),
      formatBytes(null),
      formatMoment('not a date'),
      formatSize(null),
    ]).toEqual(Array(9).fill('-'))
  })
  it('keeps four significant digits, and powers of ten where figures would hide the size', () => {
    expect([0, 0.168, 33.604, 1234.5, 99999, 123456, -8.08e-5, 1e-300].map(value => formatNumber(value))).toEqual([
      '0',
      '0.168',
      '33.6',
      '1235',
      '1.00e5',
      '1.23e5',
      '-8.08e-5',
      '1.00e-300',
    ])
  })
  it('says durations in two parts at most', () => {
    expect([0.4, 45, 200, 7500, 273_600].map(formatDuration)).toEqual([
      '< 1 s',
      '45 s',
      '3 min 20 s',
      '2 h 05 min',
      '3 d 4 h',
    ])
  })
  it('counts bytes as disks do', () => {
    expect([0, 999, 1000, 112_000_000, 1.5e13].map(formatBytes)).toEqual(['0 B', '999 B', '1 kB', '112 MB', '15 TB'])
  })
  it('says one image and 1,000 images', () => {
    expect([plural(1, 'image'), plural(1000, 'image')]).toEqual(['1 image', '1,000 images'])
  })
})
