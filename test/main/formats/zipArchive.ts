import { crc32, deflateRawSync } from 'node:zlib'

/** A member as the test wants it: `content` is packed honestly, the other fields lie where they are set. */
export interface ArchiveMember {
  name: string
  content?: Uint8Array
  deflate?: boolean
  compressed?: Uint8Array
  size?: number
  crc?: number
  method?: number
  encrypted?: boolean
  /** Sizes and offset in the zip64 extra field. */
  zip64?: boolean
}

/** Builds a zip archive byte by byte (PKWARE APPNOTE), honest or not, so that the reader is tested by another hand. */
export function zipArchive(members: ArchiveMember[], options: { zip64End?: boolean } = {}): Uint8Array {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const member of members) {
    const content = member.content ?? new Uint8Array(0)
    const deflated = member.deflate === true || member.compressed !== undefined
    const compressed = member.compressed ?? (deflated ? deflateRawSync(content) : content)
    const method = member.method ?? (deflated ? 8 : 0)
    const size = member.size ?? content.length
    const crc = member.crc ?? crc32(content)
    const name = Buffer.from(member.name)
    const flags = member.encrypted ? 1 : 0

    const local = Buffer.alloc(30)
    local.writeUInt32LE(0x04034b50, 0)
    local.writeUInt16LE(flags, 6)
    local.writeUInt16LE(method, 8)
    local.writeUInt16LE(name.length, 26)
    parts.push(local, name, Buffer.from(compressed))

    const extra = member.zip64 ? Buffer.alloc(28) : Buffer.alloc(0)
    if (member.zip64) {
      extra.writeUInt16LE(1, 0)
      extra.writeUInt16LE(24, 2)
      extra.writeBigUInt64LE(BigInt(size), 4)
      extra.writeBigUInt64LE(BigInt(compressed.length), 12)
      extra.writeBigUInt64LE(BigInt(offset), 20)
    }
    const entry = Buffer.alloc(46)
    entry.writeUInt32LE(0x02014b50, 0)
    entry.writeUInt16LE(flags, 8)
    entry.writeUInt16LE(method, 10)
    entry.writeUInt32LE(crc >>> 0, 16)
    entry.writeUInt32LE(member.zip64 ? 0xffffffff : compressed.length, 20)
    entry.writeUInt32LE(member.zip64 ? 0xffffffff : size, 24)
    entry.writeUInt16LE(name.length, 28)
    entry.writeUInt16LE(extra.length, 30)
    entry.writeUInt32LE(member.zip64 ? 0xffffffff : offset, 42)
    directory.push(entry, name, extra)
    offset += 30 + name.length + compressed.length
  }
  const list = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(members.length, 8)
  end.writeUInt16LE(members.length, 10)
  end.writeUInt32LE(list.length, 12)
  end.writeUInt32LE(offset, 16)
  const zip64 = options.zip64End ? zip64End(members.length, list.length, offset) : Buffer.alloc(0)
  return Buffer.concat([...parts, list, zip64, end])
}

function zip64End(count: number, length: number, offset: number): Buffer {
  const record = Buffer.alloc(56 + 20)
  record.writeUInt32LE(0x06064b50, 0)
  record.writeBigUInt64LE(BigInt(count), 24)
  record.writeBigUInt64LE(BigInt(count), 32)
  record.writeBigUInt64LE(BigInt(length), 40)
  record.writeBigUInt64LE(BigInt(offset), 48)
  record.writeUInt32LE(0x07064b50, 56)
  record.writeBigUInt64LE(BigInt(offset + length), 56 + 8)
  return record
}
