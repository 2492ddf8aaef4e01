import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defaultAdam } from '../../../models/optimisers.ts'
import type { NetworkConfig } from '../../../models/registry.ts'
import { compileTrainingStep } from '../compiler/compile.ts'
import { createSession, floatTensor } from '../compiler/session.ts'

/** What ONNX Runtime's profile says of one operator's run. */
interface ProfileEvent {
  readonly cat?: string
  readonly args?: { readonly provider?: string; readonly op_name?: string }
}

/**
 * The kinds of operator in a training step that a provider leaves to the processor, each with a copy of its data to and fro:
 * what ONNX Runtime's own profile of a step says.
 */
export async function operatorsOnProcessor(provider: string, network: NetworkConfig): Promise<string[]> {
  const spec = { network, loss: 'mse', adam: defaultAdam, batch: 2, height: 16, width: 16 } as const
  const { model, encode } = compileTrainingStep(spec, { block: 0, portable: provider !== 'cpu' })
  const folder = await mkdtemp(join(tmpdir(), 'subarc-profile-'))
  try {
    const session = await createSession(encode(), { provider, threads: 1, profile: join(folder, 'step') })
    try {
      const feeds = model.inputs.map(({ name, dims }) => {
        const sizes = dims.map(Number)
        return [name, floatTensor(new Float32Array(sizes.reduce((a, b) => a * b, 1)).fill(0.5), sizes)]
      })
      await session.run(Object.fromEntries(feeds))
      session.endProfiling()
    } finally {
      await session.release()
    }
    const [file] = await readdir(folder)
    const events = JSON.parse(await readFile(join(folder, file), 'utf8')) as ProfileEvent[]
    const onProcessor = events.filter(({ cat, args }) => cat === 'Node' && args?.provider === 'CPUExecutionProvider')
    return [...new Set(onProcessor.flatMap(({ args }) => args?.op_name ?? []))].sort()
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
