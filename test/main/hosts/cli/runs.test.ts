import { execFile } from 'node:child_process'
import { existsSync, openSync, statSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeWorkspace } from '../../../bench/manyRuns.ts'
import { temporaryFolder } from '../../../support/core.ts'

const cli = join(import.meta.dirname, '../../../../main/hosts/cli/subarc.ts')
const folder = temporaryFolder('cli-runs')
const workspace = join(folder.path, 'workspace')

beforeAll(() => makeWorkspace(workspace, { runs: 20, epochs: 60, imageScores: 800 }))
afterAll(() => folder.remove())

function subarc(...args: string[]): Promise<{ code: number | string; said: string; noted: string }> {
  return new Promise(resolve => {
    execFile(process.execPath, [cli, ...args, '--workspace', workspace], (error, said, noted) =>
      resolve({ code: error?.code ?? 0, said, noted }),
    )
  })
}
const json = async (...args: string[]) => JSON.parse((await subarc(...args, '--json')).said)

describe('subarc runs', () => {
  it('filters, sorts and shows columns as the window does', async () => {
    const args = ['--where', 'seed >= 3 and psnr > 0', '--sort', '-psnr', '--columns', 'psnr,psnr@last,blocks']
    const runs = await json('runs', ...args)
    expect(runs).toHaveLength(8)
    const psnr = runs.map((run: { values: Record<string, number> }) => run.values['psnr@best'])
    expect(psnr).toEqual(psnr.toSorted((a: number, b: number) => b - a))
    expect(runs[0]).toMatchObject({ status: expect.any(String), steps: { 'psnr@best': 4800, 'psnr@last': 6000 } })
    const { said } = await subarc('runs', ...args, '--limit', '3')
    expect(said).toMatch(/psnr@best +psnr@last +network\.blocks/)
    expect(said).toContain('3 of 8 runs')
  })

  it('groups by setup, with mean and spread over the seeds', async () => {
    const groups = await json('runs', '--group-by', 'setup', '--columns', 'psnr')
    expect(groups.map((group: { runs: number }) => group.runs)).toEqual([5, 5, 5, 5])
    expect(groups[0].columns['psnr@best']).toMatchObject({ kind: 'numbers', n: 5 })
    expect((await subarc('runs', '--group-by', 'recipe', '--columns', 'psnr')).said).toMatch(/\d \+- \d/)
  })

  it('marks the place where a filter is wrong, with the exit code of bad input', async () => {
    const { code, noted } = await subarc('runs', '--where', 'psnr > 3 and blcks = 2')
    expect(code).toBe(2)
    expect(noted).toContain('  psnr > 3 and blcks = 2\n               ^^^^^\n')
    expect(noted).toContain('Did you mean network.blocks?')
  })

  it('lists the fields that there are', async () => {
    const fields = await json('runs', '--fields')
    expect(fields.find((field: { name: string }) => field.name === 'seed')).toMatchObject({ type: 'number' })
  })
})

describe('subarc compare', () => {
  it('says what differs and whether one is better on the same images', async () => {
    const runs = await json('runs', '--sort', 'created', '--limit', '2')
    const ids = runs.map(({ id }: { id: string }) => id)
    const compared = await json('compare', ...ids)
    expect(compared.config.different).toEqual([{ name: 'settings.seed', values: [0, 1] }])
    expect(compared.scores.others[0].difference).toMatchObject({ n: 20, wilcoxon: { method: 'exact' } })
    const { said } = await subarc('compare', ...ids)
    expect(said).toMatch(/settings\.seed +0 +1/)
    expect(said).toMatch(/p \(Wilcoxon\)/)
    const missing = await subarc('compare', ids[0], 'run-nothing')
    expect([missing.code, missing.noted]).toEqual([3, expect.stringContaining('There is no run run-nothing')])
  })
})

describe('subarc workspace', () => {
  it('is backed up into one file', async () => {
    const file = join(folder.path, 'all.tar')
    expect(await json('workspace', 'backup', file)).toEqual({ file })
    expect(statSync(file).size).toBeGreaterThan(100_000)
  })

  it('is checked, and a damaged database is made anew when asked', async () => {
    expect(await json('workspace', 'check')).toMatchObject({ sound: true, checked: { runs: 20 } })
    const file = join(workspace, 'subarc.db')
    const handle = openSync(file, 'r+')
    writeSync(handle, Buffer.alloc(8192, 0xa5), 0, 8192, Math.floor(statSync(file).size / 2 / 4096) * 4096)
    expect((await subarc('workspace', 'check')).code).toBe(11)
    const repaired = await json('workspace', 'check', '--repair')
    expect(repaired).toMatchObject({ sound: true, needsSalvage: false })
    expect(existsSync(repaired.salvage.kept)).toBe(true)
    expect((await subarc('workspace', 'check')).code).toBe(0)
  })
})
