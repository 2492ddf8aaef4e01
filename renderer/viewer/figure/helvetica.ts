/**
 * Advance widths of Helvetica from the space to the tilde, in thousandths of the size (Adobe's font metrics, core 14).
 */
const WIDTHS = [
  ...[278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278],
  ...[556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556],
  ...[1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778],
  ...[667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556],
  ...[333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556],
  ...[556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584],
]
/** Of the letters beyond, which are rare in labels. */
const OTHER = 556

/** The width of a text in Helvetica of this size. */
export const helveticaWidth = (text: string, size: number): number =>
  ([...text].reduce((sum, c) => sum + (WIDTHS[(c.codePointAt(0) ?? 0) - 32] ?? OTHER), 0) * size) / 1000

/** Characters of the encoding WinAnsi beyond Latin-1's own places (PDF 1.7, annex D.2). */
const WIN_ANSI: Readonly<Record<string, number>> = {
  '\u20ac': 0x80,
  '\u2026': 0x85,
  '\u2018': 0x91,
  '\u2019': 0x92,
  '\u201c': 0x93,
  '\u201d': 0x94,
  '\u2022': 0x95,
  '\u2013': 0x96,
  '\u2014': 0x97,
  '\u2212': 0x2d,
}

/** A text's bytes in WinAnsi; what it does not have becomes a question mark. */
export function winAnsi(text: string): number[] {
  return [...text.normalize('NFC')].map(c => {
    const code = c.codePointAt(0) ?? 0
    if ((code >= 0x20 && code < 0x7f) || (code >= 0xa0 && code <= 0xff)) return code
    return WIN_ANSI[c] ?? 0x3f
  })
}

/** Whether PDF's own fonts have every letter of a text. */
export const isInWinAnsi = (text: string): boolean =>
  winAnsi(text).filter(code => code === 0x3f).length === [...text].filter(c => c === '?').length
