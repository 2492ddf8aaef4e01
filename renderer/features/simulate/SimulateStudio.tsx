import Box from '@mui/material/Box'
import Paper from '@mui/material/Paper'
import Stack from '@mui/material/Stack'
import { useState } from 'react'
import type { Instrument, Simulation } from '../../../main/contract/simulate.ts'
import { t } from '../../text/t.ts'
import { CRAMPED, crampedColumns } from '../../ui/cramped.ts'
import { Empty } from '../../ui/Empty.tsx'
import { MakePairs } from './MakePairs.tsx'
import { Preview } from './Preview.tsx'
import { SimulationForm } from './SimulationForm.tsx'
import { StartingPoint } from './StartingPoint.tsx'

export interface SimulationPreset {
  readonly id: string
  readonly title: string
  readonly description: string
  readonly simulation: Simulation
}

export const studioColumns = {
  display: 'grid',
  gridTemplateColumns: 'minmax(320px, 384px) minmax(0, 1fr)',
  gap: 3,
  flex: 1,
  minHeight: 0,
  ...crampedColumns,
}

/** Parameters at the left, what they make at the right, and the button that makes many. */
export function SimulateStudio({
  presets,
  instruments,
  firstPreset,
}: {
  presets: readonly SimulationPreset[]
  instruments: readonly Instrument[]
  firstPreset: string | null
}) {
  const first = presets.find(({ id }) => id === firstPreset) ?? presets[0]
  const [presetId, setPresetId] = useState(first?.id ?? '')
  const [simulation, setSimulation] = useState(first?.simulation)
  const [seed, setSeed] = useState(0)
  const [index, setIndex] = useState(0)
  const preset = presets.find(({ id }) => id === presetId)
  if (simulation === undefined) return <Empty title={t.simulate.noPreset}>{t.simulate.thisVersionOfSubarcHasNo}</Empty>

  return (
    <Box sx={studioColumns}>
      <Paper variant="outlined" sx={{ overflow: 'auto', p: 2, [CRAMPED]: { maxHeight: '60vh' } }}>
        <Stack sx={{ gap: 3 }}>
          <StartingPoint
            presets={presets}
            instruments={instruments}
            preset={preset}
            simulation={simulation}
            onPreset={chosen => {
              setPresetId(chosen.id)
              setSimulation(chosen.simulation)
            }}
            onLoad={loaded => {
              setPresetId('')
              setSimulation(loaded)
            }}
            onChange={setSimulation}
          />
          <SimulationForm value={simulation} onChange={setSimulation} />
        </Stack>
      </Paper>
      <Box sx={{ overflow: 'auto', minWidth: 0, pr: 1, [CRAMPED]: { overflow: 'visible', pr: 0 } }}>
        <Stack sx={{ gap: 2, maxWidth: 960 }}>
          <MakePairs
            simulation={simulation}
            suggestedName={preset?.title ?? t.simulate.simulatedLenses}
            seed={seed}
            onSeed={setSeed}
            index={index}
            onIndex={setIndex}
          />
          <Preview simulation={simulation} seed={seed} index={index} />
        </Stack>
      </Box>
    </Box>
  )
}
