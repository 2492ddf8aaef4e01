import { basename } from 'node:path'
import type { ImageHeader, ViewedFile, ViewedImage } from '../../contract/views.ts'
import { AppError } from '../../domain/errors.ts'
import { isTiled } from '../../domain/pyramid.ts'
import { type ByteSource, withFileSource } from '../../formats/byteSource.ts'
import { type FitsFile, type Hdu, openFits } from '../../formats/fits/file.ts'
import { isImage } from '../../formats/fits/image.ts'
import { imageHeader, inheritedHeader } from '../../formats/fits/imageHeader.ts'
import { headerMetadata } from '../../formats/fits/metadata.ts'
import { pixelType } from '../../formats/fits/pixels.ts'
import { withHdf5 } from '../../formats/hdf5.ts'
import { planeLayout } from '../../formats/imageArray.ts'
import { MAX_INFLATED_BYTES } from '../../formats/limits.ts'
import { recogniseFormat } from '../../formats/magic.ts'
import { readNpyHeader } from '../../formats/npyHeader.ts'
import { openNpz } from '../../formats/npz.ts'
import { hdf5Path } from '../../formats/readers.ts'
import { scalarName } from '../../formats/scalars.ts'
import { tiffLayout } from '../../formats/tiff.ts'

/** What a file holds, without what only its place and date tell. */
export type ListedImages = Pick<ViewedFile, 'format' | 'images' | 'suggested' | 'problem'>

/** A file with more HDUs is listed up to here. */
const MAX_LISTED = 1000

/** The images of a file of any format that is read, from its headers. Errors are those of the formats. */
export async function listImages(path: string): Promise<ListedImages> {
  return withFileSource(path, async source => {
    const format = recogniseFormat(await source.read(0, Math.min(16, source.size)))
    switch (format) {
      case 'fits':
        return { format, ...listHdus(await openFits(source)) }
      case 'npy': {
        const { shape, kind } = await readNpyHeader(source)
        const images = [arrayImage(0, '', shape, scalarName(kind))]
        return { format, images, suggested: suggestedImage(images), problem: null }
      }
      case 'npz':
        return { format, ...(await listMembers(source)) }
      case 'hdf5': {
        const images = await withHdf5(hdf5Path(source), ({ arrays }) =>
          arrays.slice(0, MAX_LISTED).map(({ name, shape, dtype }, index) => arrayImage(index, name, shape, dtype)),
        )
        return { format, images, suggested: suggestedImage(images), problem: null }
      }
      case 'tiff': {
        const { width, height, planes, dtype } = await tiffLayout(source)
        const images = [arrayImage(0, '', planes > 1 ? [planes, height, width] : [height, width], dtype)]
        return { format, images, suggested: suggestedImage(images), problem: null }
      }
    }
  })
}

function listHdus(file: FitsFile): Omit<ListedImages, 'format'> {
  const images = file.hdus.slice(0, MAX_LISTED).map(hdu => hduImage(file, hdu))
  const more = file.hdus.length > MAX_LISTED ? `the first ${MAX_LISTED} of ${file.hdus.length} HDUs are listed` : null
  return { images, suggested: suggestedImage(images), problem: file.problem ?? more }
}

/** The science image: an extension that is called SCI, else the first that can be shown. */
function suggestedImage(images: readonly ViewedImage[]): number | null {
  const shown = images.filter(({ size }) => size !== null)
  return (shown.find(({ name }) => name.toUpperCase() === 'SCI') ?? shown[0])?.index ?? null
}

function hduImage(file: FitsFile, hdu: Hdu): ViewedImage {
  const holdsImage = isImage(hdu)
  const [height = 0, width = 0] = hdu.shape.slice(-2)
  return {
    index: hdu.index,
    name: hdu.name,
    type: hdu.type,
    shape: [...hdu.shape],
    dtype: holdsImage ? pixelType(hdu) : null,
    unit: inheritedHeader(file, hdu).string('BUNIT') ?? null,
    size: holdsImage ? { width, height } : null,
    planes: holdsImage ? hdu.shape.slice(0, -2).reduce((product, length) => product * length, 1) : 0,
    tiled: holdsImage && isTiled({ width, height }),
  }
}

async function listMembers(source: ByteSource): Promise<Omit<ListedImages, 'format'>> {
  if (source.size > MAX_INFLATED_BYTES)
    throw new AppError(
      'unsupported',
      `NPZ files are read up to ${MAX_INFLATED_BYTES} bytes. Save the arrays to NPY files.`,
    )
  const npz = openNpz(await source.read(0, source.size))
  const images = npz.members.slice(0, MAX_LISTED).map((name, index) => {
    const { shape, dtype } = npz.read(name)
    return arrayImage(index, name, shape, dtype)
  })
  return { images, suggested: suggestedImage(images), problem: null }
}

/** An array that is no image (a column of numbers, a colour picture) is listed all the same. */
function arrayImage(index: number, name: string, shape: readonly number[], dtype: string): ViewedImage {
  const described = { index, name, type: 'array', shape: [...shape], dtype, unit: null }
  try {
    const { planes, width, height } = planeLayout(shape)
    return { ...described, size: { width, height }, planes, tiled: isTiled({ width, height }) }
  } catch (error) {
    if (error instanceof AppError) return { ...described, size: null, planes: 0, tiled: false }
    throw error
  }
}

/** The cards of an HDU, or what another format says about an image. */
export async function readHeader({ path, image }: { path: string; image: number }): Promise<ImageHeader> {
  return withFileSource(path, async source => {
    if (recogniseFormat(await source.read(0, Math.min(16, source.size))) === 'fits') {
      const hdu = (await openFits(source)).hdus[image]
      if (hdu !== undefined) return { cards: [...imageHeader(hdu).cards], values: headerMetadata(imageHeader(hdu)) }
    }
    const listed = (await listImages(path)).images[image]
    if (listed !== undefined)
      return { cards: [], values: { shape: listed.shape.join(' x '), type: listed.dtype ?? 'unknown' } }
    throw new AppError('not-found', `${basename(path)} has no image ${image}.`, { path, image })
  })
}
