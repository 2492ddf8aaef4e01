import { type FileHandle, open } from 'node:fs/promises'
import { join } from 'node:path'
import type { FloatImage } from '../../domain/image.ts'
import {
  addRows,
  halved,
  levelCount,
  levelOneSums,
  meansOf,
  orderedSample,
  type PixelRect,
  type PixelSize,
  previewedPixel,
  previewLayout,
} from '../../domain/pyramid.ts'
import { withFileSource } from '../../formats/byteSource.ts'
import { fileError } from '../../formats/fileErrors.ts'
import { eachRows, type PlaneChoice, type PlaneSource, rawPlane, withPlane } from './planeSource.ts'
import { LEVELS_FILE, levelPieces, RAW_FILE } from './pyramidFile.ts'

/** Where the pixels of a plane are read: in its own file, or where they were unpacked to. */
export type PlaneAt = { readonly choice: PlaneChoice } | { readonly raw: string; readonly size: PixelSize }

function withPlaneAt<T>(at: PlaneAt, use: (plane: PlaneSource) => Promise<T>): Promise<T> {
  if ('choice' in at) return withPlane(at.choice, use)
  return withFileSource(at.raw, source => use(rawPlane(source, at.size)))
}

/** Part of a plane. The caller has made sure that it lies inside and is small enough. */
export function planeRect({ at, rect }: { at: PlaneAt; rect: PixelRect }): Promise<FloatImage> {
  return withPlaneAt(at, plane => plane.rect(rect))
}

/** A coarse look at a plane, and a sample of its values in ascending order; both from the same regular pick of pixels. */
export function planePreview({ at }: { at: PlaneAt }): Promise<{ preview: FloatImage; sample: Float32Array }> {
  return withPlaneAt(at, async plane => {
    const { step, size } = previewLayout(plane)
    const data = new Float32Array(size.width * size.height)
    for (let y = 0; y < size.height; y++) {
      const row = await plane.rows(previewedPixel(y, step, plane.height), 1)
      for (let x = 0; x < size.width; x++) data[y * size.width + x] = row[previewedPixel(x, step, plane.width)]
    }
    return { preview: { ...size, data }, sample: orderedSample(data) }
  })
}

/** Unpacks a plane into `folder` where its file cannot be read in parts; says whether it did. */
export function unpackPlane({
  choice,
  folder,
}: {
  choice: PlaneChoice
  folder: string
}): Promise<{ unpacked: boolean }> {
  return withPlane(choice, async plane => {
    if (plane.direct) return { unpacked: false }
    await withFile(join(folder, RAW_FILE), 'w', async file => {
      await eachRows(plane, 0, plane.height, (y, values) => writeAt(file, values, y * plane.width * 4))
      await file.sync()
    })
    return { unpacked: true }
  })
}

/** Finite extremes of the rows; infinite, the wrong way round, where nothing is finite. */
export interface BandFacts {
  readonly min: number
  readonly max: number
}

/** Rows `y` to `y + rows` of a plane in every level of its pyramid. Bands begin at multiples of BAND_ROWS. */
export interface BandInput {
  readonly at: PlaneAt
  readonly size: PixelSize
  readonly folder: string
  readonly y: number
  readonly rows: number
}

/**
 * Writes what a band of rows adds to the levels above 0. A band holds whole pixels of every level, so bands are
 * independent of each other; the rows are read in small parts, so memory does not grow with the image's height.
 */
export function pyramidBand({ at, size, folder, y, rows }: BandInput): Promise<BandFacts> {
  return withPlaneAt(at, async plane => {
    let min = Number.POSITIVE_INFINITY
    let max = Number.NEGATIVE_INFINITY
    let level = levelOneSums({ width: size.width, height: rows })
    await eachRows(plane, y, y + rows, (row, values) => {
      addRows(level, (row - y) / 2, values, size.width)
      for (let i = 0; i < values.length; i++) {
        if (values[i] < min && values[i] !== Number.NEGATIVE_INFINITY) min = values[i]
        if (values[i] > max && values[i] !== Number.POSITIVE_INFINITY) max = values[i]
      }
    })
    await withFile(join(folder, LEVELS_FILE), 'r+', async file => {
      for (let number = 1; number < levelCount(size); number++) {
        if (number > 1) level = halved(level)
        const { data } = meansOf(level)
        for (const piece of levelPieces(size, number, y / 2 ** number, level.height))
          await writeAt(file, cut(data, level.width, piece.rect), piece.offset)
      }
    })
    return { min, max }
  })
}

/** A part of row-major values; `rect` counts from their first row. */
function cut(values: Float32Array, width: number, rect: PixelRect): Float32Array {
  const part = new Float32Array(rect.width * rect.height)
  for (let row = 0; row < rect.height; row++) {
    const from = (rect.y + row) * width + rect.x
    part.set(values.subarray(from, from + rect.width), row * rect.width)
  }
  return part
}

async function withFile(path: string, flags: 'w' | 'r+', use: (file: FileHandle) => Promise<void>): Promise<void> {
  try {
    const file = await open(path, flags)
    try {
      await use(file)
    } finally {
      await file.close()
    }
  } catch (error) {
    throw fileError(error, path, 'write')
  }
}

async function writeAt(file: FileHandle, values: Float32Array, offset: number): Promise<void> {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
  for (let done = 0; done < bytes.length; ) {
    done += (await file.write(bytes, done, bytes.length - done, offset + done)).bytesWritten
  }
}
