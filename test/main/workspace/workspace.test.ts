import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AppError } from '../../../main/domain/errors.ts'
import { lockFileName, readHolder } from '../../../main/workspace/lock.ts'
import { schemaVersion } from '../../../main/workspace/migrations.ts'
import { readSetting, writeSetting } from '../../../main/workspace/settings.ts'
import { openWorkspace } from '../../../main/workspace/workspace.ts'
import { temporaryFolder } from '../../support/core.ts'

let folder: ReturnType<typeof temporaryFolder>
beforeEach(() => {
  folder = temporaryFolder('workspace')
})
afterEach(() => folder.remove())

const errorOf = (action: () => unknown): AppError => {
  try {
    action()
  } catch (error) {
    if (error instanceof AppError) return error
    throw error
  }
  throw new Error('it was expected to fail')
}

const opener = join(import.meta.dirname, 'openAndWait.ts')

/** Another process that holds the workspace until it is killed. */
async function otherHolder(path: string) {
  const child = spawn(process.execPath, [opener, path], { stdio: ['ignore', 'pipe', 'inherit'] })
  await once(child.stdout, 'data')
  return child
}

describe('a workspace', () => {
  it('keeps what was written when it is opened again', () => {
    const first = openWorkspace(folder.path)
    writeSetting(first.db, 'device', 'onnx:cpu')
    first.close()
    const second = openWorkspace(folder.path)
    expect(readSetting(second.db, 'device')).toBe('onnx:cpu')
    expect(second.db.prepare('PRAGMA user_version').get()).toEqual({ user_version: schemaVersion })
    expect(second.db.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' })
    expect(second.db.prepare('PRAGMA foreign_keys').get()).toEqual({ foreign_keys: 1 })
    second.close()
  })

  it('is readable by its owner alone', () => {
    const workspace = openWorkspace(folder.path, { publish: { address: '/tmp/pipe' } })
    for (const name of ['subarc.db', lockFileName]) {
      expect(statSync(join(folder.path, name)).mode & 0o777).toBe(0o600)
    }
    workspace.close()
  })

  it('undoes all of a transaction that fails', () => {
    const workspace = openWorkspace(folder.path)
    expect(() =>
      workspace.transaction(() => {
        writeSetting(workspace.db, 'a', 1)
        throw new Error('no')
      }),
    ).toThrow('no')
    expect(readSetting(workspace.db, 'a')).toBeUndefined()
    workspace.close()
  })

  it('brings back what was thrown away', () => {
    const workspace = openWorkspace(folder.path)
    writeFileSync(join(workspace.folder('runs', 'run-1'), 'log'), 'text')
    workspace.trash('runs', 'run-1')
    expect(existsSync(join(folder.path, 'runs', 'run-1'))).toBe(false)
    workspace.restore('runs', 'run-1')
    expect(readFileSync(join(folder.path, 'runs', 'run-1', 'log'), 'utf8')).toBe('text')
    workspace.close()
  })

  it('of a newer version is refused and left as it is', () => {
    openWorkspace(folder.path).close()
    const db = new DatabaseSync(join(folder.path, 'subarc.db'))
    db.exec('PRAGMA user_version = 9999')
    db.close()
    const error = errorOf(() => openWorkspace(folder.path))
    expect(error.code).toBe('unsupported')
    expect(error.message).toContain('newer version')
    expect(existsSync(join(folder.path, lockFileName))).toBe(false)
  })

  it('whose database is something else is refused', () => {
    writeFileSync(join(folder.path, 'subarc.db'), 'this is no database at all'.repeat(100))
    expect(errorOf(() => openWorkspace(folder.path)).code).toBe('bad-input')
  })

  it('cannot be a file', () => {
    writeFileSync(join(folder.path, 'file'), '')
    expect(errorOf(() => openWorkspace(join(folder.path, 'file', 'inside'))).code).toBe('not-found')
  })
})

describe("a workspace's lock", () => {
  it('names its holder and address to a second opener, and goes when it is closed', () => {
    const workspace = openWorkspace(folder.path, { publish: { address: '/run/subarc.sock' } })
    const error = errorOf(() => openWorkspace(folder.path))
    expect(error.code).toBe('conflict')
    expect(error.details).toMatchObject({ pid: process.pid, address: '/run/subarc.sock' })
    expect(readHolder(folder.path)?.published).toEqual({ address: '/run/subarc.sock' })
    workspace.close()
    expect(readHolder(folder.path)).toBeNull()
    openWorkspace(folder.path).close()
  })

  it('says the address that is published later', () => {
    const workspace = openWorkspace(folder.path)
    expect(readHolder(folder.path)?.published).toBeNull()
    workspace.publish({ address: 'http://127.0.0.1:4242' })
    expect(readHolder(folder.path)?.published).toEqual({ address: 'http://127.0.0.1:4242' })
    workspace.close()
    expect(existsSync(join(folder.path, lockFileName))).toBe(false)
  })

  it('of another process holds while that lives, and is taken over once it was killed', async () => {
    const child = await otherHolder(folder.path)
    const error = errorOf(() => openWorkspace(folder.path))
    expect(error.details).toMatchObject({ pid: child.pid })
    child.kill('SIGKILL')
    await once(child, 'exit')
    expect(readHolder(folder.path)).toBeNull()
    openWorkspace(folder.path).close()
  })

  it.skipIf(process.platform !== 'linux')('of a dead process whose number was given away is taken over', () => {
    const workspace = openWorkspace(folder.path)
    const lock = JSON.parse(readFileSync(join(folder.path, lockFileName), 'utf8'))
    workspace.close()
    writeFileSync(join(folder.path, lockFileName), JSON.stringify({ ...lock, stamp: 'another-boot/12345' }))
    openWorkspace(folder.path).close()
  })

  it('of another machine is believed, and the way out is said', () => {
    const workspace = openWorkspace(folder.path)
    const lock = JSON.parse(readFileSync(join(folder.path, lockFileName), 'utf8'))
    workspace.close()
    writeFileSync(join(folder.path, lockFileName), JSON.stringify({ ...lock, host: 'elsewhere' }))
    const error = errorOf(() => openWorkspace(folder.path))
    expect(error.message).toContain('elsewhere')
    expect(error.message).toContain(lockFileName)
  })

  it('that is damaged does not lock anybody out', () => {
    mkdirSync(folder.path, { recursive: true })
    writeFileSync(join(folder.path, lockFileName), '{"pid": ')
    openWorkspace(folder.path).close()
  })
})
