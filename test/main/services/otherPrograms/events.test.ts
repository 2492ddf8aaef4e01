import { describe, expect, it } from 'vitest'
import { crc32c, maskedCrc32c } from '../../../../main/services/otherPrograms/crc32c.ts'
import { writeEvents } from '../../../../main/services/otherPrograms/tensorboardEvents.ts'

/** Messages of a file of records, each with both of its checksums verified. */
function records(bytes: Uint8Array): Buffer[] {
  const file = Buffer.from(bytes)
  const found: Buffer[] = []
  for (let at = 0; at < file.length; ) {
    const length = Number(file.readBigUInt64LE(at))
    expect(file.readUInt32LE(at + 8)).toBe(maskedCrc32c(file.subarray(at, at + 8)))
    const message = file.subarray(at + 12, at + 12 + length)
    expect(file.readUInt32LE(at + 12 + length)).toBe(maskedCrc32c(message))
    found.push(message)
    at += 16 + length
  }
  return found
}

describe("TensorBoard's events", () => {
  it('carry the checksum of RFC 3720', () => {
    const ascending = Uint8Array.from({ length: 32 }, (_, i) => i)
    expect(crc32c(new Uint8Array(32))).toBe(0x8a9136aa)
    expect(crc32c(new Uint8Array(32).fill(0xff))).toBe(0x62a8ab43)
    expect(crc32c(ascending)).toBe(0x46dd794e)
    expect(crc32c(Buffer.from('123456789'))).toBe(0xe3069283)
  })

  it('begin with the version and hold a message each', () => {
    const bytes = writeEvents([{ step: 300, tag: 'a/b', scalar: 0.5, seconds: 2 }], 1)
    const [version, event] = records(bytes)
    expect(version.toString('latin1')).toContain('brain.Event:2')
    // wall_time 2.0; step 300; summary { value { tag 'a/b', simple_value 0.5 } }
    expect(event.toString('hex')).toBe('09000000000000004010ac022a0c0a0a0a03612f62150000003f')
  })
})
