import type { Configuration } from 'electron-builder'

/** Native libraries cannot be loaded from inside the archive. */
const NATIVE = ['**/node_modules/onnxruntime-node/bin/**', '**/node_modules/@tensorflow/tfjs-node-gpu/**']

const config: Configuration = {
  appId: 'org.subarc.desktop',
  productName: 'Subarc',
  directories: { output: 'dist/packages', buildResources: 'resources' },
  files: [
    'dist/app/**',
    'dist/renderer/**',
    'resources/weights/**',
    'package.json',
    '!**/*.map',
    '!node_modules/node-*-*/**',
    '!node_modules/node-bin-*/**',
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
  npmRebuild: false,
  linux: { target: ['AppImage', 'deb'], category: 'Science' },
  mac: { target: [{ target: 'dmg', arch: ['arm64'] }], category: 'public.app-category.education' },
  win: { target: ['nsis'] },
}

export default config
