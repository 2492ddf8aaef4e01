import Box from '@mui/material/Box'
import ToggleButton from '@mui/material/ToggleButton'
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup'
import { useQueries } from '@tanstack/react-query'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import type { DatasetDetail, Sample } from '../../../../main/contract/datasets.ts'
import { api } from '../../../app/api.ts'
import { formatCount } from '../../../ui/format.ts'
import { CELL_HEIGHT, CELL_WIDTH, SampleCell } from './SampleCell.tsx'
import { filteredSamples, type SampleFilter, stepInGrid } from './samples.ts'

interface SampleGridProps {
  dataset: DatasetDetail
  chosen: number | null
  onChoose: (sample: number | null) => void
}

const PAGE = 200
const GAP = 8

const FILTERS: readonly { value: SampleFilter; label: string }[] = [
  { value: 'all', label: 'All' },
  { value: 'train', label: 'Train' },
  { value: 'validation', label: 'Validation' },
  { value: 'test', label: 'Test' },
  { value: 'findings', label: 'Findings' },
]

/** How many cells fit side by side; followed as the window changes. */
function useColumns(scroller: React.RefObject<HTMLElement | null>): number {
  const [columns, setColumns] = useState(3)
  useEffect(() => {
    const element = scroller.current
    if (element === null) return
    const observer = new ResizeObserver(([entry]) => {
      const width = entry?.contentRect.width ?? 0
      setColumns(Math.max(1, Math.floor((width + GAP) / (CELL_WIDTH + GAP))))
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [scroller])
  return columns
}

/** The samples of the pages that are looked at, by index. */
function useSamples(id: string, indices: readonly number[]): ReadonlyMap<number, Sample> {
  const pages = [...new Set(indices.map(index => Math.floor(index / PAGE)))]
  const answers = useQueries({
    queries: pages.map(page => api.datasets.samples.queryOptions({ input: { id, offset: page * PAGE, limit: PAGE } })),
  })
  return new Map(answers.flatMap(({ data }) => data?.samples ?? []).map(sample => [sample.index, sample]))
}

/** All pairs, LR beside HR; only the rows in sight are in the page, so thousands scroll smoothly. Arrows walk, Enter opens. */
export function SampleGrid({ dataset, chosen, onChoose }: SampleGridProps) {
  const [filter, setFilter] = useState<SampleFilter>('all')
  const scroller = useRef<HTMLDivElement>(null)
  const columns = useColumns(scroller)
  const shown = filteredSamples(dataset, filter)
  const rows = Math.ceil(shown.length / columns)
  const virtual = useVirtualizer({
    count: rows,
    getScrollElement: () => scroller.current,
    estimateSize: () => CELL_HEIGHT + GAP,
    overscan: 3,
  })
  const visibleRows = virtual.getVirtualItems()
  const samples = useSamples(
    dataset.id,
    visibleRows.flatMap(({ index }) => shown.slice(index * columns, (index + 1) * columns)),
  )

  const onKeyDown = (event: KeyboardEvent) => {
    const at = chosen === null ? -1 : shown.indexOf(chosen)
    const next = stepInGrid(event.key, at, shown.length, columns)
    if (next === null) return
    event.preventDefault()
    onChoose(shown[next] ?? null)
    virtual.scrollToIndex(Math.floor(next / columns))
  }

  return (
    <Box sx={{ display: 'flex', flexDirection: 'column', gap: 1, minHeight: 0 }}>
      <ToggleButtonGroup
        exclusive
        size="small"
        aria-label="Samples shown"
        value={filter}
        onChange={(_, value: SampleFilter | null) => value !== null && setFilter(value)}
      >
        {FILTERS.map(({ value, label }) => {
          const count = filteredSamples(dataset, value).length
          return (
            <ToggleButton
              key={value}
              value={value}
              disabled={count === 0 && value !== 'all'}
              sx={{ textTransform: 'none', px: 1.5, py: 0.25 }}
            >
              {label} {formatCount(count)}
            </ToggleButton>
          )
        })}
      </ToggleButtonGroup>
      <Box
        ref={scroller}
        role="listbox"
        aria-label={`Samples of ${dataset.name}`}
        tabIndex={0}
        aria-activedescendant={chosen === null ? undefined : `sample-${chosen}`}
        onKeyDown={onKeyDown}
        sx={{
          flex: 1,
          minHeight: 0,
          overflowY: 'auto',
          scrollbarGutter: 'stable',
          '&:focus-visible': { outlineOffset: -2 },
        }}
      >
        <Box sx={{ height: virtual.getTotalSize(), position: 'relative' }} role="presentation">
          {visibleRows.map(row => (
            <Box
              key={row.key}
              role="presentation"
              style={{ transform: `translateY(${row.start}px)` }}
              sx={{ position: 'absolute', top: 0, left: 0, display: 'flex', gap: `${GAP}px` }}
            >
              {shown.slice(row.index * columns, (row.index + 1) * columns).map(index => (
                <SampleCell
                  key={index}
                  datasetId={dataset.id}
                  isPaired={dataset.paired}
                  index={index}
                  sample={samples.get(index)}
                  isChosen={index === chosen}
                  onChoose={onChoose}
                />
              ))}
            </Box>
          ))}
        </Box>
      </Box>
    </Box>
  )
}
