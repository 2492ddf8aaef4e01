import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { z } from 'zod'
import { fileError } from '../../formats/fileErrors.ts'
import type { ClassifierData, TrainingData } from '../port.ts'

/** What makes training data the same data: a run is only continued on these. */
export const dataIdentitySchema = z.object({
  lrSha256: z.string(),
  hrSha256: z.string(),
  /** Of the masks of both sides, in a dataset with masks. */
  maskSha256: z.string().optional(),
  /** Of the lists of training and validation samples, in order. */
  splitSha256: z.string(),
  scaling: z.string(),
  fluxFactor: z.number(),
  peak: z.number(),
})
export type DataIdentity = z.output<typeof dataIdentitySchema>

export async function identifyData(data: TrainingData): Promise<DataIdentity> {
  return {
    lrSha256: await fileSha256(data.lr.file),
    hrSha256: await fileSha256(data.hr.file),
    ...(await maskIdentity(data)),
    splitSha256: createHash('sha256')
      .update(JSON.stringify([data.train, data.validation]))
      .digest('hex'),
    scaling: JSON.stringify(data.scaling),
    fluxFactor: data.fluxFactor,
    peak: data.peak,
  }
}

/** Of labelled images: their labels are part of what makes them the same. */
export async function identifyClassifierData(data: ClassifierData): Promise<DataIdentity> {
  const { images, classes, labels, train, validation, scaling } = data
  const sha256 = await fileSha256(images.file)
  return {
    lrSha256: sha256,
    hrSha256: sha256,
    splitSha256: createHash('sha256')
      .update(JSON.stringify([train, validation, classes, labels]))
      .digest('hex'),
    scaling: JSON.stringify(scaling),
    fluxFactor: 1,
    peak: 1,
  }
}

async function maskIdentity({ masks }: TrainingData): Promise<{ maskSha256?: string }> {
  const [lr, hr] = [masks?.lr ?? null, masks?.hr ?? null]
  if (lr === null && hr === null) return {}
  return { maskSha256: `${lr ? await fileSha256(lr.file) : '-'} ${hr ? await fileSha256(hr.file) : '-'}` }
}

async function fileSha256(file: string): Promise<string> {
  const hash = createHash('sha256')
  try {
    await pipeline(createReadStream(file), hash)
  } catch (error) {
    throw fileError(error, file, 'read')
  }
  return hash.digest('hex')
}
