import { existsSync, globSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { AppError } from '../../../../main/domain/errors.ts'
import { readTorchStateDict } from '../../../../main/formats/torch/stateDict.ts'
import { noTestData, testData, testDataPath } from '../../../support/testData.ts'
import { appErrorOf } from '../expectAppError.ts'
import { type ArchiveMember, zipArchive } from '../zipArchive.ts'

/** Opcodes of a hand-made pickle, by the names of Python's pickletools. */
const op = (...parts: (number | string | Buffer)[]) =>
  Buffer.concat(parts.map(part => (typeof part === 'number' ? Buffer.of(part) : Buffer.from(part as string))))
const PROTO = op(0x80, 2)
const STOP = op('.')
const MARK = op('(')
const global = (name: string) => op('c', `${name.split(' ').join('\n')}\n`)
const text = (value: string) => op('X', Buffer.from(Uint32Array.of(value.length).buffer), value)
const int = (value: number) => op('J', Buffer.from(Int32Array.of(value).buffer))
const tuple = (...items: Buffer[]) => op(MARK, ...items, 't')
const dict = (...items: Buffer[]) => op('}', MARK, ...items, 'u')
const call = (name: string, ...args: Buffer[]) => op(global(name), tuple(...args), 'R')
const storage = (type: string, key: string, length: number) =>
  op(tuple(text('storage'), global(`torch ${type}`), text(key), text('cpu'), int(length)), 'Q')
const tensor = (numbers: Buffer, offset: number, shape: number[], strides: number[]) =>
  call(
    'torch._utils _rebuild_tensor_v2',
    numbers,
    int(offset),
    tuple(...shape.map(int)),
    tuple(...strides.map(int)),
    op(0x89),
    call('collections OrderedDict'),
  )

function checkpoint(pickle: Buffer, blocks: Record<string, ArrayBufferView>, deflate = false): Uint8Array {
  const members: ArchiveMember[] = Object.entries(blocks).map(([key, block]) => ({
    name: `archive/data/${key}`,
    content: new Uint8Array(block.buffer, block.byteOffset, block.byteLength),
    deflate,
  }))
  return zipArchive([{ name: 'archive/data.pkl', content: op(PROTO, pickle, STOP), deflate }, ...members], {
    zip64End: true,
  })
}

const six = Float32Array.from([0, 1, 2, 3, 4, 5])
const plain = tensor(storage('FloatStorage', '0', 6), 0, [2, 3], [3, 1])

const LEGACY_MAGIC = op(0x8a, 10, Buffer.from('6cfc9c46f9206aa85019', 'hex'))

/** As PyTorch before 1.6 wrote it. */
function legacy(pickle: Buffer, keys: readonly string[], blocks: readonly Buffer[]): Uint8Array {
  const pickles = [
    LEGACY_MAGIC,
    int(1001),
    dict(text('little_endian'), op(0x88)),
    pickle,
    op(']', ...keys.map(k => op(text(k), 'a'))),
  ]
  return op(...pickles.map(one => op(PROTO, one, STOP)), ...blocks)
}
const counted = (values: Float32Array) =>
  op(Buffer.from(BigInt64Array.of(BigInt(values.length)).buffer), Buffer.from(values.buffer))

describe('the tensors of a PyTorch file', () => {
  it('are read from the format before 1.6, its blocks in any order', () => {
    const stored = (key: string) =>
      op(tuple(text('storage'), global('torch FloatStorage'), text(key), text('cpu'), int(6), op('N')), 'Q')
    const [a, b] = ['11', '22'].map(key => tensor(stored(key), 0, [2, 3], [3, 1]))
    const twice = six.map(value => 2 * value)
    const bytes = legacy(dict(text('a'), a, text('b'), b), ['22', '11'], [counted(twice), counted(six)])
    const read = readTorchStateDict(bytes)
    expect([read.get('a')?.data, read.get('b')?.data]).toEqual([six, twice])
    for (let length = 2; length < bytes.length; length += 7) {
      expect(() => readTorchStateDict(bytes.subarray(0, length))).toThrow(AppError)
    }
  })

  it('are found by name, shape and value, stored or deflated', () => {
    const expected = new Map([['w', { shape: [2, 3], dtype: 'F32', data: six }]])
    expect(readTorchStateDict(checkpoint(dict(text('w'), plain), { 0: six }))).toEqual(expected)
    expect(readTorchStateDict(checkpoint(dict(text('w'), plain), { 0: six }, true))).toEqual(expected)
  })

  it('may be transposed, shifted, expanded, empty, without axes, and share their numbers', () => {
    const numbers = storage('FloatStorage', '0', 6)
    const entries = [
      [text('transposed'), tensor(numbers, 0, [3, 2], [1, 3])],
      [text('column'), tensor(numbers, 1, [2], [3])],
      [text('expanded'), tensor(numbers, 5, [3], [0])],
      [text('empty'), tensor(numbers, 6, [0, 4], [4, 1])],
      [text('scalar'), tensor(numbers, 4, [], [])],
    ].flat()
    const read = readTorchStateDict(checkpoint(dict(...entries), { 0: six }))
    expect([...read].map(([name, { shape, data }]) => [name, shape, [...data]])).toEqual([
      ['transposed', [3, 2], [0, 3, 1, 4, 2, 5]],
      ['column', [2], [1, 4]],
      ['expanded', [3], [5, 5, 5]],
      ['empty', [0, 4], []],
      ['scalar', [], [4]],
    ])
  })

  it.each([
    ['DoubleStorage', Float64Array.of(0.1), 'F64', Float64Array.of(0.1)],
    ['HalfStorage', Uint16Array.of(0x3e00), 'F16', Float32Array.of(1.5)],
    ['BFloat16Storage', Uint16Array.of(0x3fc0), 'BF16', Float32Array.of(1.5)],
    ['LongStorage', BigInt64Array.of(-7n), 'I64', Float64Array.of(-7)],
    ['IntStorage', Int32Array.of(-7), 'I32', Float64Array.of(-7)],
    ['ShortStorage', Int16Array.of(-7), 'I16', Float64Array.of(-7)],
    ['CharStorage', Int8Array.of(-7), 'I8', Float64Array.of(-7)],
    ['ByteStorage', Uint8Array.of(7), 'U8', Float64Array.of(7)],
    ['BoolStorage', Uint8Array.of(1), 'BOOL', Float64Array.of(1)],
  ])('of %s are read exactly', (type, block, dtype, data) => {
    const pickle = dict(text('w'), tensor(storage(type, '0', 1), 0, [1], [1]))
    expect(readTorchStateDict(checkpoint(pickle, { 0: block })).get('w')).toEqual({ shape: [1], dtype, data })
  })

  it('are found in a checkpoint that nests them, as parameters of a network', () => {
    const parameter = call('torch._utils _rebuild_parameter', plain, op(0x88), call('collections OrderedDict'))
    const optimizer = dict(text('lr'), op('G', Buffer.from('3f50624dd2f1a9fc', 'hex')), text('steps'), int(5))
    const nested = dict(
      text('epoch'),
      int(3),
      text('optimizer'),
      optimizer,
      text('state_dict'),
      dict(text('w'), parameter),
    )
    expect([...readTorchStateDict(checkpoint(nested, { 0: six })).keys()]).toEqual(['w'])
  })

  it('are found beside what a training script keeps: arguments, sets, numbers of NumPy, devices', () => {
    const bytes = call('_codecs encode', text('x'), text('latin1'))
    const dtype = op(call('numpy dtype', text('f8'), op(0x89), op(0x88)), tuple(int(3), text('<')), 'b')
    const nested = dict(
      text('args'),
      op(global('argparse Namespace'), ')', 0x81, dict(text('lr'), int(1)), 'b'),
      text('best'),
      call('numpy.core.multiarray scalar', dtype, bytes),
      text('device'),
      call('torch device', text('cuda'), int(0)),
      text('dtype'),
      global('torch float32'),
      text('seen'),
      op(0x8f, MARK, int(1), int(2), 0x90),
      text('counts'),
      op(call('collections defaultdict', global('__builtin__ set')), text('a'), int(1), 's'),
      text('model'),
      dict(text('w'), plain),
    )
    expect([...readTorchStateDict(checkpoint(nested, { 0: six })).keys()]).toEqual(['w'])
  })

  it('are read from protocol 4 too: frames, short strings, memoised names', () => {
    const short = (value: string) => op(0x8c, value.length, value)
    const named = op(short('collections'), 0x94, short('OrderedDict'), 0x94, 0x93, ')', 'R', 0x94)
    const body = op(named, MARK, short('w'), 0x94, plain, 'u')
    const bytes = zipArchive([
      { name: 'a/data.pkl', content: op(0x80, 4, 0x95, Buffer.alloc(8), body, STOP) },
      { name: 'a/data/0', content: new Uint8Array(six.buffer) },
    ])
    expect([...readTorchStateDict(bytes).keys()]).toEqual(['w'])
  })

  it('are read from a file of a big-endian machine', () => {
    const swapped = Buffer.from(six.slice().buffer).swap32()
    const bytes = zipArchive([
      { name: 'a/data.pkl', content: op(PROTO, dict(text('w'), plain), STOP) },
      { name: 'a/byteorder', content: Buffer.from('big') },
      { name: 'a/data/0', content: swapped },
    ])
    expect(readTorchStateDict(bytes).get('w')?.data).toEqual(six)
  })
})

describe('a PyTorch file that would run code is refused, by the name of the code', () => {
  it.each([
    ['posix system', 'posix.system'],
    ['os system', 'os.system'],
    ['builtins eval', 'builtins.eval'],
    ['__builtin__ exec', '__builtin__.exec'],
    ['torch.hub load', 'torch.hub.load'],
    ['torch._utils _rebuild_tensor_v2.__globals__', 'torch._utils._rebuild_tensor_v2.__globals__'],
    ['pathlib Path.touch', 'pathlib.Path.touch'],
    ['numpy load', 'numpy.load'],
  ])('%s', async (name, full) => {
    const marker = '/tmp/subarc-pickle-was-executed'
    const pickle = dict(text('w'), call(name, text(`touch ${marker}`)), text('v'), plain)
    const error = await appErrorOf(() => readTorchStateDict(checkpoint(pickle, { 0: six })))
    expect(error.code).toBe('forbidden')
    expect(error.message).toContain(`refers to ${full}, which is not part of plain weights`)
    expect(existsSync(marker)).toBe(false)
  })

  it('and the same through STACK_GLOBAL', async () => {
    const error = await appErrorOf(() =>
      readTorchStateDict(checkpoint(op(text('os'), text('system'), 0x93, tuple(text('id')), 'R'), {})),
    )
    expect(error.message).toContain('refers to os.system')
  })

  it('and the same where an object is to be made (NEWOBJ)', async () => {
    const made = op(global('subprocess Popen'), tuple(text('id')), 0x81)
    const error = await appErrorOf(() => readTorchStateDict(checkpoint(made, {})))
    expect(error.message).toContain('refers to subprocess.Popen')
  })

  it('other instructions that make objects (INST, OBJ, EXT1, NEWOBJ_EX) are not known at all', async () => {
    for (const opcode of [0x69, 0x6f, 0x82, 0x92]) {
      const error = await appErrorOf(() => readTorchStateDict(checkpoint(op(MARK, opcode, 'os\nsystem\n'), {})))
      expect(error.message).toContain(`the pickle instruction 0x${opcode.toString(16)}`)
    }
  })
})

describe('a damaged PyTorch file is refused', () => {
  const numbers = storage('FloatStorage', '0', 6)
  const cases: [string, Buffer, RegExp][] = [
    ['beyond its numbers', dict(text('w'), tensor(numbers, 1, [2, 3], [3, 1])), /\(2, 3\) reaches outside/],
    ['a huge shape', dict(text('w'), tensor(numbers, 0, [2 ** 30, 2 ** 30], [0, 0])), /reaches outside/],
    ['expanded to exhaust memory', dict(text('w'), tensor(numbers, 0, [2 ** 30], [0])), /would need 4294967296 bytes/],
    ['a negative stride', dict(text('w'), tensor(numbers, 5, [2], [-1])), /a tensor is malformed/],
    ['a missing block', dict(text('w'), tensor(storage('FloatStorage', '9', 6), 0, [1], [1])), /data\/9 is missing/],
    [
      'a block of another length',
      dict(text('w'), tensor(storage('FloatStorage', '0', 7), 0, [1], [1])),
      /should hold 7 values/,
    ],
    ['no tensors', dict(text('epoch'), int(3)), /holds no state dict \(it has epoch\)/],
    ['a string longer than the file', op('X', Buffer.from('ffffffff', 'hex'), 'abc'), /it is cut short/],
    ['a value that was never made', op('h', 7), /used before it is made/],
    ['an empty stack', op('R'), /a value is missing/],
    ['no mark', op('t'), /a mark is missing/],
    ['a call of a number type', call('torch FloatStorage'), /torch\.FloatStorage is called/],
  ]
  it.each(cases)('%s', async (_, pickle, message) => {
    expect((await appErrorOf(() => readTorchStateDict(checkpoint(pickle, { 0: six })))).message).toMatch(message)
  })

  it('a dictionary that holds itself does not hang the search', async () => {
    const loop = op('}', 'q', 0, text('model'), 'h', 0, 's')
    expect((await appErrorOf(() => readTorchStateDict(checkpoint(loop, {})))).message).toMatch(/no state dict/)
  })

  it('a pickle of something else, and a legacy file that is cut short', async () => {
    const other = await appErrorOf(() => readTorchStateDict(op(PROTO, int(3), STOP)))
    expect(other.message).toMatch(/does not begin with its magic number/)
    const magic = await appErrorOf(() => readTorchStateDict(op(PROTO, LEGACY_MAGIC, STOP)))
    expect(magic.message).toMatch(/it is cut short/)
  })

  it('another zip archive, an empty file, a text', async () => {
    const other = zipArchive([{ name: 'a.txt', content: Buffer.from('a') }])
    expect((await appErrorOf(() => readTorchStateDict(other))).message).toMatch(/has no data\.pkl/)
    expect((await appErrorOf(() => readTorchStateDict(new Uint8Array(0)))).message).toMatch(/empty \(0 bytes\)/)
    expect((await appErrorOf(() => readTorchStateDict(Buffer.from('<html>')))).message).toMatch(/not a PyTorch file/)
  })

  it('every way to cut it short', async () => {
    const bytes = checkpoint(dict(text('w'), plain), { 0: six })
    for (let length = 0; length < bytes.length; length++) {
      const error = await appErrorOf(() => readTorchStateDict(bytes.subarray(0, length)))
      expect(error).toBeInstanceOf(AppError)
    }
  })

  it('every byte changed, one by one: weights or an AppError, never another error', () => {
    const bytes = checkpoint(dict(text('w'), plain), { 0: six })
    let refused = 0
    for (let at = 0; at < bytes.length; at++) {
      const damaged = Uint8Array.from(bytes)
      damaged[at] ^= 0x55
      try {
        readTorchStateDict(damaged)
      } catch (error) {
        if (!(error instanceof AppError)) throw error
        refused += 1
      }
    }
    expect(refused).toBeGreaterThan(bytes.length / 3)
  })
})

describe.skipIf(testData === undefined)(`state dicts that PyTorch wrote${noTestData}`, () => {
  const files = testData === undefined ? [] : globSync('torch/*/*.pt', { cwd: testData }).sort()

  it.each(files)('%s', path => {
    const state = readTorchStateDict(readFileSync(testDataPath(path)))
    expect(state.size).toBeGreaterThan(10)
    for (const [name, { shape, data, dtype }] of state) {
      expect(data.length).toBe(shape.reduce((a, b) => a * b, 1))
      expect(dtype).toBe(name.endsWith('num_batches_tracked') ? 'I64' : 'F32')
      expect(data.every(Number.isFinite)).toBe(true)
    }
  })

  const described = files.filter(path => /(initial|final)\.pt$/.test(path))
  it.each(described)('%s has the keys and the number of parameters that expected.json lists', path => {
    const expected = JSON.parse(readFileSync(testDataPath(path, '../expected.json'), 'utf8'))
    const state = readTorchStateDict(readFileSync(testDataPath(path)))
    expect([...state.keys()]).toEqual(expected.state_keys)
    const parameters = [...state].filter(([name]) => !/running_|num_batches/.test(name))
    expect(parameters.reduce((sum, [, { data }]) => sum + data.length, 0)).toBe(expected.parameters)
    const steps = path.endsWith('final.pt') ? expected.steps : 0
    const counters = [...state]
      .filter(([name]) => name.endsWith('num_batches_tracked'))
      .map(([, { data }]) => [...data])
    expect(counters.every(([count]) => count === steps)).toBe(true)
  })
})
