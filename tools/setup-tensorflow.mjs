// `npm run setup:tensorflow`: fetches the native part of @tensorflow/tfjs-node-gpu, which the install leaves out.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const folder = join(root, 'node_modules', '@tensorflow', 'tfjs-node-gpu')
const installer = join(folder, 'scripts', 'install.js')

if (!existsSync(installer)) {
  console.error('The package @tensorflow/tfjs-node-gpu is not installed. Run `npm ci` first.')
  process.exit(1)
}
if (process.platform === 'darwin' || process.arch !== 'x64') {
  console.error(
    `TensorFlow with CUDA 11 exists for Linux and Windows on x64, not for ${process.platform} ${process.arch}. The other devices need no setup: \`npx subarc doctor\`.`,
  )
  process.exit(1)
}
console.log('Fetching TensorFlow 2.9 for CUDA 11 (some 400 MB) and the binding for Node ...')
// The package's own installer; it calls node-pre-gyp, which is found on the path, for the binding.
const path = `${join(root, 'node_modules', '.bin')}${delimiter}${process.env.PATH ?? ''}`
const { status } = spawnSync(process.execPath, [installer, 'gpu', 'download'], {
  cwd: folder,
  stdio: 'inherit',
  env: { ...process.env, PATH: path },
})
if (status === 0 && existsSync(join(folder, 'lib'))) {
  console.log('Done. `npx subarc doctor` says whether the GPU answers and is right.')
} else {
  console.error(
    'The native part could not be fetched or built. It comes from storage.googleapis.com: check that this address can be reached (proxy, firewall) and that 2 GB of disk are free, then run this again.',
  )
  process.exit(1)
}
