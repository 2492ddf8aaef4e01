import { describe, expect, it } from 'vitest'
import { inOrder } from '../../../../main/services/datasets/ordered.ts'

describe('results in order', () => {
  it('are taken in order, however they come, and never more are made at a time than allowed', async () => {
    const gates = Array.from({ length: 6 }, () => Promise.withResolvers<void>())
    const taken: number[] = []
    let making = 0
    let most = 0
    const all = inOrder(
      6,
      3,
      async index => {
        making += 1
        most = Math.max(most, making)
        await gates[index].promise
        making -= 1
        return index
      },
      async index => {
        taken.push(index)
      },
    )
    for (const gate of gates.toReversed()) gate.resolve()
    await all
    expect(taken).toEqual([0, 1, 2, 3, 4, 5])
    expect(most).toBe(3)
  })

  it('end with the first failure, after all that was started has ended', async () => {
    let ended = 0
    const all = inOrder(
      10,
      4,
      async index => {
        if (index === 1) throw new Error('second')
        await Promise.resolve()
        ended += 1
        return index
      },
      async () => undefined,
    )
    await expect(all).rejects.toThrow('second')
    // Four were started with the first, and one more when it was taken.
    expect(ended).toBe(4)
  })
})
