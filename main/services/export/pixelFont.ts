/**
 * An alphabet of 5 x 7 pixels for the labels of PNG panels, so that a panel says what it shows wherever it is opened.
 * A glyph is seven rows from the top, one base-32 digit a row, the leftmost pixel the highest bit.
 */
const glyphs: Readonly<Record<string, string>> = {
  ' ': '0000000',
  A: 'ehhvhhh',
  B: 'uhhuhhu',
  C: 'ehggghe',
  D: 'uhhhhhu',
  E: 'vgguggv',
  F: 'vgguggg',
  G: 'ehgnhhf',
  H: 'hhhvhhh',
  I: 'e44444e',
  J: '72222ic',
  K: 'hikokih',
  L: 'ggggggv',
  M: 'hrllhhh',
  N: 'hpljhhh',
  O: 'ehhhhhe',
  P: 'uhhuggg',
  Q: 'ehhhlid',
  R: 'uhhukih',
  S: 'fgge11u',
  T: 'v444444',
  U: 'hhhhhhe',
  V: 'hhhhha4',
  W: 'hhhllla',
  X: 'hha4ahh',
  Y: 'hha4444',
  Z: 'v1248gv',
  0: 'ehjlphe',
  1: '4c4444e',
  2: 'eh1248v',
  3: 'v2421he',
  4: '26aiv22',
  5: 'vgu11he',
  6: '68guhhe',
  7: 'v124888',
  8: 'ehhehhe',
  9: 'ehhf12c',
  '.': '00000cc',
  ',': '0000448',
  ':': '0cc0cc0',
  '-': '000v000',
  '+': '044v440',
  '=': '00v0v00',
  '/': '01248g0',
  '%': 'op248j3',
  '(': '2488842',
  ')': '8422248',
}

const WIDTH = 5
const HEIGHT = 7
const ADVANCE = WIDTH + 1

/** Size of a line of text, pixels. */
export function textSize(text: string, scale: number): { width: number; height: number } {
  return { width: Math.max(0, text.length * ADVANCE - 1) * scale, height: HEIGHT * scale }
}

/** Calls `paint` for each lit pixel of the text, `(x, y)` from its upper left corner; unknown characters stay blank. */
export function drawText(text: string, scale: number, paint: (x: number, y: number) => void): void {
  Array.from(text.toUpperCase()).forEach((character, place) => {
    const rows = glyphs[character] ?? glyphs[' ']
    for (let row = 0; row < HEIGHT; row++) {
      const bits = Number.parseInt(rows[row], 32)
      for (let column = 0; column < WIDTH; column++) {
        if ((bits & (1 << (WIDTH - 1 - column))) === 0) continue
        for (let dy = 0; dy < scale; dy++) {
          for (let dx = 0; dx < scale; dx++) {
            paint((place * ADVANCE + column) * scale + dx, row * scale + dy)
          }
        }
      }
    }
  })
}
