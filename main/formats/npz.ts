import { zipSync } from 'fflate'
import { AppError } from '../domain/errors.ts'
import { type NpyArray, parseNpy, writeNpy } from './npy.ts'
import type { FloatArray } from './scalars.ts'
import { readZipDirectory, readZipEntry } from './zip.ts'

/** An open NPZ archive: the names of its arrays, and each array read on demand. */
export interface NpzFile {
  readonly members: readonly string[]
  read(member: string): NpyArray
}

/** Lists the arrays of a NPZ archive (numpy.savez, numpy.savez_compressed) without inflating any. */
export function openNpz(bytes: Uint8Array): NpzFile {
  const entries = readZipDirectory(bytes).filter(entry => entry.name.endsWith('.npy'))
  if (entries.length === 0)
    throw new AppError(
      'bad-input',
      'The zip archive holds no NPY array, so it is not a NPZ file. Write it with numpy.savez.',
    )
  const byName = new Map(entries.map(entry => [entry.name.slice(0, -'.npy'.length), entry]))
  const members = [...byName.keys()]
  return {
    members,
    read(member) {
      const entry = byName.get(member)
      if (entry === undefined)
        throw new AppError('not-found', `The NPZ file has no array ${member}. It has: ${members.join(', ')}.`, {
          members,
        })
      return parseNpy(readZipEntry(bytes, entry))
    },
  }
}

/** Earliest date that zip can hold: archives of equal arrays are equal, byte for byte. */
const FIXED_DATE = new Date(1980, 0, 1)

/** Writes arrays, deflated, under their names. */
export function writeNpz(arrays: Record<string, { shape: readonly number[]; data: FloatArray }>): Uint8Array {
  const members = Object.entries(arrays).map(([name, array]) => [`${name}.npy`, writeNpy(array)] as const)
  return zipSync(Object.fromEntries(members), { level: 6, mtime: FIXED_DATE })
}
