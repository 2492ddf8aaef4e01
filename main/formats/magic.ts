import { AppError } from '../domain/errors.ts'
import { isPacked } from './packed/unpacked.ts'

export type ImageFormat = 'npy' | 'npz' | 'fits' | 'hdf5' | 'tiff'

/** First bytes of formats that are not read, and what to do about each. */
const REFUSED: readonly (readonly [signature: string, what: string])[] = [
  ['\x89PNG', 'a PNG picture, whose pixels are no measurements. Use the FITS or NPY file that it was made from'],
  ['\xff\xd8\xff', 'a JPEG picture, whose pixels are no measurements. Use the FITS or NPY file that it was made from'],
  ['\xfd7zXZ', 'compressed by xz, which is not read. Unpack it first: unxz'],
  ['(\xb5/\xfd', 'compressed by zstd, which is not read. Unpack it first: unzstd'],
  ['version https://git', 'a Git LFS pointer, not the file itself. Fetch the file first: git lfs pull'],
  ['<', 'a web page, not the file itself. Download the file again'],
]

/** TIFF 6.0 and BigTIFF, little- and big-endian. */
const TIFF_SIGNATURES = ['II*\0', 'MM\0*', 'II+\0', 'MM\0+']

/** The format by the first 16 bytes of the file; the file's name plays no part. */
export function recogniseFormat(start: Uint8Array): ImageFormat {
  const text = Buffer.from(start).toString('latin1')
  if (text === '') throw new AppError('bad-input', 'The file is empty (0 bytes). Copy or save it again.')
  if (text.startsWith('\x93NUMPY')) return 'npy'
  if (text.startsWith('PK\x03\x04') || text.startsWith('PK\x05\x06')) return 'npz'
  if (text.startsWith('SIMPLE') || isPacked(text)) return 'fits'
  if (text.startsWith('\x89HDF\r\n\x1a\n')) return 'hdf5'
  if (TIFF_SIGNATURES.some(signature => text.startsWith(signature))) return 'tiff'
  const refused = REFUSED.find(([signature]) => text.startsWith(signature.slice(0, 16)))
  if (refused !== undefined) throw new AppError('unsupported', `This is ${refused[1]}.`)
  throw new AppError(
    'unsupported',
    'This is no FITS, NPY, NPZ, HDF5 or TIFF file: its first bytes are none of theirs. Choose another file.',
  )
}
