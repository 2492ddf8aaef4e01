import AddIcon from '@mui/icons-material/AddOutlined'
import RemoveIcon from '@mui/icons-material/DeleteOutlined'
import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import IconButton from '@mui/material/IconButton'
import MenuItem from '@mui/material/MenuItem'
import Stack from '@mui/material/Stack'
import TextField from '@mui/material/TextField'
import Tooltip from '@mui/material/Tooltip'
import { t } from '../../text/t.ts'
import { PartFields } from './PartFields.tsx'
import type { PartKinds } from './parts.ts'

interface KindFieldProps<Part extends { readonly kind: string }> {
  readonly label: string
  readonly kinds: PartKinds<Part>
  readonly part: Part
  readonly onChange: (part: Part) => void
}

/** Which kind a part is, and its fields. */
export function KindField<Part extends { readonly kind: string }>(props: KindFieldProps<Part>) {
  const { label, kinds, part, onChange } = props
  const titled = Object.entries<PartKinds<Part>[Part['kind']]>(kinds)
  return (
    <TextField
      select
      fullWidth
      label={label}
      value={part.kind}
      onChange={event => {
        const chosen = titled.find(([kind]) => kind === event.target.value)
        if (chosen !== undefined) onChange(chosen[1].first)
      }}
    >
      {titled.map(([kind, { title }]) => (
        <MenuItem key={kind} value={kind}>
          {title}
        </MenuItem>
      ))}
    </TextField>
  )
}

interface PartListProps<Part extends { readonly kind: string }> {
  /** What one of them is called. */
  readonly name: string
  readonly kinds: PartKinds<Part>
  readonly parts: readonly Part[]
  readonly onChange: (parts: readonly Part[]) => void
  /** How many must stay. */
  readonly least?: number
  /** The kind that `Add` begins with. */
  readonly addKind: Part['kind']
}

/** Lenses, lights or classes: any number of them, each with its kind and fields. */
export function PartList<Part extends { readonly kind: string }>(props: PartListProps<Part>) {
  const { name, kinds, parts, onChange, least = 0, addKind } = props
  const withPart = (at: number, part: Part) => onChange(parts.map((old, i) => (i === at ? part : old)))
  return (
    <Stack sx={{ gap: 3 }}>
      {parts.map((part, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: parts are nothing but their place and their values
        <Stack key={`${i} ${part.kind}`} component="fieldset" sx={{ gap: 2, border: 0, m: 0, p: 0, minWidth: 0 }}>
          <Box component="legend" sx={{ p: 0, mb: 2, width: '100%', display: 'flex', gap: 0.5, alignItems: 'center' }}>
            <KindField
              label={parts.length > 1 ? `${name} ${i + 1}` : name}
              kinds={kinds}
              part={part}
              onChange={changed => withPart(i, changed)}
            />
            {parts.length > least && (
              <Tooltip title={t.simulate.remove(name.toLowerCase(), i + 1)}>
                <IconButton
                  aria-label={t.simulate.remove(name.toLowerCase(), i + 1)}
                  onClick={() => onChange(parts.filter((_, at) => at !== i))}
                >
                  <RemoveIcon fontSize="small" />
                </IconButton>
              </Tooltip>
            )}
          </Box>
          <PartFields
            fields={kinds[part.kind as Part['kind']].fields}
            part={part}
            onChange={changed => withPart(i, changed)}
          />
        </Stack>
      ))}
      <Button
        startIcon={<AddIcon />}
        sx={{ alignSelf: 'flex-start' }}
        onClick={() => onChange([...parts, kinds[addKind].first])}
      >
        {t.simulate.addA(name.toLowerCase())}
      </Button>
    </Stack>
  )
}
