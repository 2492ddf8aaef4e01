import { crc32, inflateRawSync } from 'node:zlib'
import { AppError } from '../domain/errors.ts'
import { MAX_DEFLATE_RATIO, MAX_INFLATED_BYTES } from './limits.ts'

/** One member of a zip archive, as its central directory describes it. */
export interface ZipEntry {
  readonly name: string
  /** 0 stored, 8 deflated. */
  readonly method: number
  readonly compressedSize: number
  readonly size: number
  readonly crc: number
  readonly headerOffset: number
}

const END_SIGNATURE = 0x06054b50
const END_SIZE = 22
const ZIP64_LOCATOR_SIGNATURE = 0x07064b50
const ZIP64_LOCATOR_SIZE = 20
const ZIP64_END_SIGNATURE = 0x06064b50
const ZIP64_END_SIZE = 56
const ENTRY_SIGNATURE = 0x02014b50
const ENTRY_SIZE = 46
const LOCAL_SIGNATURE = 0x04034b50
const LOCAL_SIZE = 30
const MAX_COMMENT = 0xffff

/**
 * The members of a zip archive (PKWARE APPNOTE 6.3, with zip64). Read here and not by a library, because every size
 * and offset must be checked against the real file before it is believed, and every member against its CRC.
 */
export function readZipDirectory(archive: Uint8Array): ZipEntry[] {
  const bytes = Buffer.from(archive.buffer, archive.byteOffset, archive.length)
  const { count, offset, end } = locateDirectory(bytes)
  if (offset > end || count * ENTRY_SIZE > end - offset) throw damaged('its list of members lies outside the file')
  const entries: ZipEntry[] = []
  let at = offset
  for (let i = 0; i < count; i++) {
    if (at + ENTRY_SIZE > end || bytes.readUInt32LE(at) !== ENTRY_SIGNATURE)
      throw damaged('its list of members is broken')
    const nameLength = bytes.readUInt16LE(at + 28)
    const extraLength = bytes.readUInt16LE(at + 30)
    const next = at + ENTRY_SIZE + nameLength + extraLength + bytes.readUInt16LE(at + 32)
    if (next > end) throw damaged('its list of members is cut short')
    entries.push(readEntry(bytes, at, nameLength, extraLength))
    at = next
  }
  return entries
}

/**
 * The content of one member. Refused before anything is inflated: a size over MAX_INFLATED_BYTES, a size that deflate
 * cannot reach from the bytes that are there, an unknown method, encryption.
 */
export function readZipEntry(archive: Uint8Array, entry: ZipEntry): Uint8Array {
  const bytes = Buffer.from(archive.buffer, archive.byteOffset, archive.length)
  const at = entry.headerOffset
  if (at + LOCAL_SIZE > bytes.length || bytes.readUInt32LE(at) !== LOCAL_SIGNATURE)
    throw damaged(`${entry.name} is not where the archive says`)
  if ((bytes.readUInt16LE(at + 6) & 1) !== 0)
    throw new AppError('unsupported', `${entry.name} is encrypted. Save the archive without a password.`)
  const start = at + LOCAL_SIZE + bytes.readUInt16LE(at + 26) + bytes.readUInt16LE(at + 28)
  if (start + entry.compressedSize > bytes.length) throw damaged(`${entry.name} is cut short`)
  if (entry.size > MAX_INFLATED_BYTES)
    throw new AppError(
      'unsupported',
      `${entry.name} inflates to ${entry.size} bytes; the limit is ${MAX_INFLATED_BYTES}.`,
    )
  const content = inflateEntry(bytes.subarray(start, start + entry.compressedSize), entry)
  if (content.length !== entry.size || crc32(content) !== entry.crc) throw damaged(`${entry.name} fails its checksum`)
  return content
}

function inflateEntry(compressed: Uint8Array, entry: ZipEntry): Uint8Array {
  if (entry.method === 0) return compressed
  if (entry.method !== 8)
    throw new AppError(
      'unsupported',
      `${entry.name} is compressed by method ${entry.method}. Save it with deflate or stored.`,
    )
  if (entry.size > entry.compressedSize * MAX_DEFLATE_RATIO) throw damaged(`${entry.name} claims an impossible size`)
  try {
    return inflateRawSync(compressed, { maxOutputLength: Math.max(1, entry.size) })
  } catch (error) {
    throw damaged(`${entry.name} cannot be inflated`, error)
  }
}

interface DirectoryLocation {
  readonly count: number
  readonly offset: number
  /** Where the directory ends at the latest. */
  readonly end: number
}

function locateDirectory(bytes: Buffer): DirectoryLocation {
  const end = findEnd(bytes)
  const zip64 = end - ZIP64_LOCATOR_SIZE
  if (zip64 >= 0 && bytes.readUInt32LE(zip64) === ZIP64_LOCATOR_SIGNATURE) {
    const at = safeNumber(bytes.readBigUInt64LE(zip64 + 8))
    if (at + ZIP64_END_SIZE > zip64 || bytes.readUInt32LE(at) !== ZIP64_END_SIGNATURE)
      throw damaged('its zip64 record is broken')
    return {
      count: safeNumber(bytes.readBigUInt64LE(at + 32)),
      offset: safeNumber(bytes.readBigUInt64LE(at + 48)),
      end: at,
    }
  }
  return { count: bytes.readUInt16LE(end + 10), offset: bytes.readUInt32LE(end + 16), end }
}

function findEnd(bytes: Buffer): number {
  const first = Math.max(0, bytes.length - END_SIZE - MAX_COMMENT)
  for (let at = bytes.length - END_SIZE; at >= first; at--) if (bytes.readUInt32LE(at) === END_SIGNATURE) return at
  throw damaged('its end is missing; the file is probably cut short')
}

function readEntry(bytes: Buffer, at: number, nameLength: number, extraLength: number): ZipEntry {
  const nameAt = at + ENTRY_SIZE
  const extra = bytes.subarray(nameAt + nameLength, nameAt + nameLength + extraLength)
  const sizes = [bytes.readUInt32LE(at + 24), bytes.readUInt32LE(at + 20), bytes.readUInt32LE(at + 42)]
  const [size, compressedSize, headerOffset] = withZip64(sizes, extra)
  return {
    name: bytes.toString('utf8', nameAt, nameAt + nameLength),
    method: bytes.readUInt16LE(at + 10),
    compressedSize,
    size,
    crc: bytes.readUInt32LE(at + 16),
    headerOffset,
  }
}

/** Fields that are all ones stand, in this order, in the extra field 1 (APPNOTE 4.5.3). */
function withZip64(fields: number[], extra: Buffer): number[] {
  if (!fields.includes(0xffffffff)) return fields
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== 1) continue
    let next = at + 4
    return fields.map(field => {
      if (field !== 0xffffffff) return field
      if (next + 8 > extra.length) throw damaged('its zip64 sizes are cut short')
      next += 8
      return safeNumber(extra.readBigUInt64LE(next - 8))
    })
  }
  return fields
}

function safeNumber(value: bigint): number {
  if (value <= BigInt(Number.MAX_SAFE_INTEGER)) return Number(value)
  throw damaged('it claims an impossible size')
}

function damaged(what: string, cause?: unknown): AppError {
  return new AppError('bad-input', `The archive is damaged: ${what}. Copy or save it again.`, {}, cause)
}
