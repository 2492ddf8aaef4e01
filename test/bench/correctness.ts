/**
 * `node test/bench/correctness.ts kernels|networks`: a device beside the processor, without a test runner: the cases of
 * test/conformance kernel by kernel, or whole networks in training and evaluation. `--device ID`, `--json`, `--runs N`
 * samples of each kernel's case, `--quick` without the study's full network. Ends with code 1 where anything differs by more than its tolerance.
 */
import '@tensorflow/tfjs-backend-cpu'
import { parseArgs } from 'node:util'
import * as tf from '@tensorflow/tfjs-core'
import fc from 'fast-check'
import '../../models/gradients.ts'
import '../../main/engine/compiler/lower/all.ts'
import type { Device, DeviceId, ImageBatch, NamedTensor } from '../../main/engine/devices/device.ts'
import { onnxCpu } from '../../main/engine/devices/onnx.ts'
import { availableDevice } from '../../main/engine/devices/registry.ts'
import { noiseBatch } from '../../main/engine/estimate.ts'
import { initialState } from '../../main/engine/training/initialState.ts'
import { defaultAdam } from '../../models/optimisers.ts'
import { type NetworkConfig, networkOf, parseNetwork } from '../../models/registry.ts'
import { allCases } from '../conformance/engine/cases/all.ts'
import type { Sample } from '../conformance/engine/cases/case.ts'
import { relativeErrors, runCompiled } from '../conformance/engine/compare.ts'
import { FULL_STUDY, resnet } from './networks.ts'

/** Of a loss, of all gradients by their norm, of an output. */
const NETWORK_TOLERANCE = 1e-3
/** A graphics processor's own sines and powers are good to some 1e-4 (Vulkan's precision rules). */
const KERNEL_TOLERANCE = 1e-3
const STEPS = 3
const SEED = 1

interface Finding {
  readonly name: string
  readonly passed: boolean
  readonly error: number | null
  readonly note?: string
}

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    device: { type: 'string', default: 'onnx:webgpu' },
    runs: { type: 'string', default: '2' },
    json: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
  },
})
tf.env().set('PROD', true)
const device = await availableDevice(values.device as DeviceId)
// For machines on stdout, and then for people beside it.
const say = values.json ? console.error : console.log
const findings: Finding[] = []
const wantsNetworks = positionals.includes('networks')
await (wantsNetworks ? checkNetworks(device) : checkKernels(device))
const failed = findings.filter(({ passed }) => !passed)
const worst = Math.max(...findings.map(({ error }) => error ?? 0))
if (values.json) console.log(JSON.stringify({ device: device.id, checked: findings.length, worst, failed, findings }))
const right = findings.length - failed.length
say(`${device.id} beside onnx:cpu: ${right} of ${findings.length} right, worst ${worst.toExponential(1)}`)
process.exit(failed.length === 0 ? 0 : 1)

/** Said as it is found: what is stopped midway has told of what it did. */
function add(finding: Finding): void {
  findings.push(finding)
  const { name, passed, error, note } = finding
  const size = error === null ? '-' : error.toExponential(1)
  say(`${passed ? 'right' : 'WRONG'} ${size.padStart(8)}  ${name}${note === undefined ? '' : `: ${note}`}`)
}

async function checkKernels({ id }: Device): Promise<void> {
  const provider = id.replace('onnx:', '')
  for (const { title, samples, tolerance = 0, fails } of allCases) {
    const limit = Math.max(tolerance, KERNEL_TOLERANCE)
    const known = fails?.[id]
    const finding = await checkCase(title, fc.sample(samples, { numRuns: Number(values.runs), seed: SEED }), provider)
    const passed = finding.error !== null && finding.error <= limit
    if (passed || known === undefined) add({ ...finding, passed })
    // Not every maker's compiler fails it: listed, and no verdict on this one.
    else add({ name: title, passed: true, error: null, note: `known to fail: ${known}` })
  }
}

/** The same compiled graph by both providers. */
async function checkCase(name: string, samples: readonly Sample[], provider: string): Promise<Omit<Finding, 'passed'>> {
  let error = 0
  try {
    for (const { inputs, step } of samples) {
      const options = { block: 0, portable: true }
      const expected = await runCompiled(inputs, step, { provider: 'cpu', ...options })
      const actual = await runCompiled(inputs, step, { provider, ...options })
      for (const found of relativeErrors(actual, expected)) error = larger(error, found.error)
    }
    return { name, error }
  } catch (thrown) {
    return { name, error: null, note: thrown instanceof Error ? thrown.message.split('\n')[0] : String(thrown) }
  }
}

async function checkNetworks(tested: Device): Promise<void> {
  const smallTail = { channels: 16, magnification: 2, magnifications: 1 }
  const networks: readonly NetworkConfig[] = [
    resnet({ blocks: 2, channels: 16 }),
    parseNetwork({
      kind: 'resnet-sisr',
      blocks: 2,
      channels: 16,
      magnification: 2,
      magnifications: 0,
      outputRelu: false,
    }),
    parseNetwork({ kind: 'edsr', blocks: 2, ...smallTail }),
    parseNetwork({ kind: 'rcan', groups: 2, blocks: 2, reduction: 4, ...smallTail }),
    ...(values.quick ? [] : [resnet(FULL_STUDY)]),
  ]
  for (const network of networks) {
    const title = networkOf(network).describe(network)
    const tell = (finding: Omit<Finding, 'name'>, what: string) => add({ name: `${title}: ${what}`, ...finding })
    try {
      for (const [what, error] of Object.entries(await compareNetwork(tested, network))) {
        tell({ passed: error <= NETWORK_TOLERANCE, error }, what)
      }
      const left = (await tested.operatorsOnProcessor?.(network)) ?? []
      // An operator that is not on the device costs time and is not wrong.
      tell({ passed: true, error: null, note: left.join(', ') || 'none' }, 'operators left on the processor')
    } catch (thrown) {
      const note = thrown instanceof Error ? thrown.message.split('\n')[0] : String(thrown)
      tell({ passed: false, error: null, note }, 'cannot be run')
    }
  }
}

/**
 * Relative errors of the output, the first gradients and the losses of a few training steps. Outputs after them say less:
 * Adam's first steps go by the gradients' signs, which are rounding noise where a gradient is nearly zero.
 */
async function compareNetwork(tested: Device, network: NetworkConfig): Promise<Record<string, number>> {
  const actual = await trainBriefly(tested, network)
  const expected = await trainBriefly(onnxCpu, network)
  const losses = expected.losses.map((loss, i) => Math.abs(actual.losses[i] / loss - 1))
  return {
    [`losses of ${STEPS} steps`]: losses.reduce(larger),
    'first gradients': distance(joined(actual.gradients), joined(expected.gradients)),
    output: distance(actual.output.data, expected.output.data),
  }
}

async function trainBriefly(on: Device, network: NetworkConfig) {
  const trainer = await on.createTrainer({
    network,
    state: initialState(network, SEED),
    loss: 'mse',
    adam: defaultAdam,
    threads: 2,
  })
  try {
    const { lr, hr } = noiseBatch(network, 4, 32, 32)
    const output: ImageBatch = await trainer.predict(lr)
    const losses = [(await trainer.step(lr, hr, 1e-4)).loss]
    // Adam's first moment after one step is the gradient times 1 - beta1.
    const gradients = trainer.exportState().adamM
    while (losses.length < STEPS) losses.push((await trainer.step(lr, hr, 1e-4)).loss)
    return { losses, gradients, output }
  } finally {
    trainer.dispose()
  }
}

function joined(tensors: readonly NamedTensor[]): number[] {
  return tensors.flatMap(({ data }) => [...data])
}

/** Norm of the difference over the norm of what is expected. */
function distance(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  let difference = 0
  let size = 0
  for (let i = 0; i < expected.length; i++) {
    difference += (actual[i] - expected[i]) ** 2
    size += expected[i] ** 2
  }
  return difference === 0 ? 0 : Math.sqrt(difference / size)
}

/** NaN, which fails every comparison, is larger than all. */
function larger(a: number, b: number): number {
  return Math.max(a, b)
}
