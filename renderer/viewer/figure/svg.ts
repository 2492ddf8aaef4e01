import { pathData } from '../measure/outline.ts'
import { type Figure, type FigureItem, FONT } from './items.ts'
import type { Raster } from './raster.ts'

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
}

/** Text that is safe in SVG; characters that XML forbids are left out. */
const escaped = (text: string) =>
  text
    .replaceAll(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
    .replaceAll(/[&<>"']/g, c => ESCAPES[c])

const n = (value: number) => String(Number(value.toFixed(3)))

const box = ({ x, y, width, height }: { x: number; y: number; width: number; height: number }) =>
  `x="${n(x)}" y="${n(y)}" width="${n(width)}" height="${n(height)}"`

/**
 * A figure as an SVG file: text stays text, images are embedded pixel by pixel.
 *
 * @param address of a raster, as an address that stands for itself (data:)
 */
export function figureSvg(figure: Figure, address: (raster: Raster) => string): string {
  let clips = 0
  const write = (item: FigureItem): string => {
    switch (item.kind) {
      case 'rect':
        return `<rect ${box(item)} fill="${item.color}"/>`
      case 'raster':
        return `<image ${box(item)} preserveAspectRatio="none" style="image-rendering:pixelated" href="${address(item.raster)}"/>`
      case 'path': {
        const dash = item.dash ? ` stroke-dasharray="${item.dash.map(n).join(' ')}"` : ''
        return `<path d="${pathData(item.steps)}" fill="none" stroke="${item.color}" stroke-width="${n(item.width)}"${dash}/>`
      }
      case 'text': {
        const halo = item.halo ? ` stroke="${item.halo}" stroke-width="2.5" paint-order="stroke"` : ''
        const weight = item.bold ? ' font-weight="bold"' : ''
        const place = `x="${n(item.x)}" y="${n(item.y)}" text-anchor="${item.anchor}" font-size="${n(item.size)}"`
        return `<text ${place}${weight} fill="${item.color}"${halo}>${escaped(item.text)}</text>`
      }
      case 'clip': {
        const id = `clip${++clips}`
        const inside = item.items.map(write).join('\n')
        return `<clipPath id="${id}"><rect ${box(item)}/></clipPath>\n<g clip-path="url(#${id})">\n${inside}\n</g>`
      }
    }
  }
  const size = `width="${n(figure.width)}" height="${n(figure.height)}" viewBox="0 0 ${n(figure.width)} ${n(figure.height)}"`
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<svg xmlns="http://www.w3.org/2000/svg" ${size} font-family="${escaped(FONT)}">`,
    ...(figure.title === '' ? [] : [`<title>${escaped(figure.title)}</title>`]),
    ...figure.items.map(write),
    '</svg>',
    '',
  ].join('\n')
}
