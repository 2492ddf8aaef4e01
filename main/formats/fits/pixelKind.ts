import type { PlainKind } from '../scalars.ts'

const KINDS: Record<number, PlainKind> = { 8: 'u1', 16: 'i2', 32: 'i4', 64: 'i8', [-32]: 'f4', [-64]: 'f8' }

/** The kind of numbers that a BITPIX of the standard stands for. */
export function pixelKind(bitpix: number): PlainKind {
  return KINDS[bitpix]
}
