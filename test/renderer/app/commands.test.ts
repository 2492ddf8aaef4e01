import { describe, expect, it } from 'vitest'
import { findCommands } from '../../../renderer/app/frame/commands.ts'

const commands = [
  { kind: 'Page', title: 'Train', hint: 'Start, and is it going well?', to: '/train' },
  { kind: 'Dataset', title: 'HSC to HST', hint: '1000 samples', to: '/data/a' },
  { kind: 'Run', title: 'Long train on HSC', hint: 'ResnetSISR', to: '/runs/b' },
]
const found = (text: string) => findCommands(commands, text).map(({ to }) => to)

describe('the command palette', () => {
  it('shows everything in its order before a word is typed', () => {
    expect(found('')).toEqual(['/train', '/data/a', '/runs/b'])
  })
  it('puts titles that begin with the text before titles that contain it', () => {
    expect(found('hsc')).toEqual(['/data/a', '/runs/b'])
    expect(found('TRAIN')).toEqual(['/train', '/runs/b'])
  })
  it('wants every word, in title, kind or hint', () => {
    expect(found('run hsc')).toEqual(['/runs/b'])
    expect(found('hsc moon')).toEqual([])
  })
})
