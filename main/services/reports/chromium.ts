import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const onPath = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
  'brave-browser',
  'chrome',
  'msedge',
]

const onMac = ['Google Chrome', 'Chromium', 'Microsoft Edge', 'Brave Browser'].map(
  name => `/Applications/${name}.app/Contents/MacOS/${name}`,
)

const onWindows = (environment: NodeJS.ProcessEnv): string[] =>
  ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap(name => {
    const root = environment[name]
    return root === undefined
      ? []
      : [
          join(root, 'Google', 'Chrome', 'Application', 'chrome.exe'),
          join(root, 'Microsoft', 'Edge', 'Application', 'msedge.exe'),
          join(root, 'Chromium', 'Application', 'chrome.exe'),
        ]
  })

/** A browser of the Chromium family that is installed here, by CHROMIUM_PATH or where each system has it; undefined without one. */
export function findChromium(environment: NodeJS.ProcessEnv = process.env): string | undefined {
  const { CHROMIUM_PATH } = environment
  if (CHROMIUM_PATH !== undefined) return existsSync(CHROMIUM_PATH) ? CHROMIUM_PATH : undefined
  const ending = process.platform === 'win32' ? '.exe' : ''
  const folders = (environment.PATH ?? '').split(delimiter).filter(Boolean)
  const candidates = [
    ...folders.flatMap(folder => onPath.map(name => join(folder, name + ending))),
    ...(process.platform === 'darwin' ? onMac : []),
    ...(process.platform === 'win32' ? onWindows(environment) : []),
  ]
  return candidates.find(path => existsSync(path))
}
