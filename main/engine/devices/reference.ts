import * as tf from '@tensorflow/tfjs-core'
import { eagerDevice } from './eager.ts'

/** tfjs's own backend in plain JavaScript: slow, and what every other device is compared with. */
export const reference = eagerDevice({
  id: 'reference',
  title: 'Reference (plain JavaScript, slow)',
  load: async () => {
    // Keeps tfjs from advertising its native package on stderr.
    tf.env().set('PROD', true)
    await import('@tensorflow/tfjs-backend-cpu')
    await tf.setBackend('cpu')
    return { name: 'cpu', versions: { tfjs: tf.version_core } }
  },
})
