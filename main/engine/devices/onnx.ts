import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { arch, cpus } from 'node:os'
import { AppError, toAppError } from '../../domain/errors.ts'
import { findBlockSize } from '../compiler/blockSize.ts'
import { OnnxBuilder } from '../compiler/builder.ts'
import { encodeModel } from '../compiler/emit.ts'
import { createSession, floatTensor } from '../compiler/session.ts'
import { steppedDevice } from '../trainers/steppedDevice.ts'
import type { Device, DeviceProbe } from './device.ts'
import { onnxStepperMaker } from './onnxStepper.ts'
import { operatorsOnProcessor } from './placement.ts'

/** What a compiled step depends on beside the network and its shapes. */
export interface OnnxTarget {
  /** ONNX Runtime's execution provider. */
  readonly provider: string
  readonly runtime: string
  /** The instructions that the runtime picks follow from it. */
  readonly processor: string
  /** Channels a block of the blocked layout; 0: none. */
  readonly block: number
  /** Only the processor's provider has ONNX Runtime's own operators. */
  readonly portable: boolean
}

export interface OnnxDeviceOptions {
  readonly provider: string
  readonly title: string
  /** Why the provider cannot be here, found without loading it. */
  readonly absent?: () => { readonly reason: string; readonly remedy: string } | undefined
  /** What to do where it is loaded and does not answer. */
  readonly remedy?: string
}

/** A device on which each step, compiled to one ONNX graph, is run by ONNX Runtime with one of its providers. */
export function onnxDevice({ provider, title, absent, remedy }: OnnxDeviceOptions): Device {
  const target = async (): Promise<OnnxTarget> => ({
    provider,
    runtime: runtimeVersion(),
    processor: `${arch()} ${cpus()[0]?.model ?? 'unknown'}`,
    block: provider === 'cpu' ? await findBlockSize() : 0,
    portable: provider !== 'cpu',
  })
  return steppedDevice(
    {
      id: `onnx:${provider}`,
      title,
      probe: async () => {
        const absence = absent?.()
        return absence ? { available: false, ...absence } : probe(provider, remedy)
      },
      ...(provider === 'cpu' ? {} : { operatorsOnProcessor: network => operatorsOnProcessor(provider, network) }),
    },
    onnxStepperMaker(target),
  )
}

/** On every machine that ONNX Runtime's npm package has a native part for. */
export const onnxCpu = onnxDevice({ provider: 'cpu', title: 'Processor (ONNX Runtime)' })

/** By Vulkan, Direct3D 12 or Metal, whatever the maker of the graphics processor. */
export const onnxWebGpu = onnxDevice({ provider: 'webgpu', title: 'GPU (WebGPU)' })

const INSTALL_REMEDY = 'Install Subarc again on a system that onnxruntime-node supports (Linux, Windows, macOS on ARM).'
const DRIVER_REMEDY = 'Install the driver of the graphics processor (on Linux with Vulkan), or choose another device.'

async function probe(provider: string, remedy = DRIVER_REMEDY): Promise<DeviceProbe> {
  try {
    const { listSupportedBackends } = await import('onnxruntime-node')
    if (listSupportedBackends().some(b => b.name === provider)) {
      if (provider !== 'cpu') await runOnce(provider)
      return { available: true, versions: { 'onnxruntime-node': runtimeVersion() } }
    }
    const reason = `This build of ONNX Runtime has no provider '${provider}'.`
    return { available: false, reason, remedy: 'Choose another device.' }
  } catch (error) {
    if (error instanceof AppError) {
      const words = withoutSourceLine(String(error.details.reason ?? error.message))
      const reason = `No device answers: ${words.replace(/\.?$/, '.')}`
      return { available: false, reason, remedy }
    }
    const reason = `ONNX Runtime cannot be loaded: ${toAppError(error).message}`
    return { available: false, reason, remedy: INSTALL_REMEDY }
  }
}

/** The runtime's errors begin with the place in its source and the check that failed. */
const withoutSourceLine = (text: string): string => text.trim().split('was false. ').slice(-1)[0]

/** A provider may be built in and yet find nothing to run on. */
async function runOnce(provider: string): Promise<void> {
  const builder = new OnnxBuilder({ block: 0 })
  const inputs = [{ name: 'x', dims: [4], dtype: 'float32' as const }]
  const outputs = [{ name: 'y', tensor: builder.emit('Neg', ['x']), dims: [4], dtype: 'float32' as const }]
  const session = await createSession(encodeModel(builder.finish(inputs, outputs)), { provider, threads: 1 })
  try {
    await session.run({ x: floatTensor(new Float32Array(4), [4]) })
  } finally {
    await session.release()
  }
}

function runtimeVersion(): string {
  const file = createRequire(import.meta.url).resolve('onnxruntime-node/package.json')
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version
}
