import { AppError } from '../../domain/errors.ts'

export function damagedPack(format: string, reason: string): AppError {
  return new AppError(
    'bad-input',
    `The ${format} file is damaged or cut short (${reason}). Copy or download it again.`,
    {},
  )
}

export function tooLarge(format: string, limit: number): AppError {
  return new AppError(
    'unsupported',
    `The ${format} file unpacks to more than ${limit} bytes. Unpack it first and open the file inside.`,
    { limit },
  )
}
