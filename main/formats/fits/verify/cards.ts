import { type FitsCard, parseCard } from '../card.ts'
import { error, type HduFinding, warning } from './finding.ts'

const STRING_KEYWORDS =
  /^(EXTNAME|BUNIT|DATE(-OBS|-END|-BEG|-AVG|REF)?|OBJECT|TELESCOP|INSTRUME|OBSERVER|ORIGIN|AUTHOR|REFERENC|TIMESYS|CHECKSUM|DATASUM|ZCMPTYPE|ZQUANTIZ|(RADESYS|SPECSYS)[A-Z]?|(CTYPE|CUNIT|CNAME)\d+[A-Z]?|(TTYPE|TFORM|TUNIT|TDISP|TDIM)\d+)$/
const NUMBER_KEYWORDS =
  /^(BITPIX|NAXIS\d*|PCOUNT|GCOUNT|BSCALE|BZERO|BLANK|DATAMIN|DATAMAX|EXTVER|EXTLEVEL|EPOCH|TFIELDS|THEAP|WCSAXES[A-Z]?|(EQUINOX|LONPOLE|LATPOLE)[A-Z]?|(CRPIX|CRVAL|CDELT|CROTA)\d+[A-Z]?|(CD|PC|PV)\d+_\d+[A-Z]?|(TSCAL|TZERO|TBCOL)\d+)$/
const LOGICAL_KEYWORDS = /^(SIMPLE|EXTEND|GROUPS|INHERIT|ZIMAGE|ZSIMPLE)$/

/** Keywords that may stand more than once. */
const REPEATABLE = /^(COMMENT|HISTORY|CONTINUE|HIERARCH|)$/

/** What is wrong with single cards (FITS standard 4.0, section 4), and keywords that stand twice. */
export function cardFindings(cards: readonly string[]): HduFinding[] {
  const findings: HduFinding[] = []
  const seen = new Map<string, number>()
  for (const [i, text] of cards.entries()) {
    const card = parseCard(text)
    const number = i + 1
    findings.push(...characterFindings(text, card, number))
    if (!card.hasValue) continue
    findings.push(...valueFindings(text, card, number, cards[i - 1]))
    const before = seen.get(card.keyword)
    if (before !== undefined && !REPEATABLE.test(card.keyword)) {
      const message = `${card.keyword} stands twice, in cards ${before} and ${number}; readers differ in which they take.`
      findings.push(warning(message, card.keyword, number))
    }
    seen.set(card.keyword, before ?? number)
  }
  return findings
}

function characterFindings(text: string, { keyword }: FitsCard, number: number): HduFinding[] {
  const findings: HduFinding[] = []
  const forbidden = /[^\x20-\x7e]/.exec(text)
  if (forbidden !== null) {
    const code = `0x${forbidden[0].charCodeAt(0).toString(16).padStart(2, '0')}`
    const message = `Column ${forbidden.index + 1} holds the byte ${code}; headers have printable ASCII (0x20 to 0x7e) only.`
    findings.push(error(message, keyword, number))
  }
  const name = text.slice(0, 8)
  if (!/^[A-Z0-9_-]* *$/.test(name)) {
    const message = `The keyword "${name.trimEnd()}" must be of A-Z, 0-9, - and _ only, at the left of columns 1 to 8.`
    findings.push(error(message, keyword, number))
  }
  return findings
}

function valueFindings(text: string, card: FitsCard, number: number, before: string | undefined): HduFinding[] {
  const { keyword, value, valueText } = card
  const wrong = (message: string): HduFinding[] => [error(message, keyword, number)]
  if (keyword === 'CONTINUE') return continues(before, card, number)
  if (text[8] === '=' && text[9] !== ' ' && !text.startsWith('HIERARCH'))
    return wrong(`${keyword}: column 10 must be blank, or the card has no value for strict readers.`)
  if (valueText.startsWith("'") && !/^'(?:[^']|'')*'$/.test(valueText))
    return wrong(`${keyword}: the string has no closing quote.`)
  if (value === undefined && valueText !== '')
    return wrong(`${keyword}: ${valueText} is no value. Strings stand in quotes, comments behind a slash.`)
  if (typeof value === 'number' && /[ed]/.test(valueText))
    return wrong(`${keyword}: the exponent of ${valueText} must be written with E or D.`)
  const expected = expectedType(keyword)
  if (expected !== undefined && value !== undefined && typeof value !== expected)
    return wrong(
      `${keyword} must be a ${expected === 'boolean' ? 'logical value, T or F' : expected}, not ${valueText}.`,
    )
  return []
}

function expectedType(keyword: string): 'string' | 'number' | 'boolean' | undefined {
  if (STRING_KEYWORDS.test(keyword)) return 'string'
  if (NUMBER_KEYWORDS.test(keyword)) return 'number'
  return LOGICAL_KEYWORDS.test(keyword) ? 'boolean' : undefined
}

function continues(before: string | undefined, { value }: FitsCard, number: number): HduFinding[] {
  const previous = before === undefined ? undefined : parseCard(before).value
  if (typeof value === 'string' && typeof previous === 'string' && previous.endsWith('&')) return []
  const message = 'This CONTINUE card continues nothing: the card before holds no string that ends in &.'
  return [warning(message, 'CONTINUE', number)]
}
