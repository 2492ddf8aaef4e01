import { parseCard } from '../card.ts'
import type { Hdu } from '../file.ts'
import { error, type HduFinding, warning } from './finding.ts'

/**
 * What is wrong with the keywords that make an HDU what it is (FITS standard 4.0, sections 4.4.1 and 7): whether they are
 * there, in their order and in fixed format, and agree with each other. That their values can be used at all was found
 * out when the file was opened.
 */
export function structureFindings(hdu: Hdu): HduFinding[] {
  const cards = hdu.header.cards.map(parseCard)
  const findings: HduFinding[] = []
  for (const [i, keyword] of mandatoryKeywords(hdu).entries()) {
    if (cards[i]?.keyword === keyword) {
      findings.push(...formatOf(hdu.header.cards[i], keyword, i + 1))
      continue
    }
    const at = cards.findIndex(card => card.keyword === keyword && card.hasValue)
    findings.push(
      at < 0
        ? error(`${keyword} is missing; it must be card ${i + 1}.`, keyword)
        : error(`${keyword} is card ${at + 1}; it must be card ${i + 1}.`, keyword, at + 1),
    )
  }
  return [...findings, ...consistencyOf(hdu), ...wcsOrder(hdu)]
}

function mandatoryKeywords({ type, header }: Hdu): string[] {
  const isPrimary = header.value('XTENSION') === undefined
  const naxis = header.number('NAXIS') ?? 0
  const axes = Array.from({ length: naxis }, (_, i) => `NAXIS${i + 1}`)
  const isTable = type === 'table' || type === 'bintable' || type === 'compressed'
  return [
    isPrimary ? 'SIMPLE' : 'XTENSION',
    'BITPIX',
    'NAXIS',
    ...axes,
    ...(isPrimary ? [] : ['PCOUNT', 'GCOUNT']),
    ...(isTable ? ['TFIELDS'] : []),
  ]
}

/** Fixed format: a logical value in column 30, integers flush right in columns 11 to 30, strings from column 11 on. */
function formatOf(text: string, keyword: string, card: number): HduFinding[] {
  const field = text.slice(10, 30)
  if (keyword === 'XTENSION')
    return text[10] === "'" ? [] : [error('XTENSION: the string must begin in column 11.', keyword, card)]
  const fits = keyword === 'SIMPLE' ? /^ {19}[TF]$/ : /^ *[+-]?\d+$/
  if (fits.test(field)) return []
  return [error(`${keyword}: its value must end in column 30 (fixed format).`, keyword, card)]
}

function consistencyOf(hdu: Hdu): HduFinding[] {
  const { header, type } = hdu
  const findings: HduFinding[] = []
  const expect = (keyword: string, value: number) => {
    const found = header.value(keyword)
    if (found === undefined || found === value) return
    findings.push(error(`${keyword} is ${header.valueText(keyword)}; here it must be ${value}.`, keyword))
  }
  if (header.boolean('SIMPLE') === false)
    findings.push(warning('SIMPLE = F: the file says that it is not FITS.', 'SIMPLE'))
  if (type === 'image')
    for (const [keyword, value] of [
      ['PCOUNT', 0],
      ['GCOUNT', 1],
    ] as const)
      expect(keyword, value)
  if (type === 'table' || type === 'bintable' || type === 'compressed') {
    for (const [keyword, value] of [
      ['BITPIX', 8],
      ['NAXIS', 2],
      ['GCOUNT', 1],
    ] as const)
      expect(keyword, value)
    findings.push(...columnsOf(hdu))
  }
  if (type === 'table' || type === 'bintable') findings.push(...unwanted(hdu, ['BSCALE', 'BZERO', 'BUNIT'], 'a table'))
  if (type === 'primary') findings.push(...unwanted(hdu, ['PCOUNT', 'GCOUNT'], 'a primary image'))
  const isImage = type === 'primary' || type === 'image'
  if (isImage && hdu.bitpix < 0 && header.value('BLANK') !== undefined)
    findings.push(error('BLANK is for integers only; floats mark pixels without a value by NaN.', 'BLANK'))
  return findings
}

function unwanted({ header }: Hdu, keywords: readonly string[], place: string): HduFinding[] {
  return keywords
    .filter(keyword => header.valueText(keyword) !== undefined)
    .map(keyword => error(`${keyword} has no place in the header of ${place}.`, keyword))
}

/** Bytes of one element of a binary table's column by the letter of its TFORM (table 18); bits are counted apart. */
const ELEMENT_BYTES: Record<string, number> = {
  ...{ L: 1, B: 1, I: 2, J: 4, K: 8, A: 1, E: 4, D: 8, C: 8, M: 16, P: 8, Q: 16 },
}

function columnsOf({ header, type }: Hdu): HduFinding[] {
  const count = header.number('TFIELDS') ?? 0
  if (!Number.isInteger(count) || count < 0 || count > 999)
    return [error(`TFIELDS is ${header.valueText('TFIELDS')}; it must be from 0 to 999.`, 'TFIELDS')]
  const findings: HduFinding[] = []
  let width = 0
  for (let i = 1; i <= count; i++) {
    const format = header.string(`TFORM${i}`)
    if (format === undefined) findings.push(error(`TFORM${i} is missing.`, `TFORM${i}`))
    if (format === undefined || type === 'table') continue
    const [, repeat, letter] = /^\s*(\d*)([LXBIJKAEDCMPQ])/.exec(format) ?? []
    if (letter === undefined) findings.push(error(`TFORM${i} = '${format}' is no format of the standard.`, `TFORM${i}`))
    else {
      const elements = repeat === '' ? 1 : Number(repeat)
      width += letter === 'X' ? Math.ceil(elements / 8) : elements * ELEMENT_BYTES[letter]
    }
  }
  const declared = header.number('NAXIS1') ?? 0
  if (type !== 'table' && findings.length === 0 && width !== declared)
    findings.push(error(`A row has ${declared} bytes by NAXIS1, ${width} by its TFORM keywords.`, 'NAXIS1'))
  return findings
}

const OF_WCS = /^(CTYPE|CRPIX|CRVAL|CDELT|CUNIT|CROTA)\d+[A-Z]?$|^(CD|PC|PV|PS)\d+_\d+[A-Z]?$/

function wcsOrder({ header }: Hdu): HduFinding[] {
  const keywords = header.keywords()
  const axes = keywords.indexOf('WCSAXES')
  const first = keywords.findIndex(keyword => OF_WCS.test(keyword) && !/[A-Z]$/.test(keyword))
  if (axes < 0 || first < 0 || axes < first) return []
  return [error(`WCSAXES must stand before all other WCS keywords; ${keywords[first]} comes first.`, 'WCSAXES')]
}
