import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { Readable } from 'node:stream'
import { HEIGHT_HEADER, WIDTH_HEADER } from '../contract/images.ts'
import { AppError } from '../domain/errors.ts'
import type { FloatImage } from '../domain/image.ts'
import type { PixelRect } from '../domain/pyramid.ts'
import { fileError } from '../formats/fileErrors.ts'
import { renderThumbnail } from './thumbnail.ts'
import type { ThumbnailCache } from './thumbnailCache.ts'

/** An image that an address stands for; read only where the client does not have it already. */
export interface ImageAnswer {
  /** Changes when the pixels do: a content hash, or the ids and step that made them. */
  readonly tag: string
  /** The pixels of this address can never change. */
  readonly immutable: boolean
  read(): Promise<FloatImage>
  /** For thumbnails, where it is not the same: without the pixels that do not count. */
  readThumbnail?(): Promise<FloatImage>
  /** Raw FITS cards that hold for the image's own grid; none where its file has none or is gone. */
  cards?(): Promise<readonly string[]>
  /** A part, where it is read without the rest. Zero-based, origin lower left, within the image. */
  readPart?(rect: PixelRect): Promise<FloatImage>
  /** The whole image's size, where `read` gives something smaller. */
  readonly size?: { readonly width: number; readonly height: number }
}

/** A file that the core wrote, to be downloaded. */
export interface FileAnswer {
  readonly path: string
  readonly type: string
  /** Name for the user; by default the file's own. */
  readonly name?: string
}

/** The parts of an address behind its kind: for `dataset/ds-1/0/lr` these are `ds-1`, `0`, `lr`. */
type Answerer<T> = (parts: readonly string[]) => Promise<T>

/** Which image and file addresses there are. A kind is the first part of an address. */
export interface ImageRoutes {
  addImages(kind: string, answer: Answerer<ImageAnswer>): void
  addFiles(kind: string, answer: Answerer<FileAnswer>): void
  image(ref: string): Promise<ImageAnswer>
  file(ref: string): Promise<FileAnswer>
}

export function createImageRoutes(): ImageRoutes {
  const images = new Map<string, Answerer<ImageAnswer>>()
  const files = new Map<string, Answerer<FileAnswer>>()
  const find = <T>(known: Map<string, Answerer<T>>, ref: string): Promise<T> => {
    const [kind = '', ...parts] = ref.split('/')
    const answer = known.get(kind)
    if (answer === undefined) throw new AppError('not-found', `There is nothing at ${ref.slice(0, 200)}.`)
    return answer(parts)
  }
  return {
    addImages: (kind, answer) => {
      images.set(kind, answer)
    },
    addFiles: (kind, answer) => {
      files.set(kind, answer)
    },
    image: async ref => find(images, ref),
    file: async ref => find(files, ref),
  }
}

/** A part of an address that must be a whole number from 0 on. Throws `bad-input`. */
export function wholeNumber(part: string | undefined): number {
  if (part !== undefined && /^\d{1,9}$/.test(part)) return Number(part)
  throw new AppError('bad-input', `${JSON.stringify(part ?? '')} in an image's address must be a whole number.`)
}

/** float32 little-endian, row 0 at the bottom, the size in the headers. */
export async function servePixels(routes: ImageRoutes, ref: string, request: Request): Promise<Response> {
  const answer = await routes.image(ref)
  return cached(request, answer, 'pixels', async () => {
    const { width, height, data } = await answer.read()
    return {
      body: bytesOf(data),
      headers: {
        'content-type': 'application/octet-stream',
        [WIDTH_HEADER]: String(width),
        [HEIGHT_HEADER]: String(height),
      },
    }
  })
}

const defaultThumbnail = 96
const maxThumbnail = 512

/** An 8-bit PNG no larger than `size` pixels a side. */
export async function serveThumbnail(
  routes: ImageRoutes,
  kept: ThumbnailCache,
  ref: string,
  request: Request,
): Promise<Response> {
  const asked = new URL(request.url).searchParams.get('size')
  const size = asked === null ? defaultThumbnail : Math.min(Math.max(wholeNumber(asked), 8), maxThumbnail)
  const answer = await routes.image(ref)
  const make = async () => renderThumbnail(await (answer.readThumbnail ?? answer.read)(), size)
  return cached(request, answer, `thumbnail-${size}`, async () => ({
    body: copyOf(await kept.get(`${answer.tag}/${size}`, make)),
    headers: { 'content-type': 'image/png' },
  }))
}

export async function serveDownload(routes: ImageRoutes, ref: string): Promise<Response> {
  const { path, type, name } = await routes.file(ref)
  const found = await stat(path).catch(error => {
    throw fileError(error, path, 'read')
  })
  const body = Readable.toWeb(createReadStream(path)) as ReadableStream<Uint8Array>
  return new Response(body, {
    headers: {
      'content-type': type,
      'content-length': String(found.size),
      // RFC 6266 and RFC 8187: any name, in UTF-8.
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name ?? basename(path))}`,
      'cache-control': 'no-store',
    },
  })
}

interface Content {
  readonly body: Uint8Array<ArrayBuffer>
  readonly headers: Record<string, string>
}

async function cached(
  request: Request,
  answer: ImageAnswer,
  form: string,
  make: () => Promise<Content>,
): Promise<Response> {
  const etag = `"${createHash('sha256').update(`${answer.tag}/${form}`).digest('hex').slice(0, 32)}"`
  const caching = {
    etag,
    'cache-control': answer.immutable ? 'private, max-age=31536000, immutable' : 'private, no-cache',
  }
  if (request.headers.get('if-none-match') === etag) return new Response(null, { status: 304, headers: caching })
  const { body, headers } = await make()
  return new Response(body, { headers: { ...headers, ...caching, 'content-length': String(body.length) } })
}

function bytesOf(data: Float32Array): Uint8Array<ArrayBuffer> {
  const { buffer, byteOffset, byteLength } = data
  return buffer instanceof ArrayBuffer ? new Uint8Array(buffer, byteOffset, byteLength) : copyOf(new Uint8Array(buffer))
}

function copyOf(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes)
}
