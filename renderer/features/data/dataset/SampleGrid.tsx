import Box from '@mui/material/Box'
import ToggleButton from '@mui/material/ToggleButton'
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup'
import { useQueries } from '@tanstack/react-query'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { DatasetDetail, Sample } from '../../../../main/contract/datasets.ts'
import { api } from '../../../app/api.ts'
import { t } from '../../../text/t.ts'
import { CRAMPED } from '../../../ui/cramped.ts'
import { formatCount } from '../../../ui/format.ts'
import { cellHeight, cellStyles, MIN_CELL_WIDTH, SampleCell } from './SampleCell.tsx'
import { filteredSamples, type SampleFilter, stepInGrid } from './samples.ts'

interface SampleGridProps {
  dataset: DatasetDetail
  chosen: number | null
  onChoose: (sample: number | null) => void
}

const PAGE = 200
const GAP = 8
/** Rows above and below those in sight: what a flick of the wheel brings into sight is there already. */
const OVERSCAN = 8

const FILTERS: readonly { value: SampleFilter; label: string }[] = [
  { value: 'all', label: t.data.all },
  { value: 'train', label: t.data.train },
  { value: 'validation', label: t.data.validation },
  { value: 'test', label: t.data.test },
  { value: 'findings', label: t.data.findings },
]

/** How many cells stand side by side and how wide they are, so that they fill the row; followed as the window changes. */
function useCells(scroller: React.RefObject<HTMLElement | null>): { columns: number; width: number } {
  const [available, setAvailable] = useState(3 * (MIN_CELL_WIDTH + GAP))
  useEffect(() => {
    const element = scroller.current
    if (element === null) return
    const observer = new ResizeObserver(([entry]) => entry && setAvailable(entry.contentRect.width))
    observer.observe(element)
    return () => observer.disconnect()
  }, [scroller])
  const columns = Math.max(1, Math.floor((available + GAP) / (MIN_CELL_WIDTH + GAP)))
  return { columns, width: Math.floor((available - (columns - 1) * GAP) / columns) }
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
  const { columns, width } = useCells(scroller)
  const shown = filteredSamples(dataset, filter)
  const rows = Math.ceil(shown.length / columns)
  const virtual = useVirtualizer({
    count: rows,
    getScrollElement: () => scroller.current,
    estimateSize: () => cellHeight(width) + GAP,
    overscan: OVERSCAN,
  })
  // Rows are measured by rule and not on the screen, so a new width makes all of them new.
  useLayoutEffect(() => {
    if (width > 0) virtual.measure()
  }, [virtual, width])
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
        aria-label={t.data.samplesShown}
        value={filter}
        sx={{ flexWrap: 'wrap' }}
        onChange={(_, value: SampleFilter | null) => value !== null && setFilter(value)}
      >
        {FILTERS.map(({ value, label }) => {
          const count = filteredSamples(dataset, value).length
          return (
            <ToggleButton key={value} value={value} disabled={count === 0 && value !== 'all'}>
              {label} {formatCount(count)}
            </ToggleButton>
          )
        })}
      </ToggleButtonGroup>
      <Box
        ref={scroller}
        role="listbox"
        aria-label={t.data.samplesOf(dataset.name)}
        tabIndex={0}
        aria-activedescendant={chosen === null ? undefined : `sample-${chosen}`}
        onKeyDown={onKeyDown}
        sx={{
          flex: 1,
          minHeight: 0,
          // What is known of the chosen pair begins in sight.
          [CRAMPED]: { flex: 'none', maxHeight: '50vh' },
          overflowY: 'auto',
          scrollbarGutter: 'stable',
          '&:focus-visible': { outlineOffset: -2 },
          '& .row': { position: 'absolute', top: 0, left: 0, display: 'flex', gap: `${GAP}px` },
          ...cellStyles,
        }}
      >
        <Box sx={{ height: virtual.getTotalSize(), position: 'relative' }} role="presentation">
          {visibleRows.map(row => (
            <div key={row.key} className="row" role="presentation" style={{ transform: `translateY(${row.start}px)` }}>
              {shown.slice(row.index * columns, (row.index + 1) * columns).map(index => (
                <SampleCell
                  key={index}
                  datasetId={dataset.id}
                  isPaired={dataset.paired}
                  index={index}
                  width={width}
                  sample={samples.get(index)}
                  isChosen={index === chosen}
                  onChoose={onChoose}
                />
              ))}
            </div>
          ))}
        </Box>
      </Box>
    </Box>
  )
}
