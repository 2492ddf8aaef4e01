import { basename } from 'node:path'
import { AppError } from '../../domain/errors.ts'
import { withFileSource } from '../../formats/byteSource.ts'
import { describeHdu, type HduDescription } from '../../formats/fits/describe.ts'
import { type FitsFile, openFits } from '../../formats/fits/file.ts'
import { type FitsReport, verifyFits } from '../../formats/fits/verify/verify.ts'

/** Opens a FITS file for `use`; errors name it. */
export async function withFits<T>(path: string, use: (file: FitsFile) => Promise<T>): Promise<T> {
  try {
    return await withFileSource(path, async source => use(await openFits(source)))
  } catch (error) {
    if (!(error instanceof AppError) || error.message.includes(basename(path))) throw error
    throw new AppError(error.code, `${basename(path)}: ${error.message}`, { ...error.details, path }, error)
  }
}

/** A worker's task: every HDU of a file, its pixels read. */
export function fitsInfo({
  path,
  statistics,
}: {
  readonly path: string
  readonly statistics: boolean
}): Promise<{ hdus: HduDescription[]; problem: string | null }> {
  return withFits(path, async file => {
    const hdus: HduDescription[] = []
    for (const hdu of file.hdus) hdus.push(await describeHdu(file, hdu, statistics))
    return { hdus, problem: file.problem ?? null }
  })
}

/** A worker's task: a file checked against the standard. */
export function fitsVerify({ path }: { readonly path: string }): Promise<FitsReport> {
  return withFileSource(path, verifyFits)
}
