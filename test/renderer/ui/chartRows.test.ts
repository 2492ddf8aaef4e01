import { describe, expect, it } from 'vitest'
import { chartRows, chartText, thinnedRows } from '../../../renderer/ui/chartRows.ts'

const series = [
  { name: 'loss', x: [1, 2, 3], y: [0.5, 0.25, 0.125] },
  { name: 'PSNR', x: [2, 4], y: [30, 31] },
]

describe('a chart as a table', () => {
  it('has a row for every point of any series, and gaps where a series has none', () => {
    expect(chartRows(series)).toEqual([
      { x: 1, values: [0.5, null] },
      { x: 2, values: [0.25, 30] },
      { x: 3, values: [0.125, null] },
      { x: 4, values: [null, 31] },
    ])
  })

  it('of very many points shows an even choice with both ends', () => {
    const rows = chartRows([{ x: Array.from({ length: 1001 }, (_, i) => i), y: Array.from({ length: 1001 }, () => 0) }])
    expect(thinnedRows(rows, 11).map(row => row.x)).toEqual([0, 100, 200, 300, 400, 500, 600, 700, 800, 900, 1000])
  })

  it('is copied whole, for a spreadsheet', () => {
    expect(chartText(series, 'step')).toBe('step\tloss\tPSNR\n1\t0.5\t\n2\t0.25\t30\n3\t0.125\t\n4\t\t31')
  })
})
