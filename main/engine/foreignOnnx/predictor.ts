import type { ImageBatch, Predictor } from '../devices/device.ts'
import type { OnnxNetwork } from './network.ts'
import { type ForeignSession, runForeign } from './session.ts'

/** A network from elsewhere as Apply uses one: any batch, any size up to the one that it takes. */
export function foreignPredictor(foreign: ForeignSession, network: OnnxNetwork): Predictor {
  return {
    async predict(lr) {
      const { magnification: r } = network
      const padded = paddedSize(network, lr)
      const outputs: ImageBatch[] = []
      for (let image = 0; image < lr.count; image++) {
        const batch = paddedImage(lr, image, padded, network.batch ?? 1)
        outputs.push(await runForeign(foreign, network, batch))
      }
      return cropped(outputs, lr, r)
    },
    dispose: () => void foreign.session.release(),
  }
}

interface Size {
  readonly height: number
  readonly width: number
}

/** The size that an image is brought to: the one that the network takes, or the next multiple. */
function paddedSize({ height, width, multiple }: OnnxNetwork, lr: Size): Size {
  const up = (length: number) => Math.ceil(length / multiple) * multiple
  return { height: height ?? up(lr.height), width: width ?? up(lr.width) }
}

/** An image, its edge repeated to the right and above; a batch of fixed size is filled with it. */
function paddedImage({ height, width, data }: ImageBatch, image: number, size: Size, count: number): ImageBatch {
  const own = data.subarray(image * height * width, (image + 1) * height * width)
  const pixels = size.height * size.width
  const out = new Float32Array(count * pixels)
  for (let y = 0; y < size.height; y++) {
    const row = Math.min(y, height - 1) * width
    for (let x = 0; x < size.width; x++) out[y * size.width + x] = own[row + Math.min(x, width - 1)]
  }
  for (let copy = 1; copy < count; copy++) out.copyWithin(copy * pixels, 0, pixels)
  return { count, ...size, data: out }
}

/** What belongs to the images themselves. */
function cropped(outputs: readonly ImageBatch[], lr: ImageBatch, r: number): ImageBatch {
  const [height, width] = [lr.height * r, lr.width * r]
  const data = new Float32Array(lr.count * height * width)
  for (const [image, output] of outputs.entries()) {
    for (let y = 0; y < height; y++) {
      const row = output.data.subarray(y * output.width, y * output.width + width)
      data.set(row, (image * height + y) * width)
    }
  }
  return { count: lr.count, height, width, data }
}
