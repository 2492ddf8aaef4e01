import Button from '@mui/material/Button'
import Chip from '@mui/material/Chip'
import Stack from '@mui/material/Stack'
import Typography from '@mui/material/Typography'
import { useState } from 'react'
import { t } from '../../text/t.ts'
import { derivedPanel } from '../derived.ts'
import type { ViewerPanel } from '../panels.ts'
import { BLINK_SECONDS, derivedId, LENS_RADIUS, toggleDerived, type ViewState } from '../viewState.ts'
import { Choice } from './Choice.tsx'

interface ComparePanelProps {
  readonly panels: readonly ViewerPanel[]
  readonly view: ViewState
  readonly onView: (view: ViewState) => void
}

const OPERATIONS = [
  { value: 'minus', label: 'minus' },
  { value: 'over', label: 'over' },
  { value: 'rgb', label: t.viewer.redGreenBlue },
]
const NONE = { value: '', label: 'off' }

/** Swipe, lens and blinking, and panels made of two or three others. */
export function ComparePanel({ panels, view, onView }: ComparePanelProps) {
  const titles = panels.map(({ id, title }) => ({ value: id, label: title }))
  const { swipe, lens } = view
  const place = swipe?.place ?? panels[0]?.id ?? ''
  return (
    <Stack sx={{ gap: 2 }}>
      <Stack direction="row" sx={{ gap: 1 }}>
        <Choice
          fullWidth
          label={t.viewer.swipeIn}
          value={place}
          choices={titles}
          onChange={value => onView({ ...view, swipe: swipe && { ...swipe, place: value } })}
        />
        <Choice
          fullWidth
          label={t.viewer.swipeToS}
          value={swipe?.shown ?? ''}
          choices={[NONE, ...titles]}
          onChange={shown => onView({ ...view, swipe: shown === '' ? null : { place, shown, at: swipe?.at ?? 0.5 } })}
        />
      </Stack>
      <Stack direction="row" sx={{ gap: 1 }}>
        <Choice
          fullWidth
          label={t.viewer.lensL}
          value={lens?.shown ?? ''}
          choices={[NONE, ...titles]}
          onChange={shown =>
            onView({ ...view, lens: shown === '' ? null : { shown, radius: lens?.radius ?? LENS_RADIUS } })
          }
        />
        <Choice
          fullWidth
          label={t.viewer.blinkEveryB}
          value={String(view.blinkSeconds)}
          choices={BLINK_SECONDS.map(s => ({ value: String(s), label: `${s} s` }))}
          onChange={value =>
            onView({ ...view, blinkSeconds: BLINK_SECONDS.find(s => String(s) === value) ?? view.blinkSeconds })
          }
        />
      </Stack>
      <MadePanels panels={panels} view={view} onView={onView} />
    </Stack>
  )
}

/** Difference, ratio and colour composite of the images that are there. */
function MadePanels({ panels, view, onView }: ComparePanelProps) {
  const [op, setOp] = useState('minus')
  const [chosen, setChosen] = useState<readonly string[]>([])
  const titles = panels.map(({ id, title }) => ({ value: id, label: title }))
  const count = op === 'rgb' ? 3 : 2
  const of = Array.from({ length: count }, (_, i) => chosen[i] ?? panels[Math.min(i, panels.length - 1)]?.id ?? '')
  const derived = { op: op === 'rgb' || op === 'over' ? op : 'minus', of } as const
  const isPossible = derivedPanel(panels, derived) !== null
  return (
    <Stack sx={{ gap: 1 }}>
      <Typography variant="subtitle2">{t.viewer.panelsMadeOfOthers}</Typography>
      <Choice fullWidth label={t.viewer.operation} value={op} choices={OPERATIONS} onChange={setOp} />
      <Stack direction="row" sx={{ gap: 1 }}>
        {of.map((id, i) => (
          <Choice
            // biome-ignore lint/suspicious/noArrayIndexKey: an operand is known by its place
            key={i}
            fullWidth
            label={[t.viewer.first, t.viewer.second, t.viewer.third][i] ?? ''}
            value={id}
            choices={titles}
            onChange={value => setChosen(of.map((old, k) => (k === i ? value : old)))}
          />
        ))}
      </Stack>
      {!isPossible && (
        <Typography variant="caption" sx={{ color: 'text.secondary' }}>
          {t.viewer.onlyImagesOfTheSamePixelsCanBe}
        </Typography>
      )}
      <Button
        variant="outlined"
        disabled={!isPossible || view.derived.some(d => derivedId(d) === derivedId(derived))}
        onClick={() => onView(toggleDerived(view, derived))}
      >
        {t.viewer.addThePanel}
      </Button>
      <Stack direction="row" sx={{ gap: 1, flexWrap: 'wrap' }}>
        {view.derived.map(each => (
          <Chip
            key={derivedId(each)}
            label={derivedPanel(panels, each)?.title ?? derivedId(each)}
            onDelete={() => onView(toggleDerived(view, each))}
          />
        ))}
      </Stack>
    </Stack>
  )
}
