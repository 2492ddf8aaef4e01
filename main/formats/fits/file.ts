import { AppError } from '../../domain/errors.ts'
import type { ByteSource } from '../byteSource.ts'
import { unpacked } from '../packed/unpacked.ts'
import { type Bitpix, dataLayout, isRandomGroups } from './dataLayout.ts'
import { FitsHeader, splitCards } from './header.ts'
import { imageHeader } from './imageHeader.ts'

type HduType = 'primary' | 'image' | 'table' | 'bintable' | 'compressed' | 'groups' | 'other'

/** One header and data unit, known from its header alone. */
export interface Hdu {
  readonly index: number
  readonly type: HduType
  /** EXTNAME and EXTVER, the name empty and the version 1 where they are missing. */
  readonly name: string
  readonly version: number
  readonly header: FitsHeader
  /** C order, slowest axis first; of a compressed image, the shape that it unpacks to. Empty: no data. */
  readonly shape: readonly number[]
  readonly bitpix: number
  readonly dataOffset: number
  /** Bytes that the header declares, without padding. */
  readonly dataSize: number
  /** Whether the file ends before the data do. */
  readonly truncated: boolean
}

/** An open FITS file. `problem` says why the list of HDUs ends before the file does, where it does. */
export interface FitsFile {
  readonly source: ByteSource
  readonly hdus: readonly Hdu[]
  readonly problem?: string
}

/** Files are a sequence of blocks of 2880 bytes (FITS standard 4.0, section 3.1). */
export const BLOCK = 2880

/** 147,000 cards: fifty times the longest header known from the archives. */
const MAX_HEADER_BYTES = 4096 * BLOCK
const MAX_HDUS = 10_000

/**
 * Lists the HDUs of a FITS file by reading its headers only. A file that is packed as a whole (gzip, bzip2, .Z) is
 * unpacked first, within limits. Damage behind the first HDU does not hide what stands before it: `problem` tells of it.
 *
 * Errors: `bad-input` where the first header cannot be read.
 */
export async function openFits(packed: ByteSource): Promise<FitsFile> {
  const source = await unpacked(packed)
  const hdus = [await readHdu(source, 0, 0)]
  for (let last = hdus[0]; ; last = hdus[hdus.length - 1]) {
    const offset = last.dataOffset + Math.ceil(last.dataSize / BLOCK) * BLOCK
    if (last.truncated || offset >= source.size) return { source, hdus }
    if (hdus.length === MAX_HDUS) return { source, hdus, problem: `only the first ${MAX_HDUS} HDUs are listed` }
    try {
      hdus.push(await readHdu(source, offset, hdus.length))
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      return { source, hdus, problem: `after HDU ${hdus.length - 1}: ${error.message}` }
    }
  }
}

async function readHdu(source: ByteSource, offset: number, index: number): Promise<Hdu> {
  const { cards, dataOffset } = await readHeaderCards(source, offset, index)
  const header = new FitsHeader(cards)
  const { layout, type, compressed } = locating(header, index, offset, () => describe(header))
  return {
    index,
    type,
    name: imageHeader({ type, header }).string('EXTNAME') ?? '',
    version: header.number('EXTVER') ?? 1,
    header,
    shape: compressed?.shape ?? layout.shape,
    bitpix: compressed?.bitpix ?? layout.bitpix,
    dataOffset,
    dataSize: Number(layout.dataSize),
    truncated: layout.dataSize > BigInt(source.size - dataOffset),
  }
}

function describe(header: FitsHeader) {
  const layout = dataLayout(header)
  const type = hduType(header, layout.shape)
  return { layout, type, compressed: type === 'compressed' ? compressedShape(header) : undefined }
}

/** Says of an error in which HDU it is, and at which byte of the file the card stands that is wrong. */
function locating<T>(header: FitsHeader, index: number, offset: number, read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const card = header.cardIndex(String(error.details.keyword))
    const place = card === undefined ? `header at byte ${offset}` : `card ${card + 1}, byte ${offset + card * 80}`
    throw new AppError(error.code, `HDU ${index} (${place}): ${error.message}`, { ...error.details, hdu: index }, error)
  }
}

/** Reads blocks, twice as many each time, until one holds the END card. */
async function readHeaderCards(source: ByteSource, offset: number, index: number) {
  for (let length = 2 * BLOCK; ; length *= 2) {
    const available = Math.min(length, source.size - offset, MAX_HEADER_BYTES)
    const bytes = await source.read(offset, available)
    checkSignature(bytes, index === 0)
    const cards = splitCards(bytes)
    if (cards !== undefined) {
      const dataOffset = offset + Math.ceil(((cards.length + 1) * 80) / BLOCK) * BLOCK
      return { cards, dataOffset: Math.min(dataOffset, source.size) }
    }
    if (available === length) continue
    throw new AppError(
      'bad-input',
      available === MAX_HEADER_BYTES
        ? `HDU ${index} (header at byte ${offset}) has no END card in its first ${MAX_HEADER_BYTES} bytes: the file is damaged. Copy it again.`
        : `HDU ${index} (header at byte ${offset}) has no END card before the file ends at byte ${source.size}: it is cut short. Copy or download it again.`,
    )
  }
}

function checkSignature(bytes: Uint8Array, first: boolean): void {
  const start = Buffer.from(bytes.subarray(0, 10)).toString('latin1')
  if (/^(SIMPLE {2}|XTENSION)=/.test(start) && start.startsWith('SIMPLE') === first) return
  if (!first) throw new AppError('bad-input', 'what follows is not a FITS extension')
  throw new AppError(
    'bad-input',
    bytes.length === 0
      ? 'The FITS file is empty (0 bytes). Copy or download it again.'
      : 'This is not a FITS file: it does not begin with SIMPLE =. Check that the download is the file itself, not a page about it.',
  )
}

function hduType(header: FitsHeader, shape: readonly number[]): HduType {
  switch (header.string('XTENSION')) {
    case undefined:
      return isRandomGroups(header, shape.toReversed()) ? 'groups' : 'primary'
    case 'IMAGE':
    case 'IUEIMAGE':
      return 'image'
    case 'TABLE':
      return 'table'
    case 'BINTABLE':
    case 'A3DTABLE':
      return header.boolean('ZIMAGE') === true ? 'compressed' : 'bintable'
    default:
      return 'other'
  }
}

/** The image inside a compressed one, in its own keywords (FITS standard 4.0, section 10.1.1). */
function compressedShape(header: FitsHeader): { shape: number[]; bitpix: Bitpix } {
  const own = header.cards
    .filter(card => /^Z(BITPIX|NAXIS\d*) *=/.test(card))
    .map(card => `${card.slice(1, 8)} ${card.slice(8)}`)
  return dataLayout(new FitsHeader(own))
}
