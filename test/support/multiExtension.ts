/** One image of a multi-extension FITS file, row 0 at the bottom. */
export interface Extension {
  readonly name: string
  readonly width: number
  readonly data: Float32Array | Int32Array
}

const BLOCK = 2880

function block(cards: readonly string[]): Buffer {
  const text = [...cards, 'END'].map(card => card.padEnd(80)).join('')
  return Buffer.from(text.padEnd(Math.ceil(text.length / BLOCK) * BLOCK), 'latin1')
}

const card = (keyword: string, value: string | number | boolean): string => {
  const shown = typeof value === 'string' ? `'${value}'` : typeof value === 'boolean' ? (value ? 'T' : 'F') : `${value}`
  return `${keyword.padEnd(8)}= ${typeof value === 'string' ? shown : shown.padStart(20)}`
}

function extension({ name, width, data }: Extension): Buffer {
  const isFloat = data instanceof Float32Array
  const header = block([
    card('XTENSION', 'IMAGE   '),
    card('BITPIX', isFloat ? -32 : 32),
    card('NAXIS', 2),
    card('NAXIS1', width),
    card('NAXIS2', data.length / width),
    card('PCOUNT', 0),
    card('GCOUNT', 1),
    card('EXTNAME', name),
  ])
  const pixels = Buffer.alloc(Math.ceil((4 * data.length) / BLOCK) * BLOCK)
  for (const [i, value] of data.entries()) {
    if (isFloat) pixels.writeFloatBE(value, 4 * i)
    else pixels.writeInt32BE(value, 4 * i)
  }
  return Buffer.concat([header, pixels])
}

/** A FITS file as the archives have them: an empty primary HDU, then one extension an image. */
export function multiExtensionFits(extensions: readonly Extension[]): Buffer {
  const primary = block([card('SIMPLE', true), card('BITPIX', 8), card('NAXIS', 0), card('EXTEND', true)])
  return Buffer.concat([primary, ...extensions.map(extension)])
}
