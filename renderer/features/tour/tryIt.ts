import { applyImageRef } from '../../../main/contract/images.ts'
import type { Pretrained } from '../../../main/contract/weights.ts'
import { AppError, type ErrorCode } from '../../../main/domain/errors.ts'
import type { FloatImage } from '../../../main/domain/image.ts'
import { client } from '../../app/api.ts'
import { jobFeed } from '../../app/jobs/useJobs.ts'
import { fetchPixels } from '../../ui/floatImage.ts'
import { sendFiles } from '../../ui/source/upload.ts'
import { npyOf } from './npy.ts'

export interface Tried {
  readonly image: FloatImage
  /** Where the result is kept. */
  readonly applyId: string
}

/** An image as a file of an upload. */
async function upload(image: FloatImage): Promise<string> {
  const { id } = await client.datasets.beginUpload()
  const file = new File([npyOf(image)], 'sample-lens.npy')
  await sendFiles(id, [{ path: file.name, file }], {
    signal: new AbortController().signal,
    onProgress: () => undefined,
  })
  return id
}

/** Super-resolves an image with a network that Subarc brings along, as the Apply page would. */
export async function tryNetwork({ id }: Pretrained, image: FloatImage, pixelScaleArcsec: number): Promise<Tried> {
  const [{ id: runId }, uploadId] = await Promise.all([client.weights.addPretrained({ id }), upload(image)])
  const { job, applyId } = await client.apply.start({
    runId,
    source: { kind: 'upload', id: uploadId },
    formats: ['npy'],
    pixelScaleArcsec,
  })
  jobFeed.note(job)
  for await (const _ of await client.jobs.events({ id: job.id }));
  const { status, error } = await client.jobs.get({ id: job.id })
  if (error !== null) throw new AppError(error.code as ErrorCode, error.message, error.details)
  if (status !== 'done') throw new AppError('stopped', job.title)
  return { image: await fetchPixels(applyImageRef(applyId, 0, 'output')), applyId }
}

/** The network for images of this pixel scale: the one whose own is nearest, in octaves. */
export function networkFor(networks: readonly Pretrained[], pixelScaleArcsec: number): Pretrained | undefined {
  const distance = ({ pixelScaleArcsec: own }: Pretrained) =>
    own === null ? Number.POSITIVE_INFINITY : Math.abs(Math.log2(own / pixelScaleArcsec))
  return networks.toSorted((a, b) => distance(a) - distance(b))[0]
}
