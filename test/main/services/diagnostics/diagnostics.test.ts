import { homedir, hostname, userInfo } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { bugReport, privacyOf } from '../../../../main/services/diagnostics/report.ts'
import { lastLines } from '../../../../main/services/diagnostics/router.ts'
import { failure, openCore, temporaryFolder, writeTestFile } from '../../../support/core.ts'

describe('diagnostics', () => {
  const folder = temporaryFolder('diagnostics')
  afterAll(folder.remove)

  test('the log is shown from its end', async () => {
    const path = join(folder.path, 'a.log')
    writeTestFile(path, Array.from({ length: 10 }, (_, i) => `line ${i}\n`).join(''))
    expect(await lastLines(path, 3)).toEqual({ lines: ['line 7', 'line 8', 'line 9'], truncated: true })
    expect(await lastLines(path, 10)).toMatchObject({ lines: { length: 10 }, truncated: false })
    expect(await lastLines(join(folder.path, 'none.log'), 3)).toEqual({ lines: [], truncated: false })
  })

  test('a report of a workspace tells neither where it lies nor whose it is', async () => {
    const workspace = join(folder.path, 'workspace of secrets')
    writeTestFile(
      join(workspace, 'subarc.log'),
      [
        `2026-03-14T00:00:00.000Z error Reading ${join(homedir(), 'proposal', 'J0946.fits')} failed`,
        `Error: by ${userInfo().username} on ${hostname()}`,
        `    at open (file://${process.cwd()}/main/services/core.ts:1:1)`,
        `2026-03-14T00:00:01.000Z info ${join(workspace, 'runs', 'run-1')} is done`,
      ].join('\n'),
    )
    const core = await openCore(workspace)
    expect(await failure(core.client.diagnostics.log({ lines: 0 }))).toMatchObject({ code: 'bad-input' })
    const { text } = await core.client.diagnostics.report()
    await core.close()
    expect(text).toContain('Subarc 0.0.0-test (web)')
    expect(text).toContain('onnx:cpu (chosen): not checked')
    expect(text).toContain('Reading <path>.fits failed')
    expect(text).toContain('at open (<subarc>/main/services/core.ts:1:1)')
    expect(text).toContain('<workspace>/runs/run-1 is done')
    for (const secret of [homedir(), hostname(), 'proposal', 'J0946', 'secrets', folder.path])
      expect(text).not.toContain(secret)
  })

  test('the name of a user is left out, the name that every administrator has is not', () => {
    const info = {
      ...{ path: '/w', version: '1', schemaVersion: 1, freeBytes: 0, platform: 'linux-x64', nodeVersion: '24' },
      ...{ cpuCount: 1, memoryBytes: 0, device: 'onnx:cpu', host: 'web' as const },
    }
    const privacy = { folders: [], home: '/home/vera', names: ['vera'] }
    expect(bugReport({ info, devices: [], log: ['by vera'], privacy })).toMatch(/by <name>$/)
    const names = privacyOf('/w').names
    expect(names.includes('root')).toBe(false)
    expect(names).toContain(hostname())
  })
})
