import { AppError } from '../../domain/errors.ts'
import { MAX_INFLATED_BYTES } from '../limits.ts'
import type { Tensor } from '../tensor.ts'
import { readZipDirectory, readZipEntry } from '../zip.ts'
import { readLegacy, type TorchContent } from './legacy.ts'
import { damagedPickle } from './pickleReader.ts'
import { materialise, rebuildTensor, STORAGE_DTYPES, storageOf, TensorView } from './storage.ts'
import { Inert, type PickleValue, type PickleWorld, unpickle } from './unpickle.ts'

const REBUILD_TENSOR = 'torch._utils._rebuild_tensor_v2'
const REBUILD_PARAMETER = 'torch._utils._rebuild_parameter'
const ORDERED_DICT = 'collections.OrderedDict'
const SIZE = 'torch.Size'

/** Dictionaries that a training script keeps, as plain ones. */
const DICTIONARIES = new Set(['collections.defaultdict', 'collections.Counter'])

/** What else stands in checkpoints of training scripts; nothing is made of it, so it can do nothing. */
const INERT = new Set([
  'argparse.Namespace',
  'torch.device',
  ...['float16', 'bfloat16', 'float32', 'float64', 'int32', 'int64', 'uint8', 'bool'].map(type => `torch.${type}`),
  ...['core', '_core'].flatMap(part => ['scalar', '_reconstruct'].map(name => `numpy.${part}.multiarray.${name}`)),
  'numpy.dtype',
  'numpy.ndarray',
  '_codecs.encode',
  ...['Path', 'PosixPath', 'PurePosixPath', 'WindowsPath'].map(name => `pathlib.${name}`),
  'datetime.datetime',
  ...['__builtin__', 'builtins'].flatMap(module => ['set', 'frozenset', 'complex', 'slice'].map(n => `${module}.${n}`)),
])

/** All that a pickle may refer to. */
const ALLOWED = new Set([
  REBUILD_TENSOR,
  REBUILD_PARAMETER,
  ORDERED_DICT,
  SIZE,
  ...STORAGE_DTYPES.keys(),
  ...DICTIONARIES,
  ...INERT,
])

/** Where checkpoints keep the weights of the network, in the order in which they are looked for. */
const NESTED_KEYS = [
  'state_dict',
  'model_state_dict',
  'model',
  'net',
  'network',
  'generator',
  'params_ema',
  'params',
  'weights',
]
const MAX_NESTING = 4

/** Tied weights share storage; a file whose tensors need this many times its numbers is made to exhaust memory. */
const MAX_SHARING = 16

/**
 * Reads the tensors of a PyTorch file (torch.save: a zip of a pickle and blocks of numbers, or before 1.6 both in one
 * stream), in the order of the state dict, under its own names. A checkpoint that nests the state dict under `state_dict`,
 * `model`... is searched. Nothing in the file is executed: names outside of a closed list are refused.
 *
 * Errors: `forbidden` (refers to code), `bad-input` (damaged, no tensors in it).
 */
export function readTorchStateDict(bytes: Uint8Array): Map<string, Tensor> {
  checkFormat(bytes)
  const { root, present } = bytes[0] === ZIP ? readZipped(bytes) : readLegacy(bytes, world)
  const views = findStateDict(root)
  checkTotal(views, present)
  return new Map([...views].map(([name, view]) => [name, materialise(view)]))
}

/** What a pickle of weights may refer to and call; where its numbers lie is the format's affair. */
const world = (memberBytes: (key: string) => Uint8Array, bigEndian: boolean): PickleWorld => ({
  allowed: ALLOWED,
  call: callAllowed,
  persistent: id => storageOf(id, memberBytes, bigEndian),
})

function readZipped(bytes: Uint8Array): TorchContent {
  const entries = readZipDirectory(bytes)
  const pickle = entries.find(({ name }) => name === 'data.pkl' || name.endsWith('/data.pkl'))
  if (pickle === undefined)
    throw new AppError(
      'bad-input',
      'The zip archive has no data.pkl, so it is not a PyTorch file. TorchScript and NPZ files are no state dicts: save one with torch.save(model.state_dict(), path).',
    )
  const folder = pickle.name.slice(0, -'data.pkl'.length)
  const members = new Map(entries.map(entry => [entry.name, entry]))
  const read = (name: string): Uint8Array => {
    const entry = members.get(folder + name)
    if (entry === undefined) throw damagedPickle(`the block ${name} is missing`)
    return readZipEntry(bytes, entry)
  }
  const bigEndian = members.has(`${folder}byteorder`) && Buffer.from(read('byteorder')).toString() === 'big'
  const root = unpickle(
    readZipEntry(bytes, pickle),
    world(key => read(`data/${key}`), bigEndian),
  )
  return { root, present: entries.reduce((sum, entry) => sum + entry.size, 0) }
}

function callAllowed(name: string, args: PickleValue[]): PickleValue {
  switch (name) {
    case REBUILD_TENSOR:
      return rebuildTensor(args)
    case REBUILD_PARAMETER:
      return args[0] ?? null
    case SIZE:
      return args[0] ?? []
    case ORDERED_DICT:
      return orderedDict(args[0])
    default:
      if (INERT.has(name)) return new Inert(name)
      if (DICTIONARIES.has(name)) return args.find(arg => arg instanceof Map) ?? new Map()
      throw damagedPickle(`${name} is called, which is a type of numbers`)
  }
}

/** OrderedDict() or, as protocol 2 of older Pythons writes it, OrderedDict([[key, value], ...]). */
function orderedDict(items: PickleValue | undefined): Map<PickleValue, PickleValue> {
  if (items === undefined) return new Map()
  if (!Array.isArray(items)) throw damagedPickle('an ordered dictionary is malformed')
  return new Map(
    items.map((item): [PickleValue, PickleValue] => {
      if (Array.isArray(item) && item.length === 2) return [item[0], item[1]]
      throw damagedPickle('an ordered dictionary is malformed')
    }),
  )
}

function findStateDict(root: PickleValue): Map<string, TensorView> {
  let candidate = root
  for (let depth = 0; depth < MAX_NESTING && candidate instanceof Map; depth++) {
    const named = [...candidate].filter((entry): entry is [string, TensorView] => isNamedTensor(entry))
    if (named.length > 0) return new Map(named)
    const dictionary: Map<PickleValue, PickleValue> = candidate
    const key = NESTED_KEYS.find(name => dictionary.get(name) instanceof Map)
    if (key === undefined) break
    candidate = dictionary.get(key) ?? null
  }
  const keys = root instanceof Map ? [...root.keys()].filter(key => typeof key === 'string').slice(0, 10) : []
  throw new AppError(
    'bad-input',
    `The PyTorch file holds no state dict${keys.length > 0 ? ` (it has ${keys.join(', ')})` : ''}. Save one with torch.save(model.state_dict(), path).`,
    { keys },
  )
}

function isNamedTensor([name, value]: [PickleValue, PickleValue]): boolean {
  return typeof name === 'string' && value instanceof TensorView
}

/** Refuses, before anything is copied, tensors that expand far beyond the numbers in the file. */
function checkTotal(views: ReadonlyMap<string, TensorView>, present: number): void {
  const wanted = [...views.values()].reduce((sum, view) => sum + view.length * 4, 0)
  if (wanted <= MAX_SHARING * present && present <= 4 * MAX_INFLATED_BYTES) return
  throw new AppError(
    'bad-input',
    `The tensors of the PyTorch file would need ${wanted} bytes, its numbers are ${present}.`,
    {
      wanted,
      present,
    },
  )
}

/** First byte of a zip archive, and of a pickle. */
const ZIP = 0x50
const PICKLE = 0x80

function checkFormat(bytes: Uint8Array): void {
  if (bytes.length === 0) throw new AppError('bad-input', 'The PyTorch file is empty (0 bytes). Copy or save it again.')
  if (bytes[0] === ZIP && bytes[1] === 0x4b) return
  if (bytes[0] === PICKLE && bytes[1] <= 5) return
  throw new AppError('bad-input', 'This is not a PyTorch file: it is neither a zip archive nor a pickle.')
}
