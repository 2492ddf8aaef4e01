import type { NetworkConfig } from '../../../models/registry.ts'
import { networkOf } from '../../../models/registry.ts'
import { compileInference } from '../compiler/compile.ts'
import { BoundedCache, createSession, floatTensor, runSession } from '../compiler/session.ts'
import type { ImageBatch, NamedTensor, Predictor, PredictorOptions } from './device.ts'
import type { OnnxTarget } from './onnx.ts'

/** Sizes of batch whose sessions are kept: full tiles, and the last, smaller batch. */
const KEPT_SESSIONS = 2

/** The network with constant weights; one session a size of batch. */
export function createOnnxPredictor(target: OnnxTarget, { network, tensors, threads }: PredictorOptions): Predictor {
  const sessions = new BoundedCache(KEPT_SESSIONS, (s: InferenceSession) => void s.release())
  return {
    predict: async lr => {
      const key = `${lr.count} x ${lr.height} x ${lr.width}`
      return runInference(
        await sessions.get(key, () => inferenceSession(target, network, tensors, threads, lr)),
        network,
        lr,
      )
    },
    dispose: () => sessions.clear(),
  }
}

export type InferenceSession = Awaited<ReturnType<typeof createSession>>

/** Compiles the network for the size of `lr`. */
export function inferenceSession(
  { provider, portable }: OnnxTarget,
  network: NetworkConfig,
  tensors: readonly NamedTensor[],
  threads: number,
  lr: ImageBatch,
): Promise<InferenceSession> {
  const shape = { batch: lr.count, height: lr.height, width: lr.width }
  // With constant weights the runtime finds blocked layouts and fusions by itself.
  const compiled = compileInference(network, tensors, shape, { block: 0, portable })
  return createSession(compiled.encode(), { provider, threads })
}

export async function runInference(
  session: InferenceSession,
  config: NetworkConfig,
  lr: ImageBatch,
): Promise<ImageBatch> {
  const { count, height, width, data } = lr
  const r = networkOf(config).magnification(config)
  const { sr } = await runSession(session, { lr: floatTensor(data, [count, height, width, 1]) })
  return { count, height: height * r, width: width * r, data: sr.data as Float32Array }
}
