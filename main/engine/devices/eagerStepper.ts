import type { Tensor } from '@tensorflow/tfjs-core'
import * as tf from '@tensorflow/tfjs-core'
import { NEW } from '../compiler/stepProgram.ts'
import type { DeviceId } from './device.ts'
import type { LoadedBackend } from './eager.ts'
import type { Stepper } from './stepper.ts'

/** Programs run kernel by kernel on one of tfjs's own backends. */
export function createEagerStepper(
  device: DeviceId,
  loaded: LoadedBackend,
  initial: Readonly<Record<string, Float32Array>>,
): Stepper {
  const state = onBackend(loaded.name, () =>
    // Copied: a backend may keep the array that it is given, and the caller may change it.
    Object.fromEntries(Object.entries(initial).map(([name, data]) => [name, tf.tensor1d(data.slice())])),
  ) as Record<string, Tensor>

  return {
    async run(program, feeds) {
      const outputs = onBackend(loaded.name, () => {
        const given = program.inputs.map(({ name, shape }) => {
          return [name, state[name] ?? tf.tensor(feeds[name], [...shape])] as const
        })
        return program.run(Object.fromEntries(given))
      })
      const answers: Record<string, Tensor> = {}
      for (const [name, tensor] of Object.entries(outputs)) {
        if (name.startsWith(NEW)) {
          const part = name.slice(NEW.length)
          state[part].dispose()
          state[part] = tensor
        } else {
          answers[name] = tensor
        }
      }
      const values = await Promise.all(
        Object.entries(answers).map(async ([name, tensor]) => [name, await tensor.data<'float32'>()] as const),
      )
      tf.dispose(answers)
      return Object.fromEntries(values)
    },
    read: name => state[name].dataSync<'float32'>().slice(),
    plan: { device, backend: loaded.name, ...loaded.versions },
    dispose: () => tf.dispose(state),
  }
}

/** Other backends may have been active since the last call; tfjs has one active backend in a process. */
function onBackend<T extends tf.TensorContainer>(name: string, run: () => T): T {
  // The backend is initialised, so that this takes effect before the call returns.
  if (tf.getBackend() !== name) void tf.setBackend(name)
  return tf.tidy(run)
}
