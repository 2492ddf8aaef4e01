import { AppError } from '../../../domain/errors.ts'
import type { PlainKind } from '../../scalars.ts'
import type { FitsFile, Hdu } from '../file.ts'
import { pixelKind } from '../pixelKind.ts'
import { fieldBytes, type TableColumn, tableColumns } from '../table/columns.ts'
import { heapRange, readDescriptor } from '../table/descriptors.ts'
import type { PackedTile } from './tile.ts'
import type { TilePlace } from './tileGrid.ts'

/** A tile with its place in the image. */
export interface LocatedTile extends PackedTile {
  readonly place: TilePlace
}

/** Rows are read in one go where they lie closer than this. */
const NEAR_ROWS = 64

/** In which order the columns of a tile are tried, and what each holds (FITS standard 4.0, section 10.1.3). */
const STORES = [
  ['COMPRESSED_DATA', 'compressed'],
  ['GZIP_COMPRESSED_DATA', 'gzip'],
  ['UNCOMPRESSED_DATA', 'plain'],
] as const

/** Reads the rows of the tiles: where the bytes of each stand, and how they were quantised. */
export async function locateTiles(file: FitsFile, hdu: Hdu, places: readonly TilePlace[]): Promise<LocatedTile[]> {
  const columns = new Map(tableColumns(hdu).map(column => [column.name.toUpperCase(), column]))
  if (columns.has('NULL_PIXEL_MASK'))
    throw new AppError(
      'unsupported',
      `HDU ${hdu.index}: masks of null pixels (NULL_PIXEL_MASK) are not read. Unpack the file with funpack first.`,
    )
  const rowBytes = hdu.header.number('NAXIS1') ?? 0
  const heap = heapRange(hdu)
  const tiles: LocatedTile[] = []
  for (const run of nearRuns(places)) {
    const first = run[0].index
    const bytes = await file.source.read(
      hdu.dataOffset + first * rowBytes,
      (run[run.length - 1].index - first + 1) * rowBytes,
    )
    for (const place of run) {
      const start = bytes.byteOffset + (place.index - first) * rowBytes
      tiles.push(locateTile(hdu, columns, heap, place, new DataView(bytes.buffer, start, rowBytes)))
    }
  }
  const total = tiles.reduce((sum, { byteLength }) => sum + byteLength, 0)
  if (total > heap.size)
    throw refuse(hdu, `its tiles claim ${total} bytes of a heap of ${heap.size} (PCOUNT): they overlap`)
  return tiles
}

function nearRuns(places: readonly TilePlace[]): TilePlace[][] {
  const runs: TilePlace[][] = []
  for (const place of places) {
    const run = runs.at(-1)
    if (run !== undefined && place.index - run[run.length - 1].index <= NEAR_ROWS) run.push(place)
    else runs.push([place])
  }
  return runs
}

function locateTile(
  hdu: Hdu,
  columns: ReadonlyMap<string, TableColumn>,
  heap: { start: number; size: number },
  place: TilePlace,
  row: DataView,
): LocatedTile {
  for (const [name, store] of STORES) {
    const column = columns.get(name)
    if (column?.descriptor === undefined || column.type === undefined) continue
    const { count, offset } = readDescriptor(row, column)
    if (count === 0) continue
    const byteLength = count * fieldBytes(column.type)
    if (!(count > 0 && offset >= 0 && offset + byteLength <= heap.size))
      throw refuse(
        hdu,
        `the descriptor of tile ${place.index + 1} in ${name} points to ${byteLength} bytes at ${offset} of a heap of ${heap.size} (PCOUNT)`,
      )
    return {
      index: place.index,
      shape: place.region.shape,
      place,
      store,
      plainKind: plainKind(hdu, column),
      offset: heap.start + offset,
      byteLength,
      scale: cellOrKeyword(hdu, columns, 'ZSCALE', row),
      zero: cellOrKeyword(hdu, columns, 'ZZERO', row) ?? 0,
      blank: cellOrKeyword(hdu, columns, 'ZBLANK', row),
    }
  }
  throw refuse(hdu, `tile ${place.index + 1} has no data in any column`)
}

/** Bytes stand for pixels of the image's own type. */
function plainKind(hdu: Hdu, { type }: TableColumn): PlainKind {
  switch (type) {
    case 'I':
      return 'i2'
    case 'J':
      return 'i4'
    case 'K':
      return 'i8'
    case 'E':
      return 'f4'
    case 'D':
      return 'f8'
    default:
      return pixelKind(hdu.bitpix)
  }
}

/** The column of that name counts more than the keyword (section 10.1.3). */
function cellOrKeyword(
  hdu: Hdu,
  columns: ReadonlyMap<string, TableColumn>,
  name: string,
  row: DataView,
): number | undefined {
  const column = columns.get(name)
  if (column === undefined || column.repeat === 0) return hdu.header.number(name)
  switch (column.descriptor === undefined ? column.type : undefined) {
    case 'B':
      return row.getUint8(column.offset)
    case 'I':
      return row.getInt16(column.offset)
    case 'J':
      return row.getInt32(column.offset)
    case 'K':
      return Number(row.getBigInt64(column.offset))
    case 'E':
      return row.getFloat32(column.offset)
    case 'D':
      return row.getFloat64(column.offset)
    default:
      throw refuse(hdu, `the column ${name} is of type '${column.format}', not a number`)
  }
}

function refuse(hdu: Hdu, what: string): AppError {
  return new AppError('bad-input', `HDU ${hdu.index}: ${what}. The file is damaged: copy or download it again.`)
}
