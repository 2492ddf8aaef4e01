import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { AppError } from '../../domain/errors.ts'
import { findChromium } from './chromium.ts'

/** Prints a page that lies in a file as PDF, into a file. `unsupported` where nothing here can. */
export type PdfPrinter = (html: string, pdf: string) => Promise<void>

const PATIENCE_MS = 120_000

/** By an installed browser of the Chromium family, without a window, with a profile of its own and nothing of the network. */
export const printByChromium: PdfPrinter = async (html, pdf) => {
  const browser = findChromium()
  if (browser === undefined) {
    throw new AppError(
      'unsupported',
      'No Chromium, Chrome or Edge was found to print with. Install one, name it by CHROMIUM_PATH, or open the page in your browser and print it from there.',
    )
  }
  const profile = await mkdtemp(join(tmpdir(), 'subarc-print-'))
  try {
    await promisify(execFile)(browser, printArguments(html, pdf, profile), { timeout: PATIENCE_MS, windowsHide: true })
    await mustBePdf(pdf)
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error)
    throw new AppError(
      'unsupported',
      `${browser} could not print the report: ${reason}. Open the page in your browser and print it from there.`,
      { browser },
      error,
    )
  } finally {
    await rm(profile, { recursive: true, force: true }).catch(() => undefined)
  }
}

function printArguments(html: string, pdf: string, profile: string): string[] {
  return [
    '--headless',
    '--disable-gpu',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--disable-extensions',
    // Nothing in the page asks for anything; a name that could be looked up would be a fault.
    '--host-resolver-rules=MAP * ~NOTFOUND',
    // Chromium refuses its sandbox to root; the page has no script and comes from Subarc itself.
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    `--user-data-dir=${profile}`,
    '--no-pdf-header-footer',
    `--print-to-pdf=${pdf}`,
    pathToFileURL(html).href,
  ]
}

async function mustBePdf(file: string): Promise<void> {
  const bytes = await readFile(file)
  if (bytes.subarray(0, 5).toString('latin1') === '%PDF-') return
  throw new AppError('internal', 'it left no PDF')
}
