import { AppError } from '../domain/errors.ts'
import type { ByteSource } from './byteSource.ts'
import { type PythonLiteral, parsePythonLiteral } from './pythonLiteral.ts'
import { type ScalarKind, scalarSize } from './scalars.ts'

/** The layout of an array in a NPY file (NumPy enhancement proposal 1). `shape` is in C order, slowest axis first. */
export interface NpyHeader {
  readonly shape: number[]
  readonly fortranOrder: boolean
  readonly kind: ScalarKind
  readonly bigEndian: boolean
  readonly dataOffset: number
  readonly dataSize: number
}

export const NPY_MAGIC = '\x93NUMPY'

/** The header of a plain array ends within this many bytes (NumPy itself trusts no more than 10,000). */
const NPY_HEADER_READ = 2 ** 16

/** As many as NumPy 2 allows. */
const MAX_AXES = 64

const KINDS: readonly string[] = ['b1', 'i1', 'i2', 'i4', 'i8', 'u1', 'u2', 'u4', 'u8', 'f2', 'f4', 'f8']

/** Why a dtype of NumPy that is not a real number is refused, by the letter of its `descr`. */
const REFUSED: Record<string, string> = {
  O: 'Python objects; arrays of unequal length (ragged) become objects. Save one plain float32 array per image',
  S: 'byte strings. Save the pixel values as float32',
  a: 'byte strings. Save the pixel values as float32',
  U: 'text strings. Save the pixel values as float32',
  c: 'complex numbers. Save the real part or the modulus as float32',
  V: 'raw (void) records. Save the pixel values as float32',
  M: 'dates. Save the pixel values as float32',
  m: 'time differences. Save the pixel values as float32',
}

/**
 * Reads and checks the header; the declared shape must need exactly the bytes that follow it.
 *
 * @param start the first bytes of the file: all of them, or at least NPY_HEADER_READ
 * @param fileSize bytes in the whole file
 */
export function parseNpyHeader(start: Uint8Array, fileSize: number): NpyHeader {
  if (fileSize === 0) throw refuse('The NPY file is empty (0 bytes). Save or copy it again.')
  if (Buffer.from(start.subarray(0, 6)).toString('latin1') !== NPY_MAGIC)
    throw refuse('This is not a NPY file: it does not begin with the NPY signature. Write it with numpy.save.')
  if (start.length < 12) throw cutShort()
  const view = new DataView(start.buffer, start.byteOffset, start.length)
  const version = start[6]
  if (version < 1 || version > 3)
    throw new AppError('unsupported', `NPY version ${version}.${start[7]} is not known. Save it again with numpy.save.`)
  const textOffset = version === 1 ? 10 : 12
  const textLength = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true)
  const dataOffset = textOffset + textLength
  if (dataOffset > NPY_HEADER_READ) throw refuse(`The NPY header claims ${textLength} bytes: the file is damaged.`)
  if (dataOffset > start.length) throw cutShort()
  const text = Buffer.from(start.subarray(textOffset, dataOffset)).toString(version === 3 ? 'utf8' : 'latin1')
  return checkedHeader(text, dataOffset, fileSize)
}

export async function readNpyHeader(source: ByteSource): Promise<NpyHeader> {
  return parseNpyHeader(await source.read(0, Math.min(NPY_HEADER_READ, source.size)), source.size)
}

function checkedHeader(text: string, dataOffset: number, fileSize: number): NpyHeader {
  const fields = headerFields(text)
  const { kind, bigEndian } = scalarOf(fields.get('descr') ?? null)
  const fortranOrder = fields.get('fortran_order')
  if (typeof fortranOrder !== 'boolean') throw refuse('The NPY header has no valid fortran_order: the file is damaged.')
  const shape = shapeOf(fields.get('shape') ?? null)
  const declared = shape.reduce((size, length) => size * BigInt(length), BigInt(scalarSize(kind)))
  const present = fileSize - dataOffset
  if (declared > BigInt(present))
    throw refuse(
      `The NPY file is cut short: shape (${shape.join(', ')}) needs ${declared} bytes of data, the file has ${present}. Copy or save it again.`,
      { shape, present },
    )
  if (declared < BigInt(present))
    throw refuse(
      `${BigInt(present) - declared} bytes follow the array of shape (${shape.join(', ')}). A NPY file holds one array: save further arrays to files of their own, or as NPZ.`,
      { shape, present },
    )
  return { shape, fortranOrder, kind, bigEndian, dataOffset, dataSize: present }
}

function headerFields(text: string): Map<string, PythonLiteral> {
  try {
    const fields = parsePythonLiteral(text)
    if (fields instanceof Map) return fields
  } catch (error) {
    throw refuse(
      `The NPY header cannot be read (${error instanceof Error ? error.message : error}): the file is damaged.`,
    )
  }
  throw refuse('The NPY header is not a dictionary: the file is damaged.')
}

function scalarOf(descr: PythonLiteral): { kind: ScalarKind; bigEndian: boolean } {
  if (Array.isArray(descr))
    throw new AppError(
      'unsupported',
      'The NPY file holds a structured array (a table). Save the column with the image as a plain float32 array.',
    )
  if (typeof descr !== 'string') throw refuse('The NPY header has no data type: the file is damaged.')
  const order = '<>|='.includes(descr[0]) ? descr[0] : '='
  const name = '<>|='.includes(descr[0]) ? descr.slice(1) : descr
  if (isKind(name)) return { kind: name, bigEndian: order === '>' }
  const reason = REFUSED[name[0]]
  if (reason !== undefined)
    throw new AppError('unsupported', `The NPY data type ${descr} holds ${reason}.`, { dtype: descr })
  throw new AppError('unsupported', `The NPY data type ${descr} is not read. Save the array as float32.`, {
    dtype: descr,
  })
}

function isKind(name: string): name is ScalarKind {
  return KINDS.includes(name)
}

function shapeOf(shape: PythonLiteral): number[] {
  if (!Array.isArray(shape)) throw refuse('The NPY header has no valid shape: the file is damaged.')
  if (shape.length > MAX_AXES) throw refuse(`The NPY array claims ${shape.length} axes: the file is damaged.`)
  return shape.map(length => {
    if (typeof length === 'number' && Number.isSafeInteger(length) && length >= 0) return length
    throw refuse(`The NPY shape has the impossible length ${String(length)}: the file is damaged.`)
  })
}

function cutShort(): AppError {
  return refuse('The NPY file is cut short inside its header. Copy or save it again.')
}

function refuse(message: string, details: Record<string, unknown> = {}): AppError {
  return new AppError('bad-input', message, details)
}
