import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { FIRST_SIZE, readState, windowPlace, writeState } from '../../electron/state.ts'
import { temporaryFolder } from '../support/core.ts'

const folder = temporaryFolder('state')
afterAll(folder.remove)
const screen = { x: 0, y: 0, width: 1920, height: 1080 }
const second = { x: 1920, y: 0, width: 2560, height: 1440 }

describe('what the desktop keeps', () => {
  it('is read as it was written, and is as at a first start where it is damaged or unknown', () => {
    const file = join(folder.path, 'deep', 'desktop.json')
    expect(readState(file)).toEqual({ version: 1 })
    const state = { version: 1 as const, workspace: '/w', window: { bounds: { ...screen, x: -8 }, isMaximized: true } }
    writeState(file, state)
    expect(readState(file)).toEqual(state)
    for (const damaged of ['', '{"version": 2}', '{"version": 1, "window": {"bounds": {"x": "left"}}}']) {
      writeFileSync(file, damaged)
      expect(readState(file)).toEqual({ version: 1 })
    }
  })
})

describe('the window', () => {
  it('opens where it was, also on a second screen', () => {
    const kept = { x: 2000, y: 100, width: 1600, height: 1000 }
    expect(windowPlace(kept, [screen, second])).toEqual(kept)
  })

  it('comes back from a screen that is gone, and from below the edge', () => {
    const away = { x: 2000, y: 100, width: 1600, height: 1000 }
    expect(windowPlace(away, [screen])).toEqual(FIRST_SIZE)
    expect(windowPlace({ ...away, x: 10, y: 1079 }, [screen])).toEqual(FIRST_SIZE)
    expect(windowPlace({ ...away, x: 10, y: -200 }, [screen])).toEqual(FIRST_SIZE)
  })

  it('is never larger than the screen at first, nor smaller than the interface needs later', () => {
    expect(windowPlace(undefined, [{ x: 0, y: 0, width: 1280, height: 720 }])).toEqual({ width: 1280, height: 720 })
    expect(windowPlace({ x: 0, y: 0, width: 100, height: 100 }, [screen])).toMatchObject({ width: 900, height: 600 })
  })
})
