/** The lines that hold every word of the text, in any case and order. */
export function linesWith(lines: readonly string[], text: string): readonly string[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return lines
  return lines.filter(line => {
    const lower = line.toLowerCase()
    return words.every(word => lower.includes(word))
  })
}
