import { BitReader } from './bitReader.ts'
import { damaged } from './damaged.ts'
import { smoothStep } from './hSmooth.ts'
import { invertHTransform } from './hTransform.ts'
import { readQuadrant } from './quadtree.ts'

/** Magic number, two sizes, scale, sum of all pixels, bit planes of the three kinds of quadrants. */
const HEADER_BYTES = 2 + 4 + 4 + 4 + 8 + 3

/** Coefficients beyond this many bits would not be exact in double precision. */
const MAX_BIT_PLANES = 50

/**
 * Decodes HCOMPRESS_1 (FITS standard 4.0, section 10.4.4; White, Postman and Lattanzi 1992): a header, the quadtrees of
 * the H-transform's four quadrants, the signs; then the transform is undone.
 *
 * @param shape rows and columns that the tile must have
 * @param smooth whether to smooth what a lossy compression has rounded (SMOOTH = 1)
 * @returns the pixels in row-major order, as exact integers
 */
export function decodeHcompress(bytes: Uint8Array, shape: readonly [number, number], smooth: boolean): Float64Array {
  const { rows, columns, scale, sum, bitPlanes } = readHeader(bytes, shape)
  const data = new Float64Array(rows * columns)
  const reader = new BitReader(bytes, HEADER_BYTES)
  const [halfRows, halfColumns] = [Math.ceil(rows / 2), Math.ceil(columns / 2)]
  const quadrant = (row: number, column: number) => ({
    offset: row * columns + column,
    stride: columns,
    rows: row === 0 ? halfRows : rows - halfRows,
    columns: column === 0 ? halfColumns : columns - halfColumns,
  })
  readQuadrant(reader, data, quadrant(0, 0), bitPlanes[0])
  readQuadrant(reader, data, quadrant(0, halfColumns), bitPlanes[1])
  readQuadrant(reader, data, quadrant(halfRows, 0), bitPlanes[1])
  readQuadrant(reader, data, quadrant(halfRows, halfColumns), bitPlanes[2])
  if (reader.take(4) !== 0) throw damaged('The HCOMPRESS_1 bit planes do not end where they should')
  reader.toNextByte()
  for (let i = 0; i < data.length; i++) if (data[i] !== 0 && reader.take(1) === 1) data[i] = -data[i]
  data[0] = sum
  if (scale > 1) for (let i = 0; i < data.length; i++) data[i] *= scale
  invertHTransform(
    { data, rows, columns },
    smooth ? (step, usedRows, usedColumns) => smoothStep(step, usedRows, usedColumns, scale) : undefined,
  )
  return data
}

function readHeader(bytes: Uint8Array, [rows, columns]: readonly [number, number]) {
  if (bytes.length < HEADER_BYTES)
    throw damaged(`HCOMPRESS_1 data of ${bytes.length} bytes are shorter than their header`)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (view.getUint16(0) !== 0xdd99) throw damaged('The HCOMPRESS_1 data do not begin with DD 99')
  const declared = [view.getInt32(2), view.getInt32(6)]
  if (declared[0] !== rows || declared[1] !== columns)
    throw damaged(`The HCOMPRESS_1 data are of ${declared.join(' x ')} pixels, the tile of ${rows} x ${columns}`)
  const bitPlanes = [...bytes.subarray(HEADER_BYTES - 3, HEADER_BYTES)]
  if (bitPlanes.some(planes => planes > MAX_BIT_PLANES))
    throw damaged(`The HCOMPRESS_1 data declare ${Math.max(...bitPlanes)} bit planes`)
  return { rows, columns, scale: view.getInt32(10), sum: Number(view.getBigInt64(14)), bitPlanes }
}
