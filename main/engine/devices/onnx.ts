import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { arch, cpus } from 'node:os'
import { toAppError } from '../../domain/errors.ts'
import { findBlockSize } from '../compiler/blockSize.ts'
import type { Device, DeviceProbe } from './device.ts'
import { createOnnxPredictor } from './onnxPredictor.ts'
import { createOnnxTrainer } from './onnxTrainer.ts'

/** What a compiled step depends on beside the network and its shapes. */
export interface OnnxTarget {
  /** ONNX Runtime's execution provider. */
  readonly provider: string
  readonly runtime: string
  /** The instructions that the runtime picks follow from it. */
  readonly processor: string
  /** Channels a block of the blocked layout; 0: none. */
  readonly block: number
}

export interface OnnxDeviceOptions {
  readonly provider: string
  readonly title: string
}

/** A device on which each step, compiled to one ONNX graph, is run by ONNX Runtime with one of its providers. */
export function onnxDevice({ provider, title }: OnnxDeviceOptions): Device {
  const target = async (): Promise<OnnxTarget> => ({
    provider,
    runtime: runtimeVersion(),
    processor: `${arch()} ${cpus()[0]?.model ?? 'unknown'}`,
    block: provider === 'cpu' ? await findBlockSize() : 0,
  })
  return {
    id: `onnx:${provider}`,
    title,
    probe: () => probe(provider),
    createTrainer: async options => createOnnxTrainer(await target(), options),
    createPredictor: async options => createOnnxPredictor(await target(), options),
  }
}

/** On every machine that ONNX Runtime's npm package has a native part for. */
export const onnxCpu = onnxDevice({ provider: 'cpu', title: 'Processor (ONNX Runtime)' })

async function probe(provider: string): Promise<DeviceProbe> {
  try {
    const { listSupportedBackends } = await import('onnxruntime-node')
    if (listSupportedBackends().some(b => b.name === provider)) {
      return { available: true, versions: { 'onnxruntime-node': runtimeVersion() } }
    }
    const reason = `This build of ONNX Runtime has no provider '${provider}'.`
    return { available: false, reason, remedy: 'Choose another device.' }
  } catch (error) {
    const reason = `ONNX Runtime cannot be loaded: ${toAppError(error).message}`
    const remedy = 'Install Subarc again on a system that onnxruntime-node supports (Linux, Windows, macOS on ARM).'
    return { available: false, reason, remedy }
  }
}

function runtimeVersion(): string {
  const file = createRequire(import.meta.url).resolve('onnxruntime-node/package.json')
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version
}
