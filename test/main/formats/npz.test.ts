import { crc32, deflateRawSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { writeNpy } from '../../../main/formats/npy.ts'
import { openNpz, writeNpz } from '../../../main/formats/npz.ts'
import { appErrorOf } from './expectAppError.ts'
import { zipArchive } from './zipArchive.ts'

const image = { shape: [2, 3], data: Float32Array.from([1, 2, 3, 4, 5, 6]) }
const npy = writeNpy(image)

describe('a NPZ archive', () => {
  it('is read back as written, and equal arrays give equal bytes', () => {
    const bytes = writeNpz({ lr: image, hr: { shape: [1], data: Float64Array.from([0.1]) } })
    const npz = openNpz(bytes)
    expect(npz.members).toEqual(['lr', 'hr'])
    expect(npz.read('lr')).toMatchObject(image)
    expect(npz.read('hr')).toMatchObject({ shape: [1], dtype: 'float64' })
    expect(writeNpz({ lr: image, hr: { shape: [1], data: Float64Array.from([0.1]) } })).toEqual(bytes)
  })

  it('may hold stored and deflated members, and 64-bit sizes as NumPy writes them', () => {
    const bytes = zipArchive([
      { name: 'a.npy', content: npy, zip64: true },
      { name: 'b.npy', content: npy, deflate: true },
      { name: 'notes.txt', content: Buffer.from('not an array') },
    ])
    const npz = openNpz(bytes)
    expect(npz.members).toEqual(['a', 'b'])
    expect(npz.read('a')).toMatchObject(image)
    expect(npz.read('b')).toMatchObject(image)
  })
})

describe('a NPZ archive that cannot be trusted is refused before it is inflated', () => {
  const good = zipArchive([{ name: 'a.npy', content: npy, deflate: true }])
  const bomb = deflateRawSync(Buffer.alloc(50_000_000))
  const cases: [string, Uint8Array, RegExp][] = [
    ['cut short', good.subarray(0, good.length - 30), /its end is missing/],
    ['no array in it', zipArchive([{ name: 'a.txt', content: npy }]), /holds no NPY array.*numpy\.savez/],
    ['a size over the limit', zipArchive([{ name: 'a.npy', compressed: bomb, size: 2 ** 31, crc: 0 }]), /the limit is/],
    [
      'a size that deflate cannot reach',
      zipArchive([{ name: 'a.npy', compressed: Buffer.alloc(9), size: 2 ** 29, crc: 0 }]),
      /impossible size/,
    ],
    [
      'more inside than it says',
      zipArchive([{ name: 'a.npy', compressed: bomb, size: 100, crc: 0 }]),
      /cannot be inflated/,
    ],
    [
      'a wrong checksum',
      zipArchive([{ name: 'a.npy', compressed: deflateRawSync(npy), size: npy.length, crc: crc32(npy) ^ 1 }]),
      /fails its checksum/,
    ],
    ['an unknown method', zipArchive([{ name: 'a.npy', content: npy, method: 99 }]), /method 99/],
    ['an encrypted member', zipArchive([{ name: 'a.npy', content: npy, encrypted: true }]), /encrypted/],
    ['0 bytes', new Uint8Array(0), /its end is missing/],
  ]
  it.each(cases)('%s', async (_, bytes, message) => {
    const started = performance.now()
    const error = await appErrorOf(() => openNpz(bytes).read('a'))
    expect(error.message).toMatch(message)
    expect(performance.now() - started).toBeLessThan(500)
  })

  it('a directory that counts four thousand million members', async () => {
    const bytes = Buffer.from(zipArchive([{ name: 'a.npy', content: npy }], { zip64End: true }))
    bytes.writeBigUInt64LE(4_000_000_000n, bytes.length - 22 - 20 - 56 + 32)
    expect((await appErrorOf(() => openNpz(bytes))).message).toMatch(/outside the file/)
  })

  it('a member that is not there is named, with those that are', async () => {
    const error = await appErrorOf(() => openNpz(good).read('hr'))
    expect(error.code).toBe('not-found')
    expect(error.message).toBe('The NPZ file has no array hr. It has: a.')
  })
})
