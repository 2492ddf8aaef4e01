import { createHash } from 'node:crypto'
import { z } from 'zod'
import { AppError } from '../../domain/errors.ts'
import { writeFileAtomic } from '../../formats/atomicFile.ts'
import { withFileSource } from '../../formats/byteSource.ts'
import { writeSafetensors } from '../../formats/safetensors.ts'
import { type JobHost, peakMemoryBytes } from '../host.ts'
import { METADATA_KEY, type ModelRecord, modelRecordSchema } from '../modelRecord.ts'
import type { ImportWeightsJob, WeightsReport } from '../port.ts'
import { describeOnnx, ONNX_TENSOR, type OnnxNetwork } from './network.ts'
import { probeOnnx } from './probe.ts'
import { looksLikeOnnx, readOnnx } from './read.ts'
import { openForeign } from './session.ts'

/** Larger than any network that is applied to images on this kind of machine. */
const MAX_BYTES = 512 * 2 ** 20
const SNIFFED_BYTES = 32

/** By its ending, or its first bytes. */
export async function isOnnxFile(file: string): Promise<boolean> {
  if (file.toLowerCase().endsWith('.onnx')) return true
  return withFileSource(file, async source => looksLikeOnnx(await source.read(0, Math.min(SNIFFED_BYTES, source.size))))
}

interface Inspected {
  readonly report: WeightsReport
  readonly network: OnnxNetwork
  readonly record: ModelRecord | undefined
  readonly bytes: Uint8Array
}

/**
 * What a network from elsewhere is: judged without running anything in it, then by trial runs on small images.
 * @throws AppError 'bad-input' (damaged, too large), 'unsupported' (what it takes or makes are no images of ours)
 */
export async function inspectOnnx(file: string): Promise<Inspected> {
  const bytes = await withFileSource(file, source => {
    if (source.size > MAX_BYTES) {
      const message = `${file} has ${source.size} bytes; ONNX files of up to ${MAX_BYTES} are read.`
      throw new AppError('bad-input', message, { file, size: source.size, limit: MAX_BYTES })
    }
    return source.read(0, source.size)
  })
  const { metadata, parameters } = readOnnx(bytes)
  const foreign = await openForeign(bytes, 'onnx:cpu', 1)
  const network = await probeOnnx(foreign).finally(() => foreign.session.release())
  const record = recordIn(metadata)
  const report: WeightsReport = {
    format: 'onnx',
    sha256: createHash('sha256').update(bytes).digest('hex'),
    bytes: bytes.length,
    network: { ...network },
    description: describeOnnx(network),
    parameters,
    magnification: network.magnification,
    bands: 1,
    untold: [],
    problems: [],
    prefix: '',
    ignored: [],
    own: record === undefined ? null : ownFacts(record),
  }
  return { report, network, record, bytes }
}

/** Writes the file into a checkpoint, with how it is to be fed, and sends the event `weights-imported`. */
export async function importOnnx(job: ImportWeightsJob, host: JobHost): Promise<void> {
  if (Object.keys(job.changes).length > 0) {
    throw new AppError('bad-input', 'An ONNX file says itself what its network is: nothing of it can be changed.', {
      changes: job.changes,
    })
  }
  const { report, network, record, bytes } = await inspectOnnx(job.file)
  const model: ModelRecord = {
    ...(record ?? { schema: 'subarc-model/1', scaling: job.scaling, fluxFactor: 1, step: 0, epoch: 0, psnr: null }),
    network: { ...network },
    provenance: { ...record?.provenance, imported: job.provenance },
  }
  const tensors = [{ name: ONNX_TENSOR, shape: [bytes.length], data: bytes }]
  const checkpoint = writeSafetensors({ tensors, metadata: { [METADATA_KEY]: JSON.stringify(model) } })
  await writeFileAtomic(job.output, checkpoint)
  const sha256 = createHash('sha256').update(checkpoint).digest('hex')
  host.emit({ type: 'weights-imported', report, sha256, bytes: checkpoint.length })
  host.emit({ type: 'finished', reason: 'completed', step: 0, peakMemoryBytes: peakMemoryBytes() })
}

/** What Subarc's own export says; undefined where the file is another's, or says it wrongly. */
function recordIn(metadata: Readonly<Record<string, string>>): ModelRecord | undefined {
  const text = metadata[METADATA_KEY]
  return text === undefined ? undefined : z.string().transform(parseJson).pipe(modelRecordSchema).safeParse(text).data
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function ownFacts({ scaling, fluxFactor, provenance, step, epoch, psnr }: ModelRecord): WeightsReport['own'] {
  return { scaling, fluxFactor, provenance, step, epoch, psnr }
}
