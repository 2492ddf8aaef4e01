import { AppError } from '../../../domain/errors.ts'
import type { ByteSource } from '../../byteSource.ts'
import { CARD_LENGTH } from '../card.ts'
import { BLOCK, type FitsFile, type Hdu, openFits } from '../file.ts'
import { cardFindings } from './cards.ts'
import { headerOffset, type SumState, verifyChecksums } from './checksums.ts'
import { error, type FitsFinding, type HduFinding, warning } from './finding.ts'
import { structureFindings } from './structure.ts'

/** What a check of a file found; `checksums` has an entry an HDU. */
export interface FitsReport {
  readonly findings: readonly FitsFinding[]
  readonly hdus: readonly {
    readonly index: number
    readonly type: Hdu['type']
    readonly name: string
    readonly dataSum: SumState
    readonly checksum: SumState
  }[]
}

/** A header of many bad cards is not told of card by card beyond this. */
const MAX_FINDINGS_AN_HDU = 100

/**
 * Checks a file against the FITS standard 4.0: mandatory keywords and their order, the form of every card, padding, length,
 * checksums. Every byte of an HDU with a checksum is read, in pieces. A file that cannot be opened is a finding, not an error.
 */
export async function verifyFits(source: ByteSource): Promise<FitsReport> {
  let file: FitsFile
  try {
    file = await openFits(source)
  } catch (failure) {
    if (!(failure instanceof AppError)) throw failure
    return { findings: [{ ...error(failure.message), hdu: null }], hdus: [] }
  }
  const findings: FitsFinding[] = []
  const hdus: FitsReport['hdus'][number][] = []
  for (const hdu of file.hdus) {
    const { dataSum, checksum } = await verifyChecksums(file, hdu)
    const found = [
      ...structureFindings(hdu),
      ...cardFindings(hdu.header.cards),
      ...(await paddingFindings(file, hdu)),
      ...sumFindings(dataSum, checksum),
    ]
    findings.push(...limited(found).map(finding => ({ ...finding, hdu: hdu.index })))
    hdus.push({ index: hdu.index, type: hdu.type, name: hdu.name, dataSum, checksum })
  }
  findings.push(...endFindings(file).map(finding => ({ ...finding, hdu: null })))
  return { findings, hdus }
}

function limited(findings: readonly HduFinding[]): readonly HduFinding[] {
  if (findings.length <= MAX_FINDINGS_AN_HDU) return findings
  const errors = findings.filter(({ severity }) => severity === 'error')
  const shown = [...errors, ...findings.filter(({ severity }) => severity !== 'error')].slice(0, MAX_FINDINGS_AN_HDU)
  const rest = `${findings.length - shown.length} more findings in this HDU are not listed.`
  return [...shown, errors.length > shown.length ? error(rest) : warning(rest)]
}

/** Headers are filled up with blanks, data with zeros, text tables with blanks (sections 3.3, 7.2.3). */
async function paddingFindings(file: FitsFile, hdu: Hdu): Promise<HduFinding[]> {
  const headerEnd = headerOffset(file, hdu) + (hdu.header.cards.length + 1) * CARD_LENGTH
  const dataEnd = hdu.dataOffset + hdu.dataSize
  const findings: HduFinding[] = []
  if (!(await isFilled(file.source, headerEnd, hdu.dataOffset, 0x20)))
    findings.push(error('Behind END, the header must be filled up with blanks.', 'END'))
  if (hdu.truncated)
    return [
      ...findings,
      error(
        `The file is cut short: ${hdu.dataSize} bytes of data are declared, ${file.source.size - hdu.dataOffset} are there.`,
      ),
    ]
  const blockEnd = Math.ceil(dataEnd / BLOCK) * BLOCK
  if (blockEnd > file.source.size)
    findings.push(error(`The last block has ${file.source.size % BLOCK} bytes; every block has ${BLOCK}.`))
  const fill = hdu.type === 'table' ? 0x20 : 0
  if (!(await isFilled(file.source, dataEnd, Math.min(blockEnd, file.source.size), fill)))
    findings.push(error(`Behind the data, the block must be filled up with ${fill === 0 ? 'zeros' : 'blanks'}.`))
  return findings
}

async function isFilled(source: ByteSource, start: number, end: number, byte: number): Promise<boolean> {
  if (end <= start) return true
  return (await source.read(start, end - start)).every(value => value === byte)
}

function sumFindings(dataSum: SumState, checksum: SumState): HduFinding[] {
  return [
    ...(dataSum === 'wrong' ? [error('The data are not those that DATASUM was made from.', 'DATASUM')] : []),
    ...(checksum === 'wrong' ? [error('The HDU is not the one that CHECKSUM was made from.', 'CHECKSUM')] : []),
  ]
}

function endFindings({ source, hdus, problem }: FitsFile): HduFinding[] {
  const last = hdus[hdus.length - 1]
  const end = last.dataOffset + Math.ceil(last.dataSize / BLOCK) * BLOCK
  if (problem === undefined || end >= source.size) return []
  return [error(`${source.size - end} bytes behind HDU ${last.index} are no HDU: ${problem}`)]
}
