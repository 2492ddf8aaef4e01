import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { AppError } from '../../domain/errors.ts'
import { fileError } from '../../formats/fileErrors.ts'
import type { ServiceContext } from '../context.ts'

/**
 * The folder that products go to: the one asked for, or `exports/<fallback>` in the workspace; made if need be.
 * `forbidden` where it lies outside of the folders that the user registered (on the command line any will do).
 */
export async function outputFolder(
  { folders, workspace }: ServiceContext,
  asked: string | undefined,
  fallback: string,
): Promise<string> {
  const folder = resolve(asked ?? join(workspace.path, 'exports', fallback))
  try {
    return await folders.resolveReadable(folder)
  } catch (error) {
    // Allowed, and only not there yet.
    if (!(error instanceof AppError) || error.code !== 'not-found') throw error
  }
  try {
    mkdirSync(folder, { recursive: true })
  } catch (error) {
    throw fileError(error, folder, 'write')
  }
  return folders.resolveReadable(folder)
}

/** A name as part of a file name on every system: letters, digits, dots, hyphens. */
export function fileStem(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[-.]+|[-.]+$/g, '')
  return plain.slice(0, 80) || 'unnamed'
}
