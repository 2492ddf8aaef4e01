import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseNpy, writeNpy } from '../../../main/formats/npy.ts'
import { noTestData, testData, testDataPath } from '../../support/testData.ts'
import { appErrorOf } from './expectAppError.ts'

/** A NPY file made by hand, so that the reader is not tested against its own writer. */
function npy(fields: string, data: Uint8Array, version = 1): Uint8Array {
  const text = Buffer.from(`${fields}\n`, version === 3 ? 'utf8' : 'latin1')
  const length = Buffer.alloc(version === 1 ? 2 : 4)
  if (version === 1) length.writeUInt16LE(text.length)
  else length.writeUInt32LE(text.length)
  return Buffer.concat([Buffer.from('\x93NUMPY', 'latin1'), Buffer.from([version, 0]), length, text, data])
}

const header = (descr: string, shape: string, fortran = 'False') =>
  `{'descr': '${descr}', 'fortran_order': ${fortran}, 'shape': ${shape}, }`

const bytesOf = (array: ArrayBufferView) => new Uint8Array(array.buffer, array.byteOffset, array.byteLength)
const swapped = (array: ArrayBufferView & { BYTES_PER_ELEMENT: number }) => {
  const copy = Buffer.from(bytesOf(array))
  if (array.BYTES_PER_ELEMENT === 2) return copy.swap16()
  return array.BYTES_PER_ELEMENT === 4 ? copy.swap32() : copy.swap64()
}

describe('a NPY file is read whatever its numbers', () => {
  const cases: [string, Uint8Array, number[], string][] = [
    ['|b1', new Uint8Array([0, 1]), [0, 1], 'bool'],
    ['|i1', bytesOf(new Int8Array([-128, 127])), [-128, 127], 'int8'],
    ['|u1', new Uint8Array([0, 255]), [0, 255], 'uint8'],
    ['<i2', bytesOf(new Int16Array([-32768, 5])), [-32768, 5], 'int16'],
    ['>i2', swapped(new Int16Array([-32768, 5])), [-32768, 5], 'int16'],
    ['<u2', bytesOf(new Uint16Array([65535, 5])), [65535, 5], 'uint16'],
    ['<i4', bytesOf(new Int32Array([-2147483648, 16777217])), [-2147483648, 16777217], 'int32'],
    ['>u4', swapped(new Uint32Array([4294967295, 1])), [4294967295, 1], 'uint32'],
    ['<i8', bytesOf(new BigInt64Array([-(2n ** 53n), 3n])), [-(2 ** 53), 3], 'int64'],
    ['>u8', swapped(new BigUint64Array([2n ** 53n, 3n])), [2 ** 53, 3], 'uint64'],
    ['<f2', bytesOf(new Uint16Array([0x3c00, 0x0001, 0xfbff])), [1, 2 ** -24, -65504], 'float16'],
    ['>f4', swapped(new Float32Array([1.5, -2])), [1.5, -2], 'float32'],
    ['<f8', bytesOf(new Float64Array([0.1, -2])), [0.1, -2], 'float64'],
    ['>f8', swapped(new Float64Array([0.1, -2])), [0.1, -2], 'float64'],
  ]
  it.each(cases)('%s', (descr, data, expected, dtype) => {
    const array = parseNpy(npy(header(descr, `(${expected.length},)`), data))
    expect({ ...array, data: [...array.data] }).toEqual({
      shape: [expected.length],
      data: expected,
      dtype,
      rounded: false,
    })
  })

  it('the special values of float16 keep their meaning', () => {
    const { data } = parseNpy(npy(header('<f2', '(3,)'), bytesOf(new Uint16Array([0x7c00, 0xfc00, 0x7e00]))))
    expect([...data]).toEqual([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN])
  })

  it('64-bit integers beyond 2^53 are rounded to the nearest and said to be', () => {
    const integers = new BigInt64Array([2n ** 53n + 1n, 2n ** 53n + 3n])
    const array = parseNpy(npy(header('<i8', '(2,)'), bytesOf(integers)))
    expect([...array.data]).toEqual([2 ** 53, 2 ** 53 + 4])
    expect(array.rounded).toBe(true)
  })

  it('a large power of two is exact, and not said to be rounded', () => {
    expect(parseNpy(npy(header('<i8', '(1,)'), bytesOf(new BigInt64Array([2n ** 60n])))).rounded).toBe(false)
  })

  it('header versions 2 and 3, and a long integer of Python 2', () => {
    const data = bytesOf(new Float32Array([1, 2]))
    expect([...parseNpy(npy(header('<f4', '(2L,)'), data, 2)).data]).toEqual([1, 2])
    expect([...parseNpy(npy(header('<f4', '(1, 2)'), data, 3)).data]).toEqual([1, 2])
  })

  it('Fortran order becomes C order', () => {
    const { data, shape } = parseNpy(
      npy(header('<f4', '(2, 3)', 'True'), bytesOf(new Float32Array([0, 3, 1, 4, 2, 5]))),
    )
    expect(shape).toEqual([2, 3])
    expect([...data]).toEqual([0, 1, 2, 3, 4, 5])
  })

  it('a scalar of no axes, and an array without values', () => {
    expect([...parseNpy(npy(header('<f8', '()'), bytesOf(new Float64Array([7])))).data]).toEqual([7])
    expect(parseNpy(npy(header('<f8', '(0, 5)'), new Uint8Array(0))).shape).toEqual([0, 5])
  })
})

it('what is written is read back, for any shape and any order of the bytes around it', () => {
  const shapes = fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 4 })
  fc.assert(
    fc.property(shapes, fc.boolean(), fc.integer({ min: 0, max: 7 }), (shape, single, shift) => {
      const count = shape.reduce((a, b) => a * b, 1)
      const values = Array.from({ length: count }, (_, i) => Math.sin(i) * 10 ** (i % 30))
      const data = single ? Float32Array.from(values) : Float64Array.from(values)
      const written = writeNpy({ shape, data })
      const shifted = new Uint8Array(written.length + shift)
      shifted.set(written, shift)
      expect(parseNpy(shifted.subarray(shift))).toEqual({
        shape,
        data,
        dtype: single ? 'float32' : 'float64',
        rounded: false,
      })
      expect((written.length - data.byteLength) % 64).toBe(0)
    }),
  )
})

describe('a NPY file that cannot be read says why and what to do', () => {
  const good = npy(header('<f4', '(2, 2)'), new Uint8Array(16))
  const cases: [string, Uint8Array, string, RegExp][] = [
    ['0 bytes', new Uint8Array(0), 'bad-input', /empty \(0 bytes\)/],
    ['not NPY', Buffer.from('hello world, no array'), 'bad-input', /not a NPY file.*numpy\.save/],
    ['cut in the header', good.subarray(0, 30), 'bad-input', /cut short inside its header/],
    [
      'cut in the data',
      good.subarray(0, good.length - 1),
      'bad-input',
      /\(2, 2\) needs 16 bytes of data, the file has 15/,
    ],
    ['trailing bytes', Buffer.concat([good, Buffer.alloc(3)]), 'bad-input', /3 bytes follow the array/],
    ['objects', npy(header('|O', '(2,)'), new Uint8Array(16)), 'unsupported', /Python objects.*float32/],
    ['text', npy(header('<U5', '(2,)'), new Uint8Array(40)), 'unsupported', /text strings/],
    ['bytes', npy(header('|S5', '(2,)'), new Uint8Array(10)), 'unsupported', /byte strings/],
    ['complex', npy(header('<c8', '(2,)'), new Uint8Array(16)), 'unsupported', /complex numbers.*real part/],
    ['void', npy(header('|V4', '(2,)'), new Uint8Array(8)), 'unsupported', /void/],
    ['dates', npy(header('<M8[s]', '(1,)'), new Uint8Array(8)), 'unsupported', /dates/],
    ['float128', npy(header('<f16', '(1,)'), new Uint8Array(16)), 'unsupported', /<f16 is not read/],
    [
      'a table',
      npy("{'descr': [('a', '<f4'), ('b', '<i2')], 'fortran_order': False, 'shape': (2,), }", new Uint8Array(12)),
      'unsupported',
      /structured array/,
    ],
    ['a huge shape', npy(header('<f8', '(99999999999, 99999999999)'), new Uint8Array(8)), 'bad-input', /needs 79999/],
    ['a negative length', npy(header('<f8', '(-1,)'), new Uint8Array(8)), 'bad-input', /impossible length -1/],
    [
      'an unsafe length',
      npy(header('<f8', `(${'9'.repeat(400)},)`), new Uint8Array(8)),
      'bad-input',
      /impossible length|Python|damaged/,
    ],
    ['a broken header', npy("{'descr': '<f8', 'fortran_order", new Uint8Array(8)), 'bad-input', /damaged/],
    ['nested without end', npy('('.repeat(5000), new Uint8Array(8)), 'bad-input', /damaged/],
    ['an unknown version', npy(header('<f8', '(1,)'), new Uint8Array(8), 9), 'unsupported', /version 9/],
  ]
  it.each(cases)('%s', async (_, bytes, code, message) => {
    const error = await appErrorOf(() => parseNpy(bytes))
    expect(error.code).toBe(code)
    expect(error.message).toMatch(message)
  })
})

it.skipIf(testData === undefined)(`the published HSC image of the study is 1x1x64x64 float32${noTestData}`, () => {
  const array = parseNpy(readFileSync(testDataPath('hsc-hst-pair/Raw.npy')))
  expect(array.shape).toEqual([1, 1, 64, 64])
  expect(array.dtype).toBe('float32')
  expect(array.data.every(Number.isFinite)).toBe(true)
})
