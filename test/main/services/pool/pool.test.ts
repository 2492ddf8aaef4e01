import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, describe, expect, it } from 'vitest'
import { createPool, type WorkerPool } from '../../../../main/services/pool/pool.ts'

let pool: WorkerPool
afterEach(() => pool.close())

describe('the pool of worker threads', () => {
  it('answers each task with its own result', async () => {
    pool = createPool(2)
    const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => pool.run('echo', { number: i })))
    expect(answers).toEqual(Array.from({ length: 20 }, (_, i) => ({ number: i })))
  })

  it('hands arrays over instead of copying them, unless they are to be kept', async () => {
    pool = createPool(1)
    const given = Float32Array.of(1, 2, 3)
    const kept = Float32Array.of(4, 5)
    expect(await pool.run('echo', { given })).toEqual({ given: Float32Array.of(1, 2, 3) })
    expect(await pool.run('echo', { kept }, { keepInput: true })).toEqual({ kept })
    expect([given.length, kept.length]).toEqual([0, 2])
  })

  it('passes errors on with their code and details, and goes on', async () => {
    pool = createPool(1)
    const path = join(import.meta.dirname, 'nothing.npy')
    await expect(pool.run('describeFile', path)).rejects.toMatchObject({ code: 'not-found', details: { path } })
    expect(await pool.run('echo', 1)).toBe(1)
  })

  it('drops what was aborted, running or waiting', async () => {
    pool = createPool(1)
    const controller = new AbortController()
    const tasks = [1, 2, 3].map(i => pool.run('echo', i, { signal: controller.signal }))
    controller.abort()
    for (const task of tasks) await expect(task).rejects.toMatchObject({ code: 'stopped' })
    expect(await pool.run('echo', 4)).toBe(4)
  })

  it('tells of a worker that dies, and starts another', async () => {
    pool = createPool(1, pathToFileURL(join(import.meta.dirname, 'dyingWorker.ts')))
    await expect(pool.run('echo', 'die')).rejects.toMatchObject({ code: 'internal' })
    expect(await pool.run('echo', 'live')).toBe('live')
  })

  it('rejects what is left when it is closed', async () => {
    pool = createPool(1)
    const task = pool.run('echo', 1)
    const rejected = expect(task).rejects.toMatchObject({ code: 'stopped' })
    await pool.close()
    await rejected
    await expect(pool.run('echo', 2)).rejects.toMatchObject({ code: 'stopped' })
  })
})
