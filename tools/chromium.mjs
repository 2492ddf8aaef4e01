// Chromium for the browser tests: one that is there, else Debian's package where this user may install it.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

const CANDIDATES = [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
]

export const findChromium = () => CANDIDATES.find(path => path !== undefined && existsSync(path))

/** The path of a Chromium, or what the user has to do to have one. */
export function obtainChromium() {
  const found = findChromium()
  if (found !== undefined) return { path: found }
  const mayInstall = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')
  if (mayInstall) {
    console.error('Chromium is missing: installing the package of the distribution (apt-get install chromium).')
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    spawnSync('apt-get', ['update', '-qq'], { stdio: 'inherit', env })
    spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env,
    })
    const installed = findChromium()
    if (installed !== undefined) return { path: installed }
  }
  return {
    missing:
      'The browser tests need Chromium. Install it (Debian, Ubuntu: sudo apt-get install chromium) or set CHROMIUM_PATH to the executable of a Chromium or Chrome.',
  }
}
