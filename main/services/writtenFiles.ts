import { randomBytes } from 'node:crypto'
import { extname } from 'node:path'
import { AppError } from '../domain/errors.ts'
import type { ServiceContext } from './context.ts'

/** Adds to what was written the address at which it can be downloaded until the core is closed: a name that cannot be guessed. */
export type OfferFile = <W extends { readonly file: string }>(written: W) => W & { ref: string }

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.pdf': 'application/pdf',
  '.csv': 'text/csv; charset=utf-8',
  '.tex': 'text/x-tex; charset=utf-8',
  '.vot': 'application/x-votable+xml',
}

/** Answers `/download/written/<key>` for files that services wrote where the user asked them to. */
export function offerWrittenFiles({ images }: Pick<ServiceContext, 'images'>): OfferFile {
  const offered = new Map<string, string>()
  images.addFiles('written', async ([key = '']) => {
    const path = offered.get(key)
    if (path === undefined) {
      throw new AppError('not-found', 'This file was written before Subarc was started. Write it again.')
    }
    return { path, type: MEDIA_TYPES[extname(path).toLowerCase()] ?? 'application/octet-stream' }
  })
  return written => {
    const key = randomBytes(12).toString('hex')
    offered.set(key, written.file)
    return { ...written, ref: `written/${key}` }
  }
}
