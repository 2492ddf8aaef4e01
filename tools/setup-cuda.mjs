// `npm run setup:cuda`: fetches the CUDA 12 part of onnxruntime-node, which the install leaves out.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const folder = fileURLToPath(new URL('../node_modules/onnxruntime-node', import.meta.url))
const installer = join(folder, 'script', 'install.js')
const library = join(folder, 'bin', 'napi-v6', 'linux', 'x64', 'libonnxruntime_providers_cuda.so')

if (!existsSync(installer)) {
  console.error('The package onnxruntime-node is not installed. Run `npm ci` first.')
  process.exit(1)
}
if (process.platform !== 'linux' || process.arch !== 'x64') {
  console.error(
    `ONNX Runtime's package brings CUDA to Linux on x64, not to ${process.platform} ${process.arch}. The other devices need no setup: \`npx subarc doctor\`.`,
  )
  process.exit(1)
}
console.log('Fetching the CUDA 12 provider of ONNX Runtime (a few hundred MB) ...')
const { status } = spawnSync(process.execPath, [installer, '--onnxruntime-node-install=cuda12'], {
  cwd: folder,
  stdio: 'inherit',
})
if (status === 0 && existsSync(library)) {
  console.log(
    'Done. It needs an NVIDIA card with a driver for CUDA 12, CUDA 12 and cuDNN 9; `npx subarc doctor` says whether the card answers and is right.',
  )
} else {
  console.error(
    'The provider could not be fetched. It comes from api.nuget.org: check that this address can be reached (proxy, firewall) and that 1 GB of disk is free, then run this again.',
  )
  process.exit(1)
}
