import type { ByteSource } from '../byteSource.ts'
import { type ScalarArray, scalarSize, scalarView, swapBytes } from '../scalars.ts'
import { type ParallelDecoder, readCompressed } from './compression/compressedImage.ts'
import { pixelCount, type Region, type Run, sharedRuns } from './compression/tileGrid.ts'
import type { FitsFile, Hdu } from './file.ts'
import { pixelKind } from './pixelKind.ts'

/** Bytes that are read at once: small enough that they are still in the processor's cache when they are swapped. */
const CHUNK_BYTES = 2 ** 20

/** One chunk is read while another is swapped. */
const READS_AT_ONCE = 2

/** Bytes between two runs that are read along rather than asked for separately. */
const NEAR_BYTES = 65_536

/** The values of a region of an image HDU as they are stored, in an array of their own type. */
export async function readStored(
  file: FitsFile,
  hdu: Hdu,
  region: Region,
  parallel?: ParallelDecoder,
): Promise<ScalarArray> {
  if (hdu.type === 'compressed') return readCompressed(file, hdu, region, parallel)
  const kind = pixelKind(hdu.bitpix)
  const size = scalarSize(kind)
  const bytes = Buffer.from(new ArrayBuffer(pixelCount(region.shape) * size))
  const image = { start: hdu.shape.map(() => 0), shape: hdu.shape }
  for (const runs of nearRuns(sharedRuns(image, region), size)) {
    const only = runs.length === 1 ? runs[0] : undefined
    if (only !== undefined) await readSwapped(file.source, hdu.dataOffset, only, bytes, size)
    else await readSpan(file.source, hdu.dataOffset, runs, bytes, size)
  }
  return scalarView(bytes.buffer, kind)
}

/** Groups runs that lie close together in the file and fit into one chunk. */
function* nearRuns(runs: Iterable<Run>, size: number): Generator<Run[]> {
  let near: Run[] = []
  for (const run of runs) {
    const last = near.at(-1)
    const gap = last === undefined ? 0 : (run.from - last.from - last.length) * size
    const span = last === undefined ? 0 : (run.from + run.length - near[0].from) * size
    if (gap > NEAR_BYTES || span > CHUNK_BYTES) {
      yield near
      near = []
    }
    near.push(run)
  }
  if (near.length > 0) yield near
}

/** Reads one run chunk by chunk, each being brought into the machine's byte order while the next ones are read. */
async function readSwapped(source: ByteSource, offset: number, run: Run, bytes: Buffer, size: number): Promise<void> {
  const target = bytes.subarray(run.to * size, (run.to + run.length) * size)
  const start = offset + run.from * size
  let at = 0
  const take = async (): Promise<void> => {
    while (at < target.length) {
      const chunk = target.subarray(at, at + CHUNK_BYTES)
      const from = start + at
      at += chunk.length
      await source.readInto(from, chunk)
      swapBytes(chunk, size)
    }
  }
  await Promise.all(Array.from({ length: READS_AT_ONCE }, take))
}

/** Reads runs that lie close together at once, with what stands between them. */
async function readSpan(
  source: ByteSource,
  offset: number,
  runs: readonly Run[],
  bytes: Buffer,
  size: number,
): Promise<void> {
  const first = runs[0].from
  const last = runs[runs.length - 1]
  const span = await source.read(offset + first * size, (last.from + last.length - first) * size)
  for (const { from, to, length } of runs) {
    const target = bytes.subarray(to * size, (to + length) * size)
    target.set(span.subarray((from - first) * size, (from - first + length) * size))
    swapBytes(target, size)
  }
}
