import { describe, expect, it } from 'vitest'
import { BoundedCache } from '../../../../main/engine/compiler/session.ts'

/** A cache of names, and what it gave back. */
function cacheOf(limits: { count: number; bytes?: number }) {
  const released: string[] = []
  const cache = new BoundedCache<string>(limits, name => released.push(name))
  const get = (name: string, bytes = 0) => cache.get(name, () => ({ bytes, value: async () => name }))
  return { cache, released, get }
}

describe('sessions that are kept', () => {
  it('are made once, and the least recently used is given back when there are more than the limit', async () => {
    const { get, released } = cacheOf({ count: 2 })
    for (const name of ['a', 'b', 'a', 'c']) expect(await get(name)).toBe(name)
    expect(released).toEqual(['b'])
    await get('a')
    expect(released).toEqual(['b'])
  })

  it('are given back before another is made that would not fit into memory beside them', async () => {
    const { get, released } = cacheOf({ count: 9, bytes: 100 })
    await get('a', 40)
    await get('b', 40)
    await get('c', 30)
    expect(released).toEqual(['a'])
    await get('d', 90)
    expect(released).toEqual(['a', 'b', 'c'])
  })

  it('hold what was made last however large it is, and all are given back at the end', async () => {
    const { cache, get, released } = cacheOf({ count: 9, bytes: 100 })
    expect(await get('large', 500)).toBe('large')
    expect(released).toEqual([])
    cache.clear()
    expect(released).toEqual(['large'])
  })
})
