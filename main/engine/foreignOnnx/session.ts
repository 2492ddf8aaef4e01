import type * as ort from 'onnxruntime-node'
import { AppError } from '../../domain/errors.ts'
import { createSession, floatTensor } from '../compiler/session.ts'
import type { DeviceId, ImageBatch } from '../devices/device.ts'
import type { OnnxNetwork } from './network.ts'

/** Where the channels stand and how many there are. */
export type ChannelOrder = Pick<OnnxNetwork, 'layout' | 'channels'>

/** A network from elsewhere, loaded. */
export interface ForeignSession {
  readonly session: ort.InferenceSession
  readonly input: ort.InferenceSession.TensorValueMetadata
  readonly output: string
}

/**
 * Loads a file that `readOnnx` has let pass. ONNX Runtime runs it on the device's provider, or on the processor where the device
 * is none of its.
 * @throws AppError 'unsupported' where it wants other inputs than one of float32 images; 'bad-input' where the runtime refuses it
 */
export async function openForeign(bytes: Uint8Array, device: DeviceId, threads: number): Promise<ForeignSession> {
  const provider = device.startsWith('onnx:') ? device.slice('onnx:'.length) : 'cpu'
  const session = await createSession(bytes, { provider, threads }).catch(error => {
    if (error instanceof AppError && error.code === 'no-memory') throw error
    const reason = error instanceof AppError ? String(error.details.reason ?? error.message) : String(error)
    throw new AppError('bad-input', `ONNX Runtime cannot run this network: ${reason}`, { provider }, error)
  })
  try {
    return { session, input: imageInput(session), output: session.outputNames[0] }
  } catch (error) {
    await session.release()
    throw error
  }
}

function imageInput({ inputMetadata }: ort.InferenceSession): ort.InferenceSession.TensorValueMetadata {
  const names = inputMetadata.map(({ name }) => name)
  const [first] = inputMetadata
  if (inputMetadata.length !== 1 || first === undefined) {
    throw unsupported(`it takes ${names.length} inputs (${names.join(', ')}) instead of one image.`, { names })
  }
  if (!first.isTensor || first.type !== 'float32') {
    const type = first.isTensor ? first.type : 'no tensor'
    throw unsupported(`its input "${first.name}" is ${type} instead of float32. Export it in float32.`, { type })
  }
  if (first.shape.length !== 4) {
    const message = `its input "${first.name}" has ${first.shape.length} dimensions instead of four: images, channels, height, width.`
    throw unsupported(message, { shape: first.shape })
  }
  return first
}

/** What it makes of a batch, whatever the sizes: [count, height, width], the mean of its channels. */
export async function runForeign(
  { session, input, output }: ForeignSession,
  order: ChannelOrder,
  images: ImageBatch,
): Promise<ImageBatch> {
  const { layout, channels } = order
  const { count, height, width } = images
  const shape = layout === 'nchw' ? [count, channels, height, width] : [count, height, width, channels]
  const fed = channels === 1 ? images.data : repeated(images, order)
  const result = (await session.run({ [input.name]: floatTensor(fed, shape) }))[output]
  return imagesOf(result, layout)
}

function repeated({ count, height, width, data }: ImageBatch, { layout, channels }: ChannelOrder): Float32Array {
  const pixels = height * width
  const out = new Float32Array(data.length * channels)
  for (let image = 0; image < count; image++) {
    const own = data.subarray(image * pixels, (image + 1) * pixels)
    const start = image * pixels * channels
    for (let c = 0; c < channels; c++) {
      if (layout === 'nchw') out.set(own, start + c * pixels)
      else for (let i = 0; i < pixels; i++) out[start + i * channels + c] = own[i]
    }
  }
  return out
}

/** @throws AppError 'unsupported' for an output that is no batch of float32 images of one or three channels */
function imagesOf(tensor: ort.Tensor | undefined, layout: OnnxNetwork['layout']): ImageBatch {
  if (!(tensor?.data instanceof Float32Array) || tensor.dims.length !== 4) {
    const found = tensor ? `${tensor.type} of shape (${tensor.dims.join(', ')})` : 'nothing'
    throw unsupported(`its output is ${found} instead of float32 images in four dimensions.`, { found })
  }
  const [count, a, b, c] = tensor.dims
  const [channels, height, width] = layout === 'nchw' ? [a, b, c] : [c, a, b]
  if (channels !== 1 && channels !== 3)
    throw unsupported(`its output has ${channels} channels instead of one or three.`, { channels })
  if (channels === 1) return { count, height, width, data: tensor.data }
  const pixels = height * width
  const data = new Float32Array(count * pixels)
  for (let image = 0; image < count; image++) {
    for (let i = 0; i < pixels; i++) {
      const at = (channel: number) =>
        layout === 'nchw' ? (image * channels + channel) * pixels + i : (image * pixels + i) * channels + channel
      data[image * pixels + i] = (tensor.data[at(0)] + tensor.data[at(1)] + tensor.data[at(2)]) / channels
    }
  }
  return { count, height, width, data }
}

export const unsupported = (what: string, details: Readonly<Record<string, unknown>>): AppError =>
  new AppError('unsupported', `This network cannot super-resolve images here: ${what}`, details)
