import LoadIcon from '@mui/icons-material/FileOpenOutlined'
import ResetIcon from '@mui/icons-material/RestartAltOutlined'
import SaveIcon from '@mui/icons-material/SaveAltOutlined'
import Alert from '@mui/material/Alert'
import Button from '@mui/material/Button'
import MenuItem from '@mui/material/MenuItem'
import Stack from '@mui/material/Stack'
import TextField from '@mui/material/TextField'
import { useMutation } from '@tanstack/react-query'
import { type ChangeEvent, useRef, useState } from 'react'
import type { Instrument, Simulation, SubstructureKind } from '../../../main/contract/simulate.ts'
import { api } from '../../app/api.ts'
import { t } from '../../text/t.ts'
import { ErrorPanel } from '../../ui/ErrorPanel.tsx'
import { fileName, saveFile } from '../../ui/saveFile.ts'
import { checkSimulation } from './check.ts'
import type { SimulationPreset } from './SimulateStudio.tsx'

interface StartingPointProps {
  readonly presets: readonly SimulationPreset[]
  readonly instruments: readonly Instrument[]
  readonly preset: SimulationPreset | undefined
  readonly simulation: Simulation
  readonly onPreset: (preset: SimulationPreset) => void
  /** Parameters from a file: no longer those of a preset. */
  readonly onLoad: (simulation: Simulation) => void
  readonly onChange: (simulation: Simulation) => void
}

const KINDS: readonly { readonly kind: SubstructureKind; readonly title: string }[] = [
  { kind: 'none', title: t.simulate.none },
  { kind: 'cdm', title: t.simulate.cdmSubhalos },
  { kind: 'vortex', title: t.simulate.axionVortex },
  { kind: 'classes', title: t.simulate.allThreeLabelledNoSphereVort },
]

/** Which of the ready kinds the simulation's classes are, by their kinds alone. */
function kindOf({ substructure }: Simulation): SubstructureKind | '' {
  const kinds = substructure.map(({ kind }) => kind)
  if (kinds.length === 1) return kinds[0] ?? ''
  return kinds.join() === 'none,cdm,vortex' ? 'classes' : ''
}

/** Preset, instrument and substructure in one choice each; and parameters from and to a file. */
export function StartingPoint(props: StartingPointProps) {
  const { presets, instruments, preset, simulation, onPreset, onLoad, onChange } = props
  const [problem, setProblem] = useState<string | null>(null)
  const input = useRef<HTMLInputElement>(null)
  const adapt = useMutation(api.simulate.adapt.mutationOptions({ onSuccess: onChange }))
  const instrument = instrumentOf(simulation, instruments)

  const load = async (event: ChangeEvent<HTMLInputElement>) => {
    const [file] = event.target.files ?? []
    event.target.value = ''
    if (file === undefined) return
    setProblem(null)
    try {
      const checked = checkSimulation(JSON.parse(await file.text()))
      if (checked.ok) onLoad(checked.simulation)
      else setProblem(t.simulate.holdsNoSimulation(file.name, listed(checked.problems)))
    } catch {
      setProblem(t.simulate.isNotJSONChooseAFileThatWas(file.name))
    }
  }
  return (
    <Stack sx={{ gap: 2 }}>
      <TextField
        select
        label={t.simulate.preset}
        value={preset?.id ?? ''}
        onChange={event => {
          const chosen = presets.find(({ id }) => id === event.target.value)
          if (chosen === undefined) return
          setProblem(null)
          onPreset(chosen)
        }}
        helperText={preset?.description ?? t.simulate.theseParametersComeFromAFile}
        slotProps={{ inputLabel: { shrink: true }, select: { displayEmpty: true } }}
      >
        <MenuItem value="" disabled>
          {t.simulate.fromAFile}
        </MenuItem>
        {presets.map(({ id, title }) => (
          <MenuItem key={id} value={id}>
            {title}
          </MenuItem>
        ))}
      </TextField>
      <TextField
        select
        label={t.simulate.instrument}
        value={instrument?.id ?? ''}
        onChange={event => adapt.mutate({ simulation, instrument: event.target.value })}
        helperText={instrument?.source ?? t.simulate.ofItsOwnChooseOneToSeeThrough}
        slotProps={{ inputLabel: { shrink: true }, select: { displayEmpty: true } }}
      >
        <MenuItem value="" disabled>
          {t.simulate.asSetBelow}
        </MenuItem>
        {instruments.map(({ id, title }) => (
          <MenuItem key={id} value={id}>
            {title}
          </MenuItem>
        ))}
      </TextField>
      <TextField
        select
        label={t.simulate.substructure}
        value={kindOf(simulation)}
        onChange={event => {
          const chosen = KINDS.find(({ kind }) => kind === event.target.value)
          if (chosen !== undefined) adapt.mutate({ simulation, kind: chosen.kind })
        }}
        slotProps={{ inputLabel: { shrink: true }, select: { displayEmpty: true } }}
      >
        <MenuItem value="" disabled>
          {t.simulate.asSetBelow}
        </MenuItem>
        {KINDS.map(({ kind, title }) => (
          <MenuItem key={kind} value={kind}>
            {title}
          </MenuItem>
        ))}
      </TextField>
      {adapt.isError && <ErrorPanel error={adapt.error} doing={t.simulate.changingTheSimulation} />}
      <Stack direction="row" sx={{ gap: 1, flexWrap: 'wrap' }}>
        <Button startIcon={<LoadIcon />} onClick={() => input.current?.click()}>
          {t.simulate.loadParameters}
        </Button>
        {preset !== undefined && preset.simulation !== simulation && (
          <Button startIcon={<ResetIcon />} onClick={() => onPreset(preset)}>
            {t.simulate.backToThePreset}
          </Button>
        )}
        <Button
          startIcon={<SaveIcon />}
          onClick={() =>
            saveFile(
              fileName(preset?.title ?? 'simulation', 'json'),
              `${JSON.stringify(simulation, null, 2)}\n`,
              'application/json',
            )
          }
        >
          {t.simulate.saveParameters}
        </Button>
        <input
          ref={input}
          type="file"
          accept=".json,application/json"
          aria-label={t.simulate.fileOfParameters}
          hidden
          onChange={event => void load(event)}
        />
      </Stack>
      {problem !== null && (
        <Alert severity="error" onClose={() => setProblem(null)}>
          {problem}
        </Alert>
      )}
    </Stack>
  )
}

/** The first of the problems; a file of something else has very many. */
function listed(problems: readonly string[]): string {
  const shown = problems.slice(0, 3).join('. ')
  return problems.length > 3 ? `${shown}. And ${problems.length - 3} more.` : `${shown}.`
}

/** The instrument whose camera the simulation has as it is. */
function instrumentOf({ products, lr, hr }: Simulation, instruments: readonly Instrument[]): Instrument | undefined {
  const camera = JSON.stringify(products === 'pairs' ? lr : hr)
  return instruments.find(instrument => JSON.stringify(instrument.camera) === camera)
}
