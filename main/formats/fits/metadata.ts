import type { FitsHeader } from './header.ts'

/** The keywords of a header with their values, as plain data; complex and undefined values are left to the cards. */
export function headerMetadata(header: FitsHeader): Record<string, string | number | boolean> {
  const entries = header.keywords().flatMap(keyword => {
    const value = header.value(keyword)
    return value === undefined || typeof value === 'object' ? [] : [[keyword, value] as const]
  })
  return Object.fromEntries(entries)
}
