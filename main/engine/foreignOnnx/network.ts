import { z } from 'zod'

const side = z.int().min(1).max(16384).nullable()

/** How a network that came as an ONNX file is to be fed: found by trial when it was imported. */
export const onnxNetworkSchema = z.strictObject({
  kind: z.literal('onnx'),
  /** Where the channels stand. */
  layout: z.enum(['nchw', 'nhwc']),
  /** Of three, each is given the image, and the output is their mean. */
  channels: z.union([z.literal(1), z.literal(3)]),
  magnification: z.int().min(1).max(16),
  /** The one size that it takes; null: any. */
  batch: z.int().min(1).max(1024).nullable(),
  height: side,
  width: side,
  /** Sides of images must be multiples of it. */
  multiple: z.int().min(1).max(64),
  /** How many LR pixels around a pixel changed its output in the trial: the overlap of tiles. */
  overlap: z.int().min(0).max(64),
  /** Pixels further away than that changed it too. */
  seesWholeImage: z.boolean(),
})
export type OnnxNetwork = z.output<typeof onnxNetworkSchema>

/** Under this name a checkpoint holds the file itself. */
export const ONNX_TENSOR = 'onnx'

/** One line for people. */
export function describeOnnx({ magnification, channels, height, width }: OnnxNetwork): string {
  const size = height === null || width === null ? 'any size' : `${width} x ${height} px at a time`
  return `ONNX network x${magnification}: ${channels === 1 ? 'one channel' : 'three channels'}, ${size}`
}
