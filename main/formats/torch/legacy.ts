import { AppError } from '../../domain/errors.ts'
import { scalarSize } from '../scalars.ts'
import { tensorKind } from '../tensor.ts'
import { damagedPickle } from './pickleReader.ts'
import { STORAGE_DTYPES } from './storage.ts'
import { Global, type PickleValue, type PickleWorld, unpickleFirst } from './unpickle.ts'

/** What a PyTorch file holds: the pickled value, and how many bytes of numbers there are. */
export interface TorchContent {
  readonly root: PickleValue
  readonly present: number
}

/** torch.serialization.MAGIC_NUMBER, 0x1950a86a20f9469cfc6c, as a float64. */
const MAGIC = Number(0x1950a86a20f9469cfc6cn)

/**
 * Reads the format of PyTorch before 1.6: pickles of a magic number, a version, the machine's properties, the value itself
 * and the keys of its blocks of numbers, then these blocks in that order, each behind its count.
 * @param world what the value may refer to, given where numbers lie and whether their bytes are swapped
 */
export function readLegacy(
  bytes: Uint8Array,
  world: (memberBytes: (key: string) => Uint8Array, bigEndian: boolean) => PickleWorld,
): TorchContent {
  const blocks = new Map<string, Uint8Array>()
  const sizes = new Map<string, number>()
  const memberBytes = (key: string): Uint8Array => {
    const block = blocks.get(key)
    if (block === undefined) throw damagedPickle(`the block ${key} is missing`)
    return block
  }
  let at = 0
  const next = (within: PickleWorld): PickleValue => {
    const { value, end } = unpickleFirst(bytes.subarray(at), within)
    at += end
    return value
  }
  const plain = world(memberBytes, false)
  if (next(plain) !== MAGIC) throw notPyTorch()
  next(plain)
  const properties = next(plain)
  const bigEndian = properties instanceof Map && properties.get('little_endian') === false
  const own = world(memberBytes, bigEndian)
  const root = next({
    ...own,
    persistent: id => {
      noteSize(id, sizes)
      return own.persistent(id)
    },
  })
  const keys = next(plain)
  if (!Array.isArray(keys)) throw damagedPickle('the list of its blocks is malformed')
  const first = at
  for (const key of keys) at = takeBlock(bytes, at, key, sizes, blocks, bigEndian)
  return { root, present: at - first }
}

/** Bytes of a value of each block, by the type that refers to it. */
function noteSize(id: PickleValue, sizes: Map<string, number>): void {
  const [, type, key, , , view] = Array.isArray(id) ? id : []
  if (view !== undefined && view !== null) throw damagedPickle('it refers to views of blocks, which PyTorch 0.4 wrote')
  const dtype = type instanceof Global ? STORAGE_DTYPES.get(type.name) : undefined
  if (typeof key === 'string' && dtype !== undefined) sizes.set(key, scalarSize(tensorKind(dtype)))
}

/** Remembers the block that begins at `at`; returns where it ends. */
function takeBlock(
  bytes: Uint8Array,
  at: number,
  key: PickleValue,
  sizes: ReadonlyMap<string, number>,
  blocks: Map<string, Uint8Array>,
  bigEndian: boolean,
): number {
  const size = typeof key === 'string' ? sizes.get(key) : undefined
  if (typeof key !== 'string' || size === undefined) throw damagedPickle('a block belongs to no tensor')
  if (bytes.length - at < 8) throw damagedPickle('it is cut short')
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, 8)
  const length = view.getBigUint64(0, !bigEndian) * BigInt(size)
  if (length > BigInt(bytes.length - at - 8)) throw damagedPickle('it is cut short')
  const end = at + 8 + Number(length)
  blocks.set(key, bytes.subarray(at + 8, end))
  return end
}

function notPyTorch(): AppError {
  return new AppError('bad-input', 'This is a pickle, but not one of PyTorch: it does not begin with its magic number.')
}
