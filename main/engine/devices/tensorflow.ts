import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { Rank } from '@tensorflow/tfjs-core'
import * as tf from '@tensorflow/tfjs-core'
import { AppError } from '../../domain/errors.ts'
import { eagerDevice, type LoadedBackend } from './eager.ts'

const PACKAGE = '@tensorflow/tfjs-node-gpu'
const NEEDS = 'an NVIDIA GPU with its driver, CUDA 11 and cuDNN 8'

/** TensorFlow's C library through tfjs-node-gpu, kernel by kernel. Its native part comes by `npm run setup:tensorflow`. */
export const tensorflow = eagerDevice({
  id: 'tensorflow',
  title: 'TensorFlow (NVIDIA, CUDA 11)',
  load: loadTensorflow,
})

const requireFrom = createRequire(import.meta.url)

async function loadTensorflow(): Promise<LoadedBackend> {
  const version = installedVersion()
  restoreRemovedUtilities(requireFrom('node:util'))
  try {
    requireFrom(PACKAGE)
  } catch (error) {
    throw loadFailure(error)
  }
  // tfjs-core keeps its engine on the global object, so a second copy would still share it; a different version would not fit.
  if (!(await tf.setBackend('tensorflow'))) {
    throw unavailable(
      'tfjs-node-gpu was loaded, but its backend does not start.',
      'Run `npm run setup:tensorflow` again.',
    )
  }
  const backend: object = tf.backend()
  if (!('isUsingGpuDevice' in backend && backend.isUsingGpuDevice === true)) {
    throw unavailable('TensorFlow was loaded but finds no GPU and would run on the CPU.', `It needs ${NEEDS}.`)
  }
  if (!answers()) {
    throw unavailable('The GPU does not compute: a small convolution came back wrong.', `It needs ${NEEDS}.`)
  }
  return { name: 'tensorflow', versions: { tfjs: tf.version_core, 'tfjs-node-gpu': version } }
}

function installedVersion(): string {
  let manifest: string
  try {
    manifest = requireFrom.resolve(`${PACKAGE}/package.json`)
  } catch {
    throw unavailable(`The package ${PACKAGE} is not installed.`, 'Run `npm install`, then `npm run setup:tensorflow`.')
  }
  const { version }: { version: string } = requireFrom(manifest)
  if (version !== tf.version_core) {
    throw unavailable(`${PACKAGE} ${version} does not fit tfjs-core ${tf.version_core}.`, 'Run `npm ci`.')
  }
  if (!existsSync(join(dirname(manifest), 'lib'))) {
    throw unavailable(
      `The native part of ${PACKAGE} is not installed: it is fetched on request only.`,
      `Run \`npm run setup:tensorflow\`. It needs ${NEEDS}.`,
    )
  }
  return version
}

/**
 * Node 23 removed the type tests of its util module (deprecated since Node 4), which tfjs-node-gpu 4.22 still calls
 * when it reads a kernel's inputs. They are put back on the CommonJS module, which is the object that it sees.
 */
export function restoreRemovedUtilities(util: Record<string, unknown>): void {
  const removed: Record<string, (value: unknown) => boolean> = {
    isArray: Array.isArray,
    isNull: value => value === null,
    isNullOrUndefined: value => value === null || value === undefined,
    isUndefined: value => value === undefined,
    isString: value => typeof value === 'string',
    isNumber: value => typeof value === 'number',
    isBoolean: value => typeof value === 'boolean',
    isFunction: value => typeof value === 'function',
    isObject: value => value !== null && typeof value === 'object',
  }
  for (const [name, test] of Object.entries(removed)) util[name] ??= test
}

function loadFailure(error: unknown): AppError {
  const message = error instanceof Error ? error.message.split('\n')[0] : String(error)
  const library = /(lib(?:cu|tensorflow)[\w.-]*\.so[\w.]*)/.exec(message)?.[1]
  return library
    ? unavailable(
        `TensorFlow's native part cannot load ${library}: ${message}`,
        `Install it: TensorFlow needs ${NEEDS}.`,
      )
    : unavailable(`TensorFlow's native part cannot be loaded: ${message}`, 'Run `npm run setup:tensorflow` again.')
}

/** A 3x3 convolution of ones by ones: 4 in the corners, 9 in the middle. cuDNN's absence shows here. */
function answers(): boolean {
  try {
    return tf.tidy(() => {
      const sums = tf.conv2d(tf.ones<Rank.R4>([1, 3, 3, 1]), tf.ones<Rank.R4>([3, 3, 1, 1]), 1, 'same').dataSync()
      return [...sums].join() === '4,6,4,6,9,6,4,6,4'
    })
  } catch {
    return false
  }
}

function unavailable(reason: string, remedy: string): AppError {
  return new AppError('device-unavailable', `${reason} ${remedy}`, { reason, remedy })
}
