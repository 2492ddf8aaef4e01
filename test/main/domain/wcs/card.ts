/** A FITS card of 80 characters. */
export function card(keyword: string, value: number | string, comment = ''): string {
  const text = typeof value === 'string' ? `'${value.padEnd(8)}'` : String(value).padStart(20)
  return `${keyword.padEnd(8)}= ${text}${comment && ` / ${comment}`}`.padEnd(80)
}

/** The cards of a header given as keywords and values. */
export function cardsOf(header: Readonly<Record<string, number | string>>): string[] {
  return Object.entries(header).map(([keyword, value]) => card(keyword, value))
}
