import { networkOf } from '../../../models/registry.ts'
import { AppError } from '../../domain/errors.ts'
import { withFileSource } from '../../formats/byteSource.ts'
import { safetensorsBytes } from '../../formats/safetensors.ts'
import type { Device, Predictor } from '../devices/device.ts'
import { ONNX_TENSOR, type OnnxNetwork, onnxNetworkSchema } from '../foreignOnnx/network.ts'
import { foreignPredictor } from '../foreignOnnx/predictor.ts'
import { readOnnx } from '../foreignOnnx/read.ts'
import { openForeign } from '../foreignOnnx/session.ts'
import { readModelFile } from '../modelFile.ts'
import { type ModelRecord, parseModelRecord } from '../modelRecord.ts'
import { type Tiling, tilingOf } from './tiledPrediction.ts'

/** A network as it is applied to images, whether it is one of ours or came as an ONNX file. */
export interface AppliedModel {
  readonly record: ModelRecord
  /** How an image is cut up for it, where tiles of that side are asked for. */
  tiling(tilePixels: number): Tiling
  /** Whether it sees more of an image than the tiles overlap. */
  readonly seesBeyondTiles: boolean
  createPredictor(device: Device, threads: number): Promise<Predictor>
}

/** @throws AppError 'bad-input' where the weights cannot be used */
export async function readAppliedModel(file: string): Promise<AppliedModel> {
  const bytes = await withFileSource(file, source => source.read(0, source.size))
  const stored = safetensorsBytes(bytes, ONNX_TENSOR)
  if (stored !== undefined) return foreignModel(stored.data, parseModelRecord(stored.metadata, file), file)
  const { network, tensors, record } = await readModelFile(file)
  const architecture = networkOf(network)
  return {
    record,
    tiling: tilePixels => {
      const { magnification, receptiveField, tileGrid } = architecture
      return tilingOf(tilePixels, receptiveField(network), magnification(network), tileGrid?.(network))
    },
    seesBeyondTiles: architecture.seesBeyondTiles?.(network) === true,
    createPredictor: (device, threads) => device.createPredictor({ network, tensors, threads }),
  }
}

function foreignModel(bytes: Uint8Array, record: ModelRecord, file: string): AppliedModel {
  const parsed = onnxNetworkSchema.safeParse(record.network)
  if (!parsed.success) {
    throw new AppError(
      'bad-input',
      `${file} does not say how its ONNX network is to be fed. Import the network again.`,
      {
        file,
      },
    )
  }
  // The workspace may have come from somebody else.
  readOnnx(bytes)
  const { overlap, seesWholeImage } = parsed.data
  const margin = Math.min(overlap, Math.floor(mostPixels(parsed.data) / 4))
  return {
    record,
    tiling: tilePixels => foreignTiling(parsed.data, margin, tilePixels),
    seesBeyondTiles: seesWholeImage || margin < overlap,
    createPredictor: async (device, threads) =>
      foreignPredictor(await openForeign(bytes, device.id, threads), parsed.data),
  }
}

/** The side of the largest tile that a network of one size takes. */
const mostPixels = ({ height, width }: OnnxNetwork): number =>
  Math.min(height ?? Number.POSITIVE_INFINITY, width ?? Number.POSITIVE_INFINITY)

/** Of a network of one size, tiles of that size; else as for our own, on the grid of its multiples. */
function foreignTiling(network: OnnxNetwork, margin: number, tilePixels: number): Tiling {
  const { magnification, multiple } = network
  const most = mostPixels(network)
  if (Number.isFinite(most)) return { side: most, margin, magnification, grid: 1 }
  return tilingOf(tilePixels, margin, magnification, multiple)
}
