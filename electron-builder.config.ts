import type { Configuration } from 'electron-builder'
import { FILE_ENDINGS } from './electron/opening.ts'

/** Native libraries cannot be loaded from inside the archive; those of other platforms and processors are left out. */
const NATIVE = ['**/node_modules/onnxruntime-node/bin/**', '**/node_modules/@tensorflow/tfjs-node-gpu/**']
export const OF_OTHERS = [
  // biome-ignore lint/suspicious/noTemplateCurlyInString: electron-builder's own places for the target
  '!**/node_modules/onnxruntime-node/bin/napi-v6/!(${platform})/**',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: electron-builder's own places for the target
  '!**/node_modules/onnxruntime-node/bin/napi-v6/${platform}/!(${arch})/**',
]

const config: Configuration = {
  appId: 'org.subarc.desktop',
  productName: 'Subarc',
  copyright: 'The Subarc authors',
  directories: { output: 'dist/packages', buildResources: 'resources/package' },
  // biome-ignore lint/suspicious/noTemplateCurlyInString: electron-builder's own places for the target
  artifactName: '${productName}-${version}-${os}-${arch}.${ext}',
  files: [
    'dist/app/**',
    'dist/renderer/**',
    'resources/weights/**',
    'package.json',
    ...OF_OTHERS,
    '!**/*.map',
    // Electron is the Node of the desktop.
    '!**/node_modules/node-*-*/**',
    '!**/node_modules/node-bin-*/**',
    // What libraries bring for their own makers.
    '!**/node_modules/**/{test,tests,__tests__,docs,example,examples,benchmark}/**',
    '!**/node_modules/**/*.{ts,mts,cts,tsbuildinfo,md,markdown,flow}',
    '!**/node_modules/onnxruntime-node/{script,__commit.txt}',
    // Bundles for browsers, beside those that Node loads.
    '!**/node_modules/@tensorflow/*/dist/{miniprogram/**,*.html,*.fesm.*,*.es2017.*,*.min.*}',
    '!**/node_modules/h5wasm/dist/{iife,esm}/**',
  ],
  asar: true,
  asarUnpack: NATIVE,
  // What a hardened Electron refuses: to run as plain Node, to be debugged or extended from outside, other code than its own.
  electronFuses: {
    runAsNode: false,
    enableCookieEncryption: true,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    grantFileProtocolExtraPrivileges: false,
  },
  // Nothing is compiled: the native libraries come ready, by Node-API.
  npmRebuild: false,
  fileAssociations: [
    {
      ext: FILE_ENDINGS.filter(ending => ending !== 'npy'),
      name: 'FITS image',
      description: 'Flexible Image Transport System',
      mimeType: 'image/fits',
      role: 'Viewer',
    },
    { ext: 'npy', name: 'NumPy array', description: 'NumPy array', mimeType: 'application/x-npy', role: 'Viewer' },
  ],
  linux: {
    target: ['AppImage', 'deb'],
    category: 'Science',
    icon: 'resources/package/linux',
    synopsis: 'Super-resolution of strong gravitational lenses',
    maintainer: 'The Subarc authors <subarc@example.org>',
  },
  mac: {
    target: [{ target: 'dmg', arch: ['arm64'] }],
    category: 'public.app-category.education',
    icon: 'resources/package/icon.icns',
    darkModeSupport: true,
  },
  win: { target: ['nsis'], icon: 'resources/package/icon.ico' },
  nsis: { oneClick: false, perMachine: false, allowToChangeInstallationDirectory: true },
}

export default config
