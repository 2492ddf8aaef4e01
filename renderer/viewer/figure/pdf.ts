import { zlibSync } from 'fflate'
import type { PathStep } from '../measure/outline.ts'
import { helveticaWidth, winAnsi } from './helvetica.ts'
import type { Figure, FigureItem, TextItem } from './items.ts'
import type { Raster } from './raster.ts'

/** Points a CSS pixel: 72 to the inch against 96. */
const POINTS = 0.75

const n = (value: number) => String(Number(value.toFixed(3)))

/** '#rrggbb' as PDF's numbers. */
const rgb = (color: string) => [1, 3, 5].map(at => n(Number.parseInt(color.slice(at, at + 2), 16) / 255)).join(' ')

/** A string as PDF's hexadecimal one: no character needs an escape. */
const hexString = (bytes: readonly number[]) => `<${bytes.map(b => b.toString(16).padStart(2, '0')).join('')}>`

/** UTF-16BE with its mark, for titles (PDF 1.7, 7.9.2.2). */
const unicodeString = (text: string) =>
  hexString([
    0xfe,
    0xff,
    ...[...Array(text.length).keys()].flatMap(i => [text.charCodeAt(i) >> 8, text.charCodeAt(i) & 255]),
  ])

/**
 * A figure as a PDF file of one page (PDF 1.7, ISO 32000-1): text stays text in Helvetica, which every reader has,
 * lines stay lines, and images keep their pixels one by one. Letters that Helvetica's encoding lacks become question
 * marks: `isInWinAnsi` tells beforehand.
 */
export function figurePdf(figure: Figure): Uint8Array {
  const rasters: Raster[] = []
  const content = figure.items.map(item => drawing(item, rasters)).join('\n')
  const [width, height] = [figure.width * POINTS, figure.height * POINTS]
  // The page's origin goes to the upper left, y downwards, CSS pixels.
  const page = `q ${POINTS} 0 0 -${POINTS} 0 ${n(height)} cm\n${content}\nQ`
  const firstImage = 7
  const images = rasters.map((_, i) => `/Im${i} ${firstImage + i} 0 R`).join(' ')
  const fonts = '/Font << /F0 5 0 R /F1 6 0 R >>'
  const font = (name: string) => dictionary(`/Type /Font /Subtype /Type1 /BaseFont /${name} /Encoding /WinAnsiEncoding`)
  return assemble(
    [
      dictionary('/Type /Catalog /Pages 2 0 R'),
      dictionary('/Type /Pages /Kids [3 0 R] /Count 1'),
      dictionary(
        `/Type /Page /Parent 2 0 R /MediaBox [0 0 ${n(width)} ${n(height)}] /Contents 4 0 R /Resources << ${fonts} /XObject << ${images} >> >>`,
      ),
      stream('', bytesOf(page)),
      font('Helvetica'),
      font('Helvetica-Bold'),
      ...rasters.map(raster =>
        stream(
          `/Type /XObject /Subtype /Image /Width ${raster.width} /Height ${raster.height} /ColorSpace /DeviceRGB /BitsPerComponent 8 /Interpolate false`,
          raster.rgb,
        ),
      ),
    ],
    `/Title ${unicodeString(figure.title)} /Creator ${unicodeString('Subarc')}`,
  )
}

function drawing(item: FigureItem, rasters: Raster[]): string {
  switch (item.kind) {
    case 'rect':
      return `${rgb(item.color)} rg ${rectangle(item)} f`
    case 'raster': {
      if (item.raster.width * item.raster.height === 0) return ''
      rasters.push(item.raster)
      // An image's own rows run upwards in its unit square.
      const place = `${n(item.width)} 0 0 -${n(item.height)} ${n(item.x)} ${n(item.y + item.height)}`
      return `q ${place} cm /Im${rasters.length - 1} Do Q`
    }
    case 'path': {
      const dash = item.dash ? `[${item.dash.map(n).join(' ')}] 0 d` : '[] 0 d'
      return `${rgb(item.color)} RG ${n(item.width)} w ${dash} ${item.steps.map(pathStep).join(' ')} S`
    }
    case 'text':
      return text(item)
    case 'clip':
      return `q ${rectangle(item)} W n\n${item.items.map(inside => drawing(inside, rasters)).join('\n')}\nQ`
  }
}

const rectangle = ({ x, y, width, height }: { x: number; y: number; width: number; height: number }) =>
  `${n(x)} ${n(y)} ${n(width)} ${n(height)} re`

function pathStep(step: PathStep): string {
  if (step.kind === 'close') return 'h'
  const to = `${n(step.to.x)} ${n(step.to.y)}`
  if (step.kind === 'curve') return `${step.controls.map(c => `${n(c.x)} ${n(c.y)}`).join(' ')} ${to} c`
  return `${to} ${step.kind === 'move' ? 'm' : 'l'}`
}

function text({ text: words, x, y, anchor, size, bold, color, halo }: TextItem): string {
  const width = helveticaWidth(words, size)
  const left = anchor === 'start' ? x : anchor === 'middle' ? x - width / 2 : x - width
  const letters = `BT /F${bold ? 1 : 0} ${n(size)} Tf 1 0 0 -1 ${n(left)} ${n(y)} Tm`
  const shown = `${hexString(winAnsi(words))} Tj ET`
  const around = halo ? `${rgb(halo)} RG 2.5 w [] 0 d 1 J 1 j ${letters} 1 Tr ${shown}\n` : ''
  return `${around}${rgb(color)} rg ${letters} 0 Tr ${shown}`
}

const bytesOf = (latin: string) => Uint8Array.from(latin, c => c.charCodeAt(0))

const dictionary = (entries: string): Uint8Array => bytesOf(`<< ${entries} >>`)

function stream(entries: string, data: Uint8Array): Uint8Array {
  const packed = zlibSync(data)
  const head = bytesOf(`<< ${entries} /Filter /FlateDecode /Length ${packed.length} >>\nstream\n`)
  return joined([head, packed, bytesOf('\nendstream')])
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

/** Objects numbered from 1, the table of where they lie, and what the file is (PDF 1.7, 7.5). */
function assemble(objects: readonly Uint8Array[], info: string): Uint8Array {
  // The comment's bytes tell programs that the file is not text.
  const parts: Uint8Array[] = [bytesOf('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n')]
  let length = parts[0].length
  const offsets: number[] = []
  const numbered = [...objects, dictionary(info)]
  numbered.forEach((object, i) => {
    offsets.push(length)
    const whole = joined([bytesOf(`${i + 1} 0 obj\n`), object, bytesOf('\nendobj\n')])
    parts.push(whole)
    length += whole.length
  })
  const entries = offsets.map(offset => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')
  const count = numbered.length + 1
  const table = `xref\n0 ${count}\n0000000000 65535 f \n${entries}`
  const trailer = `trailer\n<< /Size ${count} /Root 1 0 R /Info ${count - 1} 0 R >>\nstartxref\n${length}\n%%EOF\n`
  return joined([...parts, bytesOf(table + trailer)])
}
