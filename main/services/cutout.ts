import { AppError } from '../domain/errors.ts'
import type { FloatImage } from '../domain/image.ts'
import type { PixelRect } from '../domain/pyramid.ts'
import { cutoutCards } from '../domain/wcs/index.ts'
import { buildCards, commentaryCards } from '../formats/fits/cardBuilder.ts'
import { writeFitsImage } from '../formats/fits/write.ts'
import type { ServiceContext } from './context.ts'
import { type ImageAnswer, wholeNumber } from './pixels.ts'

/** Part of an image as a FITS file of its own, with the image's values and its header on the new grid. */
export async function serveCutout(context: ServiceContext, ref: string, request: Request): Promise<Response> {
  const answer = await context.images.image(ref)
  const asked = rectInAddress(new URL(request.url).searchParams)
  const whole = answer.size === undefined ? await answer.read() : null
  const rect = within(asked, whole ?? answer.size ?? asked)
  const image = whole ? cut(whole, rect) : await answer.readPart?.(rect)
  if (image === undefined) throw new AppError('unsupported', 'No cutout can be made of this image.', { ref })
  const { cards, warnings } = await headerOf(answer, rect)
  const { x, y, width, height } = rect
  const history = [
    `Cutout by Subarc ${context.version}: ${width} x ${height} pixels, the lower left one is (${x + 1}, ${y + 1}).`,
    ...warnings.map(warning => `WARNING: ${warning}`),
  ]
  const date = buildCards('DATE', context.now().toISOString().slice(0, 19), 'when this file was written (UTC)')
  const bytes = writeFitsImage({
    image,
    cards,
    extraCards: [...date, ...history.flatMap(line => commentaryCards('HISTORY', line))],
  })
  return new Response(new Uint8Array(bytes), {
    headers: {
      'content-type': 'application/fits',
      'content-disposition': 'attachment; filename="cutout.fits"',
      'cache-control': 'no-store',
    },
  })
}

function rectInAddress(query: URLSearchParams): PixelRect {
  const number = (name: string) => wholeNumber(query.get(name) ?? undefined)
  return { x: number('x'), y: number('y'), width: number('width'), height: number('height') }
}

/** The part that lies in the image. Throws `bad-input` where there is none. */
function within(asked: PixelRect, size: { readonly width: number; readonly height: number }): PixelRect {
  const width = Math.min(asked.width, size.width - asked.x)
  const height = Math.min(asked.height, size.height - asked.y)
  if (width >= 1 && height >= 1) return { x: asked.x, y: asked.y, width, height }
  throw new AppError(
    'bad-input',
    `The cutout of ${asked.width} x ${asked.height} pixels at (${asked.x}, ${asked.y}) holds no pixel of this image, which has ${size.width} x ${size.height}.`,
    { ...asked },
  )
}

function cut(image: FloatImage, { x, y, width, height }: PixelRect): FloatImage {
  const data = new Float32Array(width * height)
  for (let row = 0; row < height; row++) {
    const start = (y + row) * image.width + x
    data.set(image.data.subarray(start, start + width), row * width)
  }
  return { width, height, data }
}

/** A header that cannot be moved is left out with a warning: the pixels are good without it. */
async function headerOf(answer: ImageAnswer, rect: PixelRect): Promise<{ cards: string[]; warnings: string[] }> {
  try {
    return cutoutCards((await answer.cards?.()) ?? [], rect)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { cards: [], warnings: [`The image's header was left out. ${error.message}`] }
  }
}
