import { readImageFile } from '../../formats/readers.ts'
import type { SampleRecord } from '../../workspace/datasets.ts'
import type { ServiceContext } from '../context.ts'

/** What a file says of itself: header cards of FITS, metadata of others. */
export interface FileMetadata {
  readonly file: string
  readonly cards: string[]
  readonly values: Record<string, unknown>
}

/** What the file of an image says of it now. Errors are those of reading it. */
export async function metadataOf(
  { folders }: ServiceContext,
  { file, plane, choice }: NonNullable<SampleRecord['lr']>,
): Promise<FileMetadata> {
  const path = await folders.resolveReadable(file.path)
  const { cards, metadata, dtype, format, planes } = await readImageFile(path, { ...choice, plane })
  const own = { format, dtype, planes, plane, bytes: file.bytes, sha256: file.sha256 }
  return { file: file.path, cards: [...(cards ?? [])], values: { ...own, ...metadata } }
}
