import { PNG } from 'pngjs'
import { describe, expect, it } from 'vitest'
import { curveSvg } from '../../../../main/services/export/curve.ts'
import { escapeHtml, htmlTable } from '../../../../main/services/export/html.ts'
import { fileStem } from '../../../../main/services/export/outputFolder.ts'
import { panelPng } from '../../../../main/services/export/panel.ts'
import { drawText, textSize } from '../../../../main/services/export/pixelFont.ts'

describe('a report', () => {
  it('lets no name become markup', () => {
    expect(escapeHtml('<script>"&\'')).toBe('&#60;script&#62;&#34;&#38;&#39;')
    const table = htmlTable([{ name: '<b>' }], [{ title: '<i>', cell: row => row.name }])
    expect(table).not.toMatch(/<[bi]>/)
    expect(curveSvg({ title: '<x>', xTitle: '', x: [0, 1], y: [1, 2] })).not.toContain('<x>')
  })

  it('draws a curve through every finite point, and says where there is none', () => {
    const svg = curveSvg({
      title: 'Loss',
      xTitle: 'step',
      x: [0, 1, 2, 3],
      y: [1, 0.1, Number.NaN, 0.001],
      logarithmic: true,
    })
    expect(svg.match(/[ML][\d.]+ [\d.]+/g)).toHaveLength(3)
    expect(curveSvg({ title: 'Loss', xTitle: 'step', x: [], y: [] })).toContain('too few points')
  })
})

describe('a panel', () => {
  const ramp = (side: number) => ({
    width: side,
    height: side,
    data: Float32Array.from({ length: side * side }, (_, i) => Math.floor(i / side)),
  })

  it('shows row 0 at the bottom, images of any size alike, and residuals around a dark zero', () => {
    const image = ramp(16)
    const zero = { ...image, data: new Float32Array(256) }
    const png = PNG.sync.read(
      Buffer.from(
        panelPng(
          [
            { title: 'LR', caption: '', image: ramp(8) },
            { title: 'HR', caption: '40.00 dB', image },
            { title: 'SR - HR', caption: '', image: zero, residual: true },
          ],
          image,
        ),
      ),
    )
    const tile = (png.width - 8) / 3
    const brightness = (x: number, y: number) => {
      const at = (Math.round(y) * png.width + Math.round(x)) * 4
      return png.data[at] + png.data[at + 1] + png.data[at + 2]
    }
    const middle = (n: number) => 8 + n * tile + 128
    const top = 8 + 22
    expect(brightness(middle(1), top + 4)).toBeGreaterThan(brightness(middle(1), top + 250) + 200)
    expect(brightness(middle(2), top + 128)).toBeLessThan(180)
  })

  it('labels in letters that differ from each other', () => {
    const drawn = (text: string) => {
      const lit: string[] = []
      drawText(text, 1, (x, y) => lit.push(`${x},${y}`))
      return lit.join(' ')
    }
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,:-+=/%()'
    expect(new Set([...letters].map(drawn)).size).toBe(letters.length)
    expect(drawn('a')).toBe(drawn('A'))
    expect(textSize('AB', 2)).toEqual({ width: 22, height: 14 })
  })
})

describe('a file name from a name', () => {
  it('is safe on every system', () => {
    expect(['Cosmic Horseshoe', '../../etc/passwd', 'é:*?', '', '..'].map(fileStem)).toEqual([
      'Cosmic-Horseshoe',
      'etc-passwd',
      'e',
      'unnamed',
      'unnamed',
    ])
  })
})
