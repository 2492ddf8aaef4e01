import { describe, expect, it } from 'vitest'
import type { RunField } from '../../../../main/contract/runTable.ts'
import { curveLines } from '../../../../renderer/features/compareRuns/curves/curveTraces.ts'
import { fieldAxis, share } from '../../../../renderer/features/compareRuns/fields/fieldAxis.ts'
import { commonPreviews, previewAt } from '../../../../renderer/features/compareRuns/images/trainingMoments.ts'
import { comparedRuns, runStyle } from '../../../../renderer/features/compareRuns/runLook.ts'
import {
  differenceText,
  groupText,
  shownColumn,
  valueText,
} from '../../../../renderer/features/runs/table/columnText.ts'
import {
  FIRST_COLUMNS,
  readTableState,
  sortAfterPress,
  tableParameters,
} from '../../../../renderer/features/runs/table/tableState.ts'

const field = (name: string, more: Partial<RunField> = {}): RunField => ({
  ...{ name, title: name, unit: null, type: 'number', isSeries: false, values: [] },
  ...more,
})
const FIELDS = [
  field('psnr', { title: 'Validation PSNR', unit: 'dB', isSeries: true }),
  field('duration', { unit: 's' }),
  field('network.blocks'),
  field('recipe', { type: 'text' }),
]

describe('the state of the table of runs', () => {
  it('is kept in the address whole, and what the page begins with needs no word', () => {
    const query = new URLSearchParams(
      'search=a&where=psnr+%3E+3&status=done&dataset=ds-1&archived=only&columns=psnr%40last&sort=-psnr%40best%2Cname&group=setup&baseline=run-1',
    )
    const state = readTableState(query)
    expect(state).toMatchObject({
      ...{ search: 'a', where: 'psnr > 3', status: 'done', datasetId: 'ds-1', archived: 'only', groupBy: ['setup'] },
      ...{ columns: ['psnr@last'], baseline: 'run-1' },
      sort: [
        { field: 'psnr@best', descending: true },
        { field: 'name', descending: false },
      ],
    })
    const again = Object.entries(tableParameters(state)).filter((entry): entry is [string, string] => !!entry[1])
    expect([...again].sort()).toEqual([...query].sort())
    const first = readTableState(new URLSearchParams())
    expect(first.columns).toEqual(FIRST_COLUMNS)
    expect(Object.values(tableParameters(first)).every(value => value === undefined)).toBe(true)
  })

  it('is ordered by the column that is pressed, turned at the next press, or by both', () => {
    const once = sortAfterPress([{ field: 'created', descending: true }], 'psnr@best', false)
    expect(once).toEqual([{ field: 'psnr@best', descending: true }])
    expect(sortAfterPress(once, 'psnr@best', false)).toEqual([{ field: 'psnr@best', descending: false }])
    expect(sortAfterPress(once, 'name', true).map(one => one.field)).toEqual(['psnr@best', 'name'])
  })
})

describe('a column of runs', () => {
  it('says what it is and where it was read, also where no run has it any more', () => {
    expect(shownColumn('psnr@best', FIELDS)).toMatchObject({
      title: 'Validation PSNR, best',
      unit: 'dB',
      isNumber: true,
    })
    expect(shownColumn('psnr@400', FIELDS).title).toBe('Validation PSNR, at step 400')
    expect(shownColumn('gone.field', FIELDS)).toMatchObject({ title: 'gone.field', isNumber: false })
    // It is told in words.
    expect(shownColumn('duration', FIELDS).unit).toBeNull()
  })

  it('shows values, differences and groups as a person reads them', () => {
    const psnr = { name: 'psnr', at: 'best' } as const
    expect([valueText(31.4567, psnr), valueText(null, psnr), valueText(['a', 'b'], psnr)]).toEqual([
      '31.46',
      '-',
      'a, b',
    ])
    expect(valueText(65, { name: 'duration', at: null })).toBe('1 min 05 s')
    const cell = (value: number | null) => ({ value, step: null })
    expect(differenceText(cell(31.5), cell(31), psnr)).toBe('+0.50')
    expect(differenceText(cell(30.5), cell(31), psnr)).toBe('−0.50')
    expect(differenceText(cell(31.001), cell(31), psnr)).toBe('±0.00')
    expect(differenceText(cell(31), cell(null), psnr)).toBeNull()
    expect(groupText({ kind: 'numbers', mean: 31, std: 0.25, min: 30, max: 32, n: 5 }, psnr)).toBe('31.00 ± 0.25')
    expect(groupText({ kind: 'various', count: 3 }, psnr)).toBe('3 values')
  })
})

const run = (id: string) => ({ id, name: id, best: null }) as unknown as Parameters<typeof comparedRuns>[0][number]
const RUNS = comparedRuns(['one', 'two', 'three'].map(run))

describe('runs that are compared', () => {
  it('are told apart by colour and dash together, all twenty', () => {
    const styles = Array.from({ length: 20 }, (_, i) => runStyle(i, true))
    expect(new Set(styles.map(({ color, dash }) => `${color} ${dash}`)).size).toBe(20)
    expect(new Set(styles.map(({ color, symbol }) => `${color} ${symbol}`)).size).toBe(20)
  })

  it('become bands over their seeds', () => {
    const curve = (runId: string, setup: string, y: number[]) => ({ runId, setup, x: [1, 2], y, points: 2 })
    const curves = [curve('one', 's', [1, 2]), curve('two', 's', [3, 4]), curve('three', 't', [9, 9])]
    expect(curveLines(curves, RUNS, 0, false).map(({ name }) => name)).toEqual(['A one', 'B two', 'C three'])
    const bands = curveLines(curves, RUNS, 0, true)
    expect(bands.map(({ name, y }) => [name, y])).toEqual([
      ['AB: mean of 2 runs', [2, 3]],
      ['C three', [9, 9]],
    ])
    expect(bands[0].spread?.map(value => Number((value * value).toFixed(9)))).toEqual([2, 2])
    expect(bands[1].spread).toBeNull()
  })

  it('lie on axes of numbers by their size, on others by their order', () => {
    const numbers = fieldAxis({ column: shownColumn('network.blocks', FIELDS), values: [2, 8, null] })
    expect([numbers.isNumber, numbers.places, numbers.ticks.map(({ text }) => text)]).toEqual([
      true,
      [2, 8, null],
      ['2', '8'],
    ])
    expect(share(numbers, 5)).toBe(0.5)
    const texts = fieldAxis({ column: shownColumn('recipe', FIELDS), values: ['quick', 'best', 'quick'] })
    expect([texts.places, texts.ticks.map(({ text }) => text)]).toEqual([
      [1, 0, 1],
      ['best', 'quick'],
    ])
  })

  it('are seen at the same epoch through their trainings', () => {
    const previews = (epochs: number[]) => epochs.map(epoch => ({ step: epoch * 10, epoch, sample: 4 }))
    const runs = [
      { previews: previews([1, 2, 4]) },
      { previews: [...previews([2, 3]), { step: 5, epoch: 1, sample: 9 }] },
    ]
    expect(commonPreviews(runs)).toEqual({ samples: [4], epochs: [1, 2, 3, 4] })
    expect(previewAt(runs[0].previews, 4, 3)?.epoch).toBe(2)
    expect(previewAt(runs[1].previews, 4, 1)?.epoch).toBe(2)
    expect(previewAt(runs[0].previews, 7, 3)).toBeUndefined()
  })
})
