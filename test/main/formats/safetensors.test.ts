import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bytesSource } from '../../../main/formats/byteSource.ts'
import { parseSafetensors, readSafetensors, writeSafetensors } from '../../../main/formats/safetensors.ts'
import { appErrorOf } from './expectAppError.ts'

const F32 = (name: string, values: number[]) => ({ name, shape: [values.length], data: Float32Array.from(values) })

/** A file made by hand, so that the reader is not tested against its own writer. */
function file(header: unknown, data: Uint8Array): Uint8Array {
  const json = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header))
  const length = Buffer.alloc(8)
  length.writeBigUInt64LE(BigInt(json.length))
  return Buffer.concat([length, json, data])
}

describe('a safetensors file', () => {
  it('is read as the format describes it, whatever its types', () => {
    const numbers = Buffer.alloc(8 + 4 + 2 + 1 + 8)
    numbers.writeBigInt64LE(-5n, 0)
    numbers.writeFloatLE(1.5, 8)
    numbers.writeUInt16LE(0x3fc0, 12)
    numbers.writeUInt8(1, 14)
    numbers.writeDoubleLE(0.1, 15)
    const header = {
      __metadata__: { format: 'pt' },
      steps: { dtype: 'I64', shape: [], data_offsets: [0, 8] },
      weight: { dtype: 'F32', shape: [1, 1], data_offsets: [8, 12] },
      half: { dtype: 'BF16', shape: [1], data_offsets: [12, 14] },
      mask: { dtype: 'BOOL', shape: [1], data_offsets: [14, 15] },
      sum: { dtype: 'F64', shape: [1], data_offsets: [15, 23] },
    }
    expect(parseSafetensors(file(header, numbers))).toEqual({
      metadata: { format: 'pt' },
      tensors: [
        { name: 'steps', dtype: 'I64', shape: [], data: Float64Array.of(-5) },
        { name: 'weight', dtype: 'F32', shape: [1, 1], data: Float32Array.of(1.5) },
        { name: 'half', dtype: 'BF16', shape: [1], data: Float32Array.of(1.5) },
        { name: 'mask', dtype: 'BOOL', shape: [1], data: Float64Array.of(1) },
        { name: 'sum', dtype: 'F64', shape: [1], data: Float64Array.of(0.1) },
      ],
    })
  })

  it('is written in the same bytes whatever the order of the tensors, and every tensor is aligned', () => {
    const steps = { name: 'steps', shape: [], dtype: 'I64' as const, data: Float64Array.of(12) }
    const double = { name: 'zeta', shape: [1], data: Float64Array.of(0.5) }
    const tensors = [F32('b', [1, 2, 3]), steps, F32('a', [4]), double]
    const bytes = writeSafetensors({ tensors, metadata: { z: '1', a: '2' } })
    expect(writeSafetensors({ tensors: tensors.toReversed(), metadata: { a: '2', z: '1' } })).toEqual(bytes)
    const length = Number(Buffer.from(bytes).readBigUInt64LE(0))
    expect(length % 8).toBe(0)
    expect(JSON.parse(Buffer.from(bytes.subarray(8, 8 + length)).toString())).toEqual({
      __metadata__: { a: '2', z: '1' },
      steps: { dtype: 'I64', shape: [], data_offsets: [0, 8] },
      zeta: { dtype: 'F64', shape: [1], data_offsets: [8, 16] },
      a: { dtype: 'F32', shape: [1], data_offsets: [16, 20] },
      b: { dtype: 'F32', shape: [3], data_offsets: [20, 32] },
    })
  })

  it('is read back to the bit', async () => {
    const names = fc.uniqueArray(
      fc.string({ minLength: 1, maxLength: 12 }).filter(name => name !== '__metadata__' && name !== '__proto__'),
    )
    await fc.assert(
      fc.asyncProperty(names, fc.array(fc.float(), { maxLength: 6 }), async (all, values) => {
        const tensors = all.map((name, i) => F32(name, values.slice(i % 3)))
        const read = await readSafetensors(bytesSource(writeSafetensors({ tensors, metadata: { run: '7' } })))
        expect(read.metadata).toEqual({ run: '7' })
        expect(new Map(read.tensors.map(tensor => [tensor.name, tensor]))).toEqual(
          new Map(tensors.map(tensor => [tensor.name, { ...tensor, dtype: 'F32' }])),
        )
      }),
    )
  })
})

describe('a safetensors file that cannot be trusted is refused', () => {
  const one = { dtype: 'F32', shape: [2], data_offsets: [0, 8] }
  const cases: [string, Uint8Array, RegExp][] = [
    ['0 bytes', new Uint8Array(0), /it has 0 bytes/],
    ['a header longer than the file', Buffer.from('ffffffffffffffff7b7d', 'hex'), /claims 18446744073709551615 bytes/],
    ['a header that is no JSON', file('{"a":', new Uint8Array(8)), /not JSON/],
    ['a header that is no object', file([1], new Uint8Array(8)), /not a JSON object/],
    ['data cut short', file({ a: one }, new Uint8Array(7)), /need 8 bytes, the file has 7/],
    ['trailing data', file({ a: one }, new Uint8Array(9)), /need 8 bytes, the file has 9/],
    [
      'overlapping tensors',
      file({ a: one, b: one }, new Uint8Array(8)),
      /b begins at byte 0 of the data, 8 was expected/,
    ],
    ['a hole', file({ a: { ...one, data_offsets: [4, 12] } }, new Uint8Array(12)), /begins at byte 4/],
    [
      'a shape that needs more',
      file({ a: { ...one, shape: [2 ** 31, 2 ** 31] } }, new Uint8Array(8)),
      /its offsets give 8/,
    ],
    ['a negative length', file({ a: { ...one, shape: [-2] } }, new Uint8Array(8)), /no valid shape/],
    ['an unknown type', file({ a: { ...one, dtype: 'F8_E4M3' } }, new Uint8Array(8)), /F8_E4M3, which is not read/],
    [
      'metadata that are not text',
      file({ __metadata__: { a: 1 }, a: one }, new Uint8Array(8)),
      /metadata a is not text/,
    ],
  ]
  it.each(cases)('%s', async (_, bytes, message) => {
    expect((await appErrorOf(() => parseSafetensors(bytes))).message).toMatch(message)
  })

  it('integers beyond 2^53, which a float64 cannot hold', async () => {
    const bytes = file({ a: { dtype: 'U64', shape: [1], data_offsets: [0, 8] } }, new Uint8Array(8).fill(255))
    expect((await appErrorOf(() => parseSafetensors(bytes))).message).toMatch(/integers beyond 2\^53/)
  })

  it('half precision is not written, because it would round', async () => {
    const tensor = { ...F32('a', [1]), dtype: 'F16' as const }
    expect((await appErrorOf(() => writeSafetensors({ tensors: [tensor] }))).message).toMatch(/Write it as F32/)
  })

  it('two tensors of one name, or a shape that does not fit, are mistakes of the caller', () => {
    expect(() => writeSafetensors({ tensors: [F32('a', [1]), F32('a', [2])] })).toThrow(/two tensors are named a/)
    expect(() => writeSafetensors({ tensors: [{ ...F32('a', [1]), shape: [2] }] })).toThrow(/does not fit 1 values/)
  })
})
