import ExpandIcon from '@mui/icons-material/ExpandMoreOutlined'
import Accordion from '@mui/material/Accordion'
import AccordionDetails from '@mui/material/AccordionDetails'
import AccordionSummary from '@mui/material/AccordionSummary'
import MenuItem from '@mui/material/MenuItem'
import Stack from '@mui/material/Stack'
import TextField from '@mui/material/TextField'
import Typography from '@mui/material/Typography'
import { type ReactNode, useId } from 'react'
import type { Simulation } from '../../../main/contract/simulate.ts'
import { cameraSchema, simulationSchema } from '../../../main/contract/simulation.ts'
import { t } from '../../text/t.ts'
import { fieldsOf } from './fields.ts'
import { PartFields } from './PartFields.tsx'
import { KindField, PartList } from './PartList.tsx'
import { DEFLECTORS, LIGHTS, PSFS, SUBSTRUCTURE } from './parts.ts'

interface SimulationFormProps {
  value: Simulation
  onChange: (value: Simulation) => void
}

const ownFields = fieldsOf(simulationSchema)
const IMAGE_FIELDS = ownFields.filter(({ key }) => ['hrPixels', 'hrPixelScaleArcsec', 'subsampling'].includes(key))
const PAIR_FIELDS = ownFields.filter(({ key }) => key === 'factor')
const REDSHIFT_FIELDS = ownFields.filter(({ key }) => ['zLens', 'zSource'].includes(key))
const OFFSET_FIELDS = fieldsOf(simulationSchema.shape.offset)
const COSMOLOGY_FIELDS = fieldsOf(simulationSchema.shape.cosmology)
const CAMERA_FIELDS = fieldsOf(cameraSchema)

const PRODUCTS = [
  { value: 'pairs', title: t.simulate.pairsOfLRAndHR },
  { value: 'single', title: t.simulate.singleImagesHRCamera },
] as const
const VALUES = [
  { value: 'common', title: t.simulate.ctSOfTheLRBoth, helper: t.simulate.calibratedLRAndHRShareOneFlux },
  { value: 'counts', title: t.simulate.ctSOfEachCamera, helper: t.simulate.asTheCamerasCountPairsHaveNo },
  { value: 'per-image', title: t.simulate.n0To1ImageByImage, helper: t.simulate.asTheImagesOfTheStudy },
] as const
const DISTANCES = [
  { value: 'angular', title: t.simulate.angularDiameterDistances },
  { value: 'published', title: t.simulate.asPublishedLuminosityDistances },
] as const

/** Every parameter of the simulator, with its unit, in the order in which one thinks of a lens. */
export function SimulationForm({ value, onChange }: SimulationFormProps) {
  const isPaired = value.products === 'pairs'
  const change = (changes: Partial<Simulation>) => onChange({ ...value, ...changes })
  return (
    <div>
      <Group title={t.simulate.lens2} count={value.deflectors.length} open>
        <PartList
          name="Deflector"
          kinds={DEFLECTORS}
          parts={value.deflectors}
          addKind="sis"
          onChange={deflectors => change({ deflectors })}
        />
      </Group>
      <Group title={t.simulate.source} count={value.sources.length}>
        <PartList
          name="Source"
          kinds={LIGHTS}
          parts={value.sources}
          addKind="sersic"
          onChange={sources => change({ sources })}
        />
      </Group>
      <Group title={t.simulate.lightOfTheLens} count={value.lensLight.length}>
        <PartList
          name="Light"
          kinds={LIGHTS}
          parts={value.lensLight}
          addKind="sersic"
          onChange={lensLight => change({ lensLight })}
        />
      </Group>
      <Group title={t.simulate.substructure} count={value.substructure.length}>
        <Typography variant="body2" sx={{ color: 'text.secondary', mb: 2 }}>
          {t.simulate.lensesTakeTheClassesInTurnAnd}
        </Typography>
        <PartList
          name="Class"
          kinds={SUBSTRUCTURE}
          parts={value.substructure}
          least={1}
          addKind="cdm"
          onChange={substructure => change({ substructure })}
        />
      </Group>
      <Group title={t.simulate.images}>
        <Stack sx={{ gap: 2 }}>
          <Choice
            label={t.simulate.whatIsMade}
            options={PRODUCTS}
            value={value.products}
            onChange={p => change({ products: p })}
          />
          <PartFields fields={IMAGE_FIELDS} part={value} onChange={onChange} />
          {isPaired && (
            <>
              <PartFields fields={PAIR_FIELDS} part={value} onChange={onChange} />
              <PartFields fields={OFFSET_FIELDS} part={value.offset} onChange={offset => change({ offset })} />
            </>
          )}
          <Choice
            label={t.simulate.values}
            options={VALUES}
            value={value.values}
            onChange={values => change({ values })}
          />
        </Stack>
      </Group>
      {isPaired && (
        <Group title={t.simulate.lrCamera}>
          <CameraFields camera={value.lr} onChange={lr => change({ lr })} />
        </Group>
      )}
      <Group title={isPaired ? t.simulate.hrCamera : t.simulate.camera}>
        <CameraFields camera={value.hr} onChange={hr => change({ hr })} />
      </Group>
      <Group title={t.simulate.distances}>
        <Stack sx={{ gap: 2 }}>
          <PartFields fields={REDSHIFT_FIELDS} part={value} onChange={onChange} />
          <PartFields fields={COSMOLOGY_FIELDS} part={value.cosmology} onChange={cosmology => change({ cosmology })} />
          <Choice
            label={t.simulate.massesBecomeRadiiBy}
            options={DISTANCES}
            value={value.distances}
            onChange={distances => change({ distances })}
          />
        </Stack>
      </Group>
    </div>
  )
}

function Group({
  title,
  count,
  open,
  children,
}: {
  title: string
  count?: number
  open?: boolean
  children: ReactNode
}) {
  const id = useId()
  return (
    <Accordion
      disableGutters
      elevation={0}
      defaultExpanded={open === true}
      slotProps={{ heading: { component: 'h2' }, transition: { unmountOnExit: true } }}
      sx={{ bgcolor: 'transparent', backgroundImage: 'none', '&::before': { opacity: 1 } }}
    >
      <AccordionSummary id={id} aria-controls={`${id}-content`} expandIcon={<ExpandIcon />} sx={{ px: 0 }}>
        <Typography component="span" variant="h3">
          {title}
          {count !== undefined && count !== 1 && ` (${count === 0 ? 'none' : count})`}
        </Typography>
      </AccordionSummary>
      <AccordionDetails sx={{ px: 0, pt: 1 }}>{children}</AccordionDetails>
    </Accordion>
  )
}

interface CameraFieldsProps {
  readonly camera: Simulation['lr']
  readonly onChange: (camera: Simulation['lr']) => void
}

function CameraFields({ camera, onChange }: CameraFieldsProps) {
  const { psf } = camera
  return (
    <Stack sx={{ gap: 2 }}>
      <KindField
        label={t.simulate.psf}
        kinds={PSFS}
        part={psf}
        onChange={changed => onChange({ ...camera, psf: changed })}
      />
      <PartFields
        key={psf.kind}
        fields={PSFS[psf.kind].fields}
        part={psf}
        onChange={changed => onChange({ ...camera, psf: changed })}
      />
      <PartFields fields={CAMERA_FIELDS} part={camera} onChange={onChange} />
    </Stack>
  )
}

interface ChoiceProps<Value extends string> {
  readonly label: string
  readonly options: readonly { readonly value: Value; readonly title: string; readonly helper?: string }[]
  readonly value: Value
  readonly onChange: (value: Value) => void
}

function Choice<Value extends string>({ label, options, value, onChange }: ChoiceProps<Value>) {
  return (
    <TextField
      select
      label={label}
      value={value}
      helperText={options.find(option => option.value === value)?.helper}
      onChange={event => {
        const chosen = options.find(option => option.value === event.target.value)
        if (chosen !== undefined) onChange(chosen.value)
      }}
    >
      {options.map(({ value: option, title }) => (
        <MenuItem key={option} value={option}>
          {title}
        </MenuItem>
      ))}
    </TextField>
  )
}
