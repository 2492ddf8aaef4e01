import { FitsStructure } from 'fits-reader/dist/fits-structure.js'
import { bytesSource } from '../../../main/formats/byteSource.ts'
import { openFits } from '../../../main/formats/fits/file.ts'
import { checkReadable, readPixels } from '../../../main/formats/fits/pixels.ts'

/** What a reader finds in one HDU: the shape in C order, and the values where it holds an image with pixels. */
export interface ReadHdu {
  readonly shape: readonly number[]
  readonly pixels: Float64Array | undefined
}

/** Reads all images of a file; throws where the reader refuses the file or cannot do it. */
export interface FitsReaderUnderTest {
  readonly name: string
  readonly criterion: string
  read(bytes: Buffer): Promise<ReadHdu[]>
}

const product = (shape: readonly number[]): number => shape.reduce((all, length) => all * length, 1)

const subarc: FitsReaderUnderTest = {
  name: 'Subarc',
  criterion: 'as it is',
  async read(bytes) {
    const file = await openFits(bytesSource(bytes))
    return Promise.all(
      file.hdus.map(async hdu => {
        const isImage = hdu.type === 'primary' || hdu.type === 'image' || hdu.type === 'compressed'
        if (isImage) checkReadable(file, hdu)
        const hasPixels = isImage && hdu.shape.length > 0 && !hdu.shape.includes(0)
        return { shape: hdu.shape, pixels: hasPixels ? await readPixels(file, hdu) : undefined }
      }),
    )
  },
}

/** fits-reader gives the stored numbers; its user scales them by the header. */
const fitsReader: FitsReaderUnderTest = {
  name: 'fits-reader 0.0.8',
  criterion: 'the npm package; its numbers scaled by BSCALE and BZERO where it gives their values',
  async read(bytes) {
    const structures: FitsStructure[] = []
    for (let next: FitsStructure | undefined = new FitsStructure(bytes); next; next = next.getNextStructure())
      structures.push(next)
    return structures.map(structure => {
      const shape = Array.from({ length: structure.numAxis() }, (_, i) => structure.sizeAxis(i + 1)).toReversed()
      const extension = structure.getHeaderMap().get('XTENSION')
      if (shape.length === 0 || shape.includes(0) || (extension !== undefined && !structure.isImage()))
        return { shape, pixels: undefined }
      const header = (keyword: string, missing: number) => Number(structure.getHeaderMap().get(keyword) ?? missing)
      const [scale, zero] = [header('BSCALE', 1), header('BZERO', 0)]
      const stored = structure.getDataValues().slice(0, product(shape))
      return { shape, pixels: Float64Array.from(stored, value => zero + scale * value) }
    })
  },
}

const PLAIN_VALUES: Record<number, (view: DataView, at: number) => number> = {
  8: (view, at) => view.getUint8(at),
  16: (view, at) => view.getInt16(at),
  32: (view, at) => view.getInt32(at),
  64: (view, at) => Number(view.getBigInt64(at)),
  [-32]: (view, at) => view.getFloat32(at),
  [-64]: (view, at) => view.getFloat64(at),
}

/** What a reader of a few dozen lines does, as many programs carry one: the standard's plain images and nothing else. */
const plain: FitsReaderUnderTest = {
  name: 'a plain reader',
  criterion:
    'fixed-format cards, the primary HDU and IMAGE extensions, every BITPIX, BSCALE and BZERO in double precision; no BLANK, no compression, no packed files, no checks',
  async read(bytes) {
    const hdus: ReadHdu[] = []
    let at = 0
    while (at < bytes.length) {
      const cards = new Map<string, string>()
      let keyword = ''
      for (; keyword !== 'END'; at += 80) {
        if (at >= bytes.length) throw new Error('no END card')
        const card = bytes.toString('latin1', at, at + 80)
        keyword = card.slice(0, 8).trim()
        if (card.slice(8, 10) === '= ') cards.set(keyword, card.slice(10, 30).trim())
      }
      at = Math.ceil(at / 2880) * 2880
      const number = (name: string, missing: number) => Number(cards.get(name) ?? missing)
      const shape = Array.from({ length: number('NAXIS', 0) }, (_, i) => number(`NAXIS${i + 1}`, 0)).toReversed()
      const size = Math.abs(number('BITPIX', 8)) / 8
      const isImage = !cards.has('XTENSION') || cards.get('XTENSION')?.startsWith("'IMAGE") === true
      const count = shape.length === 0 ? 0 : product(shape)
      const get = PLAIN_VALUES[number('BITPIX', 8)]
      const view = new DataView(bytes.buffer, bytes.byteOffset + at, Math.min(count * size, bytes.length - at))
      const [scale, zero] = [number('BSCALE', 1), number('BZERO', 0)]
      const value = (_: unknown, i: number) => zero + scale * get(view, i * size)
      hdus.push({ shape, pixels: isImage && count > 0 ? Float64Array.from({ length: count }, value) : undefined })
      at += Math.ceil(((count + number('PCOUNT', 0)) * size) / 2880) * 2880
    }
    return hdus
  },
}

export const READERS = [subarc, fitsReader, plain]
