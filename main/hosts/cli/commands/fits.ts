import { Command } from 'commander'
import type { FitsFinding, FitsHdu } from '../../../contract/fits.ts'
import { type CommonOptions, subarcCommand, wholeNumber, workspaceAction } from '../command.ts'
import { readableFile } from '../connect.ts'
import { EXIT_CODES } from '../exitCodes.ts'
import { formatTable, note, print, printJson } from '../output.ts'

const infoCommand = () =>
  subarcCommand('info', 'what each HDU of a FITS file is, with statistics of its pixels')
    .argument('<file>', 'a FITS file, packed or not')
    .option('--no-statistics', 'read the headers only')
    .action(
      workspaceAction<CommonOptions & { statistics: boolean }>(async (connection, { json, statistics }, [file]) => {
        const path = await readableFile(connection, file)
        const info = await connection.client.fits.info({ path, statistics })
        if (json) return printJson(info)
        print(hduTable(info.hdus))
        for (const hdu of info.hdus) if (hdu.sky !== null) print(skyLine(hdu.index, hdu.sky))
        for (const { index, skyProblem } of info.hdus)
          if (skyProblem !== null) note(`HDU ${index} without sky positions: ${skyProblem}`)
        for (const { index, problem } of info.hdus) if (problem !== null) note(`HDU ${index}: ${problem}`)
        if (info.problem !== null) note(`warning: the list ends ${info.problem}`)
      }),
    )

function skyLine(index: number, sky: NonNullable<FitsHdu['sky']>): string {
  const equinox = sky.equinox === null ? '' : ` ${sky.equinox}`
  const degrees = (angle: number | null) => (angle === null ? '-' : `${angle.toFixed(1)} deg`)
  const scale = `${number(sky.pixelScaleArcsec)} arcsec a pixel`
  const turned = `north ${degrees(sky.northDeg)}, east ${degrees(sky.eastDeg)} from x towards y`
  const frame = sky.frame.length <= 4 ? sky.frame.toUpperCase() : sky.frame
  return `HDU ${index} on the sky: ${sky.position} ${frame}${equinox}, ${sky.projection}, ${scale}, ${turned}`
}

const number = (value: number | null | undefined): string =>
  value === null || value === undefined ? '-' : String(Number(value.toPrecision(7)))

function hduTable(hdus: readonly FitsHdu[]): string {
  return formatTable(hdus, [
    { title: 'HDU', value: hdu => String(hdu.index), align: 'right' },
    { title: 'type', value: hdu => (hdu.compression === null ? hdu.type : `${hdu.type} ${hdu.compression}`) },
    { title: 'name', value: hdu => (hdu.version === 1 ? hdu.name : `${hdu.name},${hdu.version}`) },
    { title: 'shape', value: hdu => hdu.shape.join(' x ') || '-' },
    { title: 'BITPIX', value: hdu => String(hdu.bitpix), align: 'right' },
    { title: 'values', value: hdu => hdu.dtype ?? (hdu.columns.length > 0 ? `${hdu.columns.length} columns` : '-') },
    { title: 'unit', value: hdu => hdu.unit ?? '-' },
    { title: 'min', value: hdu => number(hdu.statistics?.min), align: 'right' },
    { title: 'max', value: hdu => number(hdu.statistics?.max), align: 'right' },
    { title: 'mean', value: hdu => number(hdu.statistics?.mean), align: 'right' },
    { title: 'not finite', value: hdu => number(hdu.statistics?.nonFinite), align: 'right' },
    {
      title: 'first pixels',
      value: hdu => hdu.statistics?.first.map(value => (value === null ? 'NaN' : number(value))).join(' ') ?? '-',
    },
  ])
}

const headerCommand = () =>
  subarcCommand('header', 'the cards of a header as they stand in the file')
    .argument('<file>', 'a FITS file, packed or not')
    .option('--hdu <n>', 'which HDU, from 0', wholeNumber, 0)
    .action(
      workspaceAction<CommonOptions & { hdu: number }>(async (connection, { json, hdu }, [file]) => {
        const path = await readableFile(connection, file)
        const header = await connection.client.fits.header({ path, hdu })
        if (json) return printJson(header)
        // Bytes that are no characters must not reach a terminal.
        for (const card of header.cards) print(card.replace(/[^\x20-\x7e]/g, '?').trimEnd())
      }),
    )

const verifyCommand = () =>
  subarcCommand('verify', 'check a file against the FITS standard, its checksums included')
    .argument('<file>', 'a FITS file, packed or not')
    .addHelpText(
      'after',
      `\nExit code: 0 where there is no error (warnings do not count), ${EXIT_CODES['not-valid']} where there is one.`,
    )
    .action(
      workspaceAction<CommonOptions>(async (connection, { json }, [file]) => {
        const path = await readableFile(connection, file)
        const report = await connection.client.fits.verify({ path })
        if (!report.valid) process.exitCode = EXIT_CODES['not-valid']
        if (json) return printJson(report)
        for (const finding of report.findings) print(findingLine(finding))
        const errors = report.findings.filter(({ severity }) => severity === 'error').length
        const summed = report.hdus.filter(({ checksum }) => checksum === 'right').length
        print(
          `${errors} errors, ${report.findings.length - errors} warnings; ${report.hdus.length} HDUs, ${summed} of them with a right checksum`,
        )
      }),
    )

function findingLine({ severity, hdu, card, message }: FitsFinding): string {
  const place = hdu === null ? 'file' : `HDU ${hdu}${card === null ? '' : `, card ${card}`}`
  return `${severity}: ${place}: ${message}`.replace(/[^\x20-\x7e]/g, '?')
}

export const fitsCommand = (): Command =>
  new Command('fits')
    .description('look into FITS files and check them')
    .addCommand(infoCommand())
    .addCommand(headerCommand())
    .addCommand(verifyCommand())
