import { AppError } from '../../../domain/errors.ts'

/** The error for compressed data that break their own rules; who knows the HDU and the tile adds the place. */
export function damaged(what: string): AppError {
  return new AppError('bad-input', `${what}. The file is damaged: copy or download it again.`)
}
