import { basename } from 'node:path'
import { AppError } from '../domain/errors.ts'

/** Turns an error of node:fs into an AppError that names the file and the remedy. */
export function fileError(error: unknown, path: string, action: 'read' | 'write'): AppError {
  if (error instanceof AppError) return error
  const code = systemCode(error)
  const name = basename(path)
  const details = { path, systemCode: code }
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return new AppError(
        'not-found',
        `${name} was not found at ${path}. It may have been moved or deleted.`,
        details,
        error,
      )
    case 'EACCES':
    case 'EPERM':
      return new AppError(
        'forbidden',
        `No permission to ${action} ${path}. Change its permissions, or choose another place.`,
        details,
        error,
      )
    case 'EROFS':
      return new AppError(
        'forbidden',
        `${path} lies on a read-only disk. Choose a folder that can be written to.`,
        details,
        error,
      )
    case 'ENOSPC':
    case 'EDQUOT':
      return new AppError(
        'no-space',
        `The disk is full: ${path} was not written. Free some space, then try again.`,
        details,
        error,
      )
    case 'EISDIR':
      return new AppError('bad-input', `${path} is a folder, not a file. Choose a file.`, details, error)
    default:
      return new AppError(
        'internal',
        `Could not ${action} ${path}: ${error instanceof Error ? error.message : String(error)}`,
        details,
        error,
      )
  }
}

function systemCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined
  return typeof error.code === 'string' ? error.code : undefined
}
