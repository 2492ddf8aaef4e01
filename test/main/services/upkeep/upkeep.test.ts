import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, openSync, readFileSync, rmSync, statSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Core } from '../../../../main/services/core.ts'
import { salvageWorkspace } from '../../../../main/services/upkeep/salvage.ts'
import { makeWorkspace } from '../../../bench/manyRuns.ts'
import { failure, finished, openCore, temporaryFolder } from '../../../support/core.ts'

const RUNS = 20

let folder: ReturnType<typeof temporaryFolder>
let path: string
let core: Core
beforeEach(async () => {
  folder = temporaryFolder('upkeep')
  path = join(folder.path, 'workspace')
  makeWorkspace(path, { runs: RUNS, epochs: 100, imageScores: 400 })
  core = await openCore(path, 'cli')
})
afterEach(async () => {
  await core.close()
  folder.remove()
})

const inDatabase = (change: (db: DatabaseSync) => void): void => {
  const db = new DatabaseSync(join(path, 'subarc.db'))
  change(db)
  db.close()
}

describe('the check of a workspace', () => {
  it('finds what is missing, strayed or unreadable, and makes it good when asked', async () => {
    const [run] = (await core.client.runs.list({ limit: 1 })).runs
    inDatabase(db => {
      const weights = { which: 'best', step: 1, epoch: 1, sha256: 'x', bytes: 5 }
      db.prepare("UPDATE runs SET record = json_set(record, '$.checkpoints', json(?)) WHERE id = ?").run(
        JSON.stringify([weights]),
        run.id,
      )
      db.prepare('INSERT INTO run_previews VALUES (?, 3, 0, 1, ?)').run(run.id, 'gone.npy')
      db.exec("UPDATE evaluations SET record = '{}' WHERE rowid = 1")
    })
    mkdirSync(join(path, 'runs', 'run-nobody'), { recursive: true })
    const part = join(path, 'runs', run.id, '.last.safetensors.4194999-1.part')
    mkdirSync(join(path, 'runs', run.id))
    writeFileSync(part, 'half')

    const messages = (findings: { message: string }[]) => findings.map(({ message }) => message).join('\n')
    const found = await core.client.workspace.check({})
    expect(found).toMatchObject({ sound: false, needsSalvage: false, checked: { runs: RUNS } })
    expect(messages(found.findings)).toMatch(/The record of evaluation .* cannot be read/)
    expect(messages(found.findings)).toContain(`The "best" weights of "${run.name}" are missing`)
    expect(messages(found.findings)).toContain('The preview of step 3')
    expect(messages(found.findings)).toContain('runs/run-nobody belongs to nothing')
    expect(messages(found.findings)).toContain('was never written to its end')
    expect(existsSync(part)).toBe(true)

    const repaired = await core.client.workspace.check({ repair: true })
    expect(repaired.sound).toBe(true)
    expect(existsSync(part)).toBe(false)
    expect(existsSync(join(path, 'trash', 'runs', 'run-nobody'))).toBe(true)
    expect((await core.client.runs.get({ id: run.id })).checkpoints).toEqual([])
    const again = await core.client.workspace.check({})
    // The images of evaluations were never there in this workspace: their scores are.
    expect(again.findings.filter(({ message }) => !message.includes('Evaluate run'))).toEqual([])
    inDatabase(db => {
      expect(db.prepare('SELECT kind, record FROM damaged_records').all()).toEqual([
        { kind: 'evaluation', record: '{}' },
      ])
    })
  })

  it('knows weights whose content has changed by their hash', async () => {
    const [run] = (await core.client.runs.list({ limit: 1 })).runs
    const file = join(path, 'runs', run.id, 'checkpoints', 'last.safetensors')
    mkdirSync(join(path, 'runs', run.id, 'checkpoints'), { recursive: true })
    writeFileSync(file, '12345')
    inDatabase(db =>
      db
        .prepare("UPDATE runs SET record = json_set(record, '$.checkpoints', json(?)) WHERE id = ?")
        .run(JSON.stringify([{ which: 'last', step: 1, epoch: 1, sha256: 'other', bytes: 5 }]), run.id),
    )
    expect((await core.client.workspace.check({})).sound).toBe(true)
    const hashed = await core.client.workspace.check({ hashes: true })
    expect(hashed.sound).toBe(false)
    expect(hashed.findings.some(({ message }) => message.includes('are not those that were written'))).toBe(true)
  })
})

describe('a damaged database', () => {
  it('is found, and made anew from what can be read', async () => {
    await core.close()
    const file = join(path, 'subarc.db')
    // A stretch in the middle of the tables of points.
    const size = statSync(file).size
    const handle = openSync(file, 'r+')
    writeSync(handle, Buffer.alloc(16_384, 0xa5), 0, 16_384, Math.floor(size / 2 / 4096) * 4096)
    core = await openCore(path, 'cli')
    const check = await core.client.workspace.check({ repair: true })
    expect(check).toMatchObject({ sound: false, needsSalvage: true })
    expect(check.findings[0].message).toContain('subarc workspace check --repair')
    await core.close()

    const { tables, kept } = salvageWorkspace(path)
    expect(existsSync(kept)).toBe(true)
    expect(tables.some(({ isPartial }) => isPartial)).toBe(true)
    core = await openCore(path, 'cli')
    // What was torn in the middle of a record is laid aside.
    expect(await core.client.workspace.check({ repair: true })).toMatchObject({ needsSalvage: false, sound: true })
    const runs = (await core.client.runs.list({})).total
    expect(runs).toBeGreaterThan(RUNS / 2)
    const points = tables.find(({ name }) => name === 'run_validations')?.rows ?? 0
    expect(points).toBeGreaterThan((RUNS * 100) / 2)
  })

  it('of which nothing is left is told from one that can be saved, and stays as it was', async () => {
    await core.close()
    const file = join(path, 'subarc.db')
    const junk = 'this is no database at all'.repeat(100)
    writeFileSync(file, junk)
    expect(() => salvageWorkspace(path)).toThrow(/Restore the workspace from a backup/)
    expect(readFileSync(file, 'utf8')).toBe(junk)
    rmSync(file)
    core = await openCore(path, 'cli')
  })

  it('is not touched while the workspace is open', () => {
    expect(() => salvageWorkspace(path)).toThrow(/is open in process/)
  })
})

describe('a backup', () => {
  it('of a workspace in use is unpacked by any tar and opens with the same content', async () => {
    const [run] = (await core.client.runs.list({ limit: 1 })).runs
    const weights = join('runs', run.id, 'checkpoints', 'best.safetensors')
    mkdirSync(join(path, 'runs', run.id, 'checkpoints'), { recursive: true })
    writeFileSync(join(path, weights), Buffer.alloc(300_000, 7))
    mkdirSync(join(path, 'cache', 'thumbnails'), { recursive: true })
    writeFileSync(join(path, 'cache', 'thumbnails', 'x.png'), 'x')
    writeFileSync(join(path, 'runs', run.id, 'log.jsonl'), '')

    const file = join(folder.path, 'backup.tar')
    const { job } = await core.client.workspace.backup({ file })
    // Work goes on meanwhile.
    await core.client.runs.update({ id: run.id, notes: 'written during the backup' })
    expect(await finished(core.client, job)).toMatchObject({ status: 'done', error: null })

    const restored = join(folder.path, 'restored')
    mkdirSync(restored)
    execFileSync('tar', ['-xf', file, '-C', restored])
    expect(readFileSync(join(restored, weights))).toEqual(readFileSync(join(path, weights)))
    expect(existsSync(join(restored, 'cache'))).toBe(false)
    expect(existsSync(join(restored, 'subarc.lock'))).toBe(false)
    const second = await openCore(restored, 'cli')
    try {
      const before = await core.client.comparison.curves({ ids: [run.id], curve: 'psnr' })
      expect(await second.client.comparison.curves({ ids: [run.id], curve: 'psnr' })).toEqual(before)
      expect((await second.client.runs.list({})).total).toBe(RUNS)
      expect((await second.client.workspace.check({})).sound).toBe(true)
    } finally {
      await second.close()
    }
  })

  it('wants a name that says what it is, and leaves nothing behind where it fails', async () => {
    const error = await failure(core.client.workspace.backup({ file: join(folder.path, 'backup.zip') }))
    expect(error).toMatchObject({ code: 'bad-input' })
    expect(error.message).toContain('should end in .tar')
    const { job } = await core.client.workspace.backup({ file: join(folder.path, 'taken.tar', 'inside.tar') })
    expect(await finished(core.client, job)).toMatchObject({ status: 'done' })
    mkdirSync(join(folder.path, 'folder.tar'))
    const blocked = await core.client.workspace.backup({ file: join(folder.path, 'folder.tar') })
    expect(await finished(core.client, blocked.job)).toMatchObject({ status: 'failed' })
    expect(execFileSync('ls', ['-a', folder.path], { encoding: 'utf8' })).not.toContain('.part')
  })
})
