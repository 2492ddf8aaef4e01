import { AppError } from '../../domain/errors.ts'
import { MAX_IMAGE_PIXELS } from '../limits.ts'
import { type ScalarArray, scalarName, scalarsToFloats } from '../scalars.ts'
import type { ParallelDecoder } from './compression/compressedImage.ts'
import { pixelCount, type Region } from './compression/tileGrid.ts'
import type { FitsFile, Hdu } from './file.ts'
import { pixelKind } from './pixelKind.ts'
import { isAsStored, linearScaling, offsetKind, physicalValues } from './scaling.ts'
import { readStored } from './storedValues.ts'

/** The type of the values of an image HDU by NumPy's name: `uint16` for the unsigned convention, `int16 scaled`. */
export function pixelType(hdu: Hdu): string {
  const scaling = linearScaling(hdu)
  const kind = pixelKind(hdu.bitpix)
  const offset = offsetKind(kind, scaling)
  if (offset !== undefined) return scalarName(offset)
  return isAsStored(scaling) ? scalarName(kind) : `${scalarName(kind)} scaled`
}

/**
 * The physical values of a region of an image HDU, exact: BZERO + BSCALE x stored, BLANK as NaN (FITS standard 4.0,
 * section 4.4.2.5). Values that are not scaled keep their own type, unsigned integers by convention get theirs, up to 64
 * bits; what is scaled or may be NaN becomes float64. Only the rows or tiles of the region are read.
 *
 * @param region in C order, inside the image; `parallel` decodes tiles on other threads
 */
export async function readRegion(
  file: FitsFile,
  hdu: Hdu,
  region: Region,
  parallel?: ParallelDecoder,
): Promise<ScalarArray> {
  checkReadable(file, hdu)
  const count = pixelCount(region.shape)
  if (count > MAX_IMAGE_PIXELS)
    throw new AppError(
      'unsupported',
      `${nameOf(hdu)}: ${count} pixels are over the limit of ${MAX_IMAGE_PIXELS} at once. Read a part of it.`,
    )
  return physicalValues(await readStored(file, hdu, region, parallel), pixelKind(hdu.bitpix), linearScaling(hdu))
}

/** Every value of an image HDU as float64, in the order of the file: for conformance and other whole-array uses. */
export async function readPixels(file: FitsFile, hdu: Hdu): Promise<Float64Array> {
  checkReadable(file, hdu)
  if (hdu.shape.length === 0) return new Float64Array(0)
  const values = await readRegion(file, hdu, { start: hdu.shape.map(() => 0), shape: hdu.shape })
  const { data } = scalarsToFloats(values)
  return data instanceof Float64Array ? data : Float64Array.from(data)
}

/** Refuses an HDU whose pixels cannot be read, saying which it is and why. */
export function checkReadable(file: FitsFile, hdu: Hdu): void {
  const where = nameOf(hdu)
  if (hdu.type !== 'primary' && hdu.type !== 'image' && hdu.type !== 'compressed')
    throw new AppError('bad-input', `${where} is ${TYPE_NAMES[hdu.type]}, not an image. Choose another HDU.`)
  if (hdu.header.value('SIMPLE') === false)
    throw new AppError('unsupported', `${where} says itself that it does not follow the FITS standard (SIMPLE = F).`)
  if (hdu.truncated)
    throw new AppError(
      'bad-input',
      `The FITS file is cut short: ${where} declares ${hdu.dataSize} bytes of data, the file has ${file.source.size - hdu.dataOffset}. Copy or download it again.`,
      { declared: hdu.dataSize, present: file.source.size - hdu.dataOffset },
    )
}

function nameOf(hdu: Hdu): string {
  return `HDU ${hdu.index}${hdu.name === '' ? '' : ` (${hdu.name})`}`
}

const TYPE_NAMES: Record<string, string> = {
  table: 'a text table',
  bintable: 'a table',
  groups: 'a set of random groups',
  other: 'an extension of an unknown type',
}
