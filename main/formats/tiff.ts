import { AppError } from '../domain/errors.ts'
import type { FloatImage } from '../domain/image.ts'
import type { ByteSource } from './byteSource.ts'
import { checkPlane, toFloat32 } from './imageArray.ts'
import { MAX_DEFLATE_RATIO, MAX_IMAGE_PIXELS } from './limits.ts'

type Tiff = Awaited<ReturnType<typeof import('geotiff')['fromArrayBuffer']>>
type Page = Awaited<ReturnType<Tiff['getImage']>>

/** What the pages of a TIFF file are; those of another size than the first (previews) are left out. */
export interface TiffLayout {
  readonly planes: number
  readonly width: number
  readonly height: number
  /** NumPy's name of the type. */
  readonly dtype: string
}

const MAX_PAGES = 10_000

/** Compressions that lose nothing, by their number in the standard: none, LZW, Deflate (two numbers), PackBits. */
const LOSSLESS = [1, 5, 8, 32946, 32773]

/** Photometric interpretation "white is zero": the values run the wrong way. */
const WHITE_IS_ZERO = 0

const TYPE_NAMES = ['uint', 'uint', 'int', 'float'] as const

/** The size of a TIFF's images, from its directories alone. Errors as for `readTiff`. */
export async function tiffLayout(source: ByteSource): Promise<TiffLayout> {
  return reading(async () => layoutOf(await pagesOf(source)))
}

/**
 * One page of a TIFF file (TIFF 6.0, classic or BigTIFF), integers of 8 to 32 bits or floats of 16 to 64. The file's
 * row 0 is the top of the picture, so rows are turned: row 0 of the image is its bottom row.
 *
 * Errors: `bad-input` (damaged, cut short, no such page), `unsupported` (colours, lossy compression, too large).
 */
export async function readTiff(source: ByteSource, plane: number): Promise<TiffLayout & { image: FloatImage }> {
  return reading(async () => {
    const pages = await pagesOf(source)
    const layout = layoutOf(pages)
    const page = pages[checkPlane(plane, layout.planes)]
    checkClaim(page, source)
    const [values] = await page.readRasters({ interleave: false })
    if (typeof values === 'number') throw damaged()
    return { ...layout, image: turned(values, layout) }
  })
}

function turned(values: ArrayLike<number>, { width, height }: TiffLayout): FloatImage {
  // Only values of double precision may be beyond what single precision holds.
  const data = values instanceof Float64Array ? new Float64Array(values.length) : new Float32Array(values.length)
  for (let y = 0; y < height; y++) {
    const from = (height - 1 - y) * width
    for (let x = 0; x < width; x++) data[y * width + x] = values[from + x]
  }
  return { width, height, data: data instanceof Float64Array ? toFloat32(data) : data }
}

/** The pages of the first one's size, in the file's order. */
async function pagesOf(source: ByteSource): Promise<Page[]> {
  const { GeoTIFF } = await import('geotiff')
  const tiff = await GeoTIFF.fromSource({
    fileSize: source.size,
    fetch: async slices => Promise.all(slices.map(slice => bytesOf(source, slice))),
    fetchSlice: async slice => ({ ...slice, data: await bytesOf(source, slice) }),
    close: async () => undefined,
  })
  const pages: Page[] = []
  for (let index = 0; index < MAX_PAGES; index++) {
    const page = await nextPage(tiff, index)
    if (page === undefined) break
    const first = pages[0] ?? page
    if (page.getWidth() === first.getWidth() && page.getHeight() === first.getHeight()) pages.push(page)
  }
  return pages
}

async function nextPage(tiff: Tiff, index: number): Promise<Page | undefined> {
  try {
    return await tiff.getImage(index)
  } catch (error) {
    if (index > 0 && error instanceof Error && /No image at index/.test(error.message)) return undefined
    throw error
  }
}

/** The library reads ahead of what it needs, so a range may end behind the file. */
async function bytesOf(source: ByteSource, { offset, length }: { offset: number; length: number }) {
  if (offset > source.size) throw damaged()
  const bytes = await source.read(offset, Math.min(length, source.size - offset))
  return new Uint8Array(bytes).buffer
}

function layoutOf(pages: readonly Page[]): TiffLayout {
  const [page] = pages
  const width = page.getWidth()
  const height = page.getHeight()
  if (!(width >= 1 && height >= 1)) throw damaged()
  if (width * height > MAX_IMAGE_PIXELS)
    throw new AppError('unsupported', `The TIFF is ${width} x ${height}; the limit is ${MAX_IMAGE_PIXELS} pixels.`)
  const samples = page.getSamplesPerPixel()
  if (samples !== 1 || page.fileDirectory.getValue('PhotometricInterpretation') === WHITE_IS_ZERO)
    throw new AppError(
      'unsupported',
      `The TIFF is a picture (${samples === 1 ? 'white is zero' : `${samples} values a pixel`}), not a measurement. Save one band as float32.`,
      { samples },
    )
  const compression = page.fileDirectory.getValue('Compression') ?? 1
  if (!LOSSLESS.includes(compression))
    throw new AppError(
      'unsupported',
      `The TIFF is compressed by method ${compression}, which is not read. Save it with LZW, Deflate or no compression.`,
      { compression },
    )
  return { planes: pages.length, width, height, dtype: typeName(page) }
}

function typeName(page: Page): string {
  const bits = page.getBitsPerSample()
  const format = TYPE_NAMES[page.getSampleFormat() ?? 1]
  if (format !== undefined && (format === 'float' ? [16, 32, 64] : [8, 16, 32]).includes(bits))
    return `${format}${bits}`
  throw new AppError('unsupported', `The TIFF has ${bits}-bit values of a kind that is not read. Save it as float32.`)
}

/** No lossless compression that is read shrinks by more than Deflate, so a claim beyond it is refused unread. */
function checkClaim(page: Page, source: ByteSource): void {
  const bytes = page.getWidth() * page.getHeight() * (page.getBitsPerSample() / 8)
  const plain = (page.fileDirectory.getValue('Compression') ?? 1) === 1
  if (bytes > source.size * (plain ? 1 : MAX_DEFLATE_RATIO)) throw damaged()
  const block = page.getTileWidth() * page.getTileHeight()
  if (!(block <= Math.max(4 * page.getWidth() * page.getHeight(), 2 ** 22))) throw damaged()
}

function damaged(): AppError {
  return new AppError('bad-input', 'The TIFF file is damaged or cut short. Copy or download it again.')
}

async function reading<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read()
  } catch (error) {
    if (error instanceof AppError) throw error
    const reason = error instanceof Error ? error.message : String(error)
    throw new AppError('bad-input', damaged().message, { reason }, error)
  }
}
