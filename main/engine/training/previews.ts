import { join } from 'node:path'
import type { FloatImage } from '../../domain/image.ts'
import { writeFileAtomic } from '../../formats/atomicFile.ts'
import { writeNpy } from '../../formats/npy.ts'

export const previewsFolder = (run: string) => join(run, 'previews')

/** Writes one preview, float32 in file units, and returns its path. */
export async function writePreview(run: string, step: number, sample: number, image: FloatImage): Promise<string> {
  const file = join(previewsFolder(run), `${step}-${sample}.npy`)
  await writeFileAtomic(file, writeNpy({ shape: [image.height, image.width], data: image.data }))
  return file
}
