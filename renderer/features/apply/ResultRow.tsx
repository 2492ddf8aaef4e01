import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import Skeleton from '@mui/material/Skeleton'
import Typography from '@mui/material/Typography'
import { useState } from 'react'
import type { ApplyItem } from '../../../main/contract/apply.ts'
import { applyFileRef, applyImageRef } from '../../../main/contract/images.ts'
import { AppError, type ErrorCode } from '../../../main/domain/errors.ts'
import { t } from '../../text/t.ts'
import { ButtonLink } from '../../ui/ButtonLink.tsx'
import { ErrorPanel } from '../../ui/ErrorPanel.tsx'
import { FitsHeaderDialog } from '../../ui/FitsHeaderDialog.tsx'
import { formatSize } from '../../ui/format.ts'
import { Thumbnail } from '../../ui/Thumbnail.tsx'
import { SendButton } from '../samp/SendButton.tsx'

const SIDE = 96
export const RESULT_HEIGHT = SIDE + 16 + 16 + 4

const LAYERS = ['input', 'bicubic', 'output'] as const

function Outputs({ applyId, item }: { applyId: string; item: ApplyItem }) {
  const desktop = window.subarc
  const [showsHeader, setShowsHeader] = useState(false)
  const { fits } = item.outputs
  return (
    <Box sx={{ display: 'flex', gap: 1, alignItems: 'center', flexWrap: 'wrap', mt: 1 }}>
      {item.status === 'done' && (
        <ButtonLink to={`/apply/${applyId}/${item.index}`} size="small" variant="outlined">
          {t.apply.compare}
        </ButtonLink>
      )}
      {Object.entries(item.outputs).map(([format, path]) => (
        <Box key={format} sx={{ display: 'contents' }}>
          <Button
            size="small"
            variant="outlined"
            href={`/download/${applyFileRef(applyId, item.index, format)}`}
            download
          >
            {format.toUpperCase()}
          </Button>
          {format === 'fits' && (
            <SendButton size="small" what={{ kind: 'product', ref: applyFileRef(applyId, item.index, format) }} />
          )}
          {desktop !== undefined && (
            <Button size="small" onClick={() => void desktop.showInFolder(path)}>
              {t.apply.showInFolder}
            </Button>
          )}
        </Box>
      ))}
      {fits !== undefined && (
        <Button size="small" onClick={() => setShowsHeader(true)}>
          {t.apply.header}
        </Button>
      )}
      {fits !== undefined && showsHeader && <FitsHeaderDialog path={fits} onClose={() => setShowsHeader(false)} />}
    </Box>
  )
}

const STATES = { waiting: 'waiting', skipped: t.apply.skippedItsFilesWereThere, failed: 'failed' } as const

/** One image: as it was, as plain interpolation makes it, as the network makes it; its files and what was noticed. */
export function ResultRow({ applyId, item }: { applyId: string; item: ApplyItem }) {
  const { index, name, status, inputSize, outputSize, warnings, error } = item
  return (
    <Box
      sx={{
        display: 'grid',
        gridTemplateColumns: `${3 * SIDE + 16}px minmax(0, 1fr)`,
        gap: 2,
        p: 1,
        minHeight: RESULT_HEIGHT,
      }}
    >
      <Box sx={{ display: 'flex', gap: 1 }}>
        {LAYERS.map(layer => (
          <Box key={layer}>
            {status === 'waiting' ? (
              <Skeleton variant="rounded" width={SIDE} height={SIDE} />
            ) : (
              <Thumbnail
                imageRef={status === 'done' ? applyImageRef(applyId, index, layer) : null}
                alt={`${name}, ${layer}`}
                size={SIDE}
              />
            )}
            <Typography variant="caption" component="div" sx={{ color: 'text.secondary', textAlign: 'center' }}>
              {layer}
            </Typography>
          </Box>
        ))}
      </Box>
      <Box sx={{ minWidth: 0 }}>
        <Typography variant="body2" noWrap sx={{ fontWeight: 600 }} title={item.input}>
          {name}
        </Typography>
        <Typography variant="caption" component="div" sx={{ color: 'text.secondary' }}>
          {status === 'done' ? t.apply.to(formatSize(inputSize), formatSize(outputSize)) : STATES[status]}
        </Typography>
        {warnings.map(warning => (
          <Typography key={warning} variant="caption" component="div" sx={{ color: 'warning.main' }}>
            {warning}
          </Typography>
        ))}
        {error !== null && <ErrorPanel error={new AppError(error.code as ErrorCode, error.message, error.details)} />}
        <Outputs applyId={applyId} item={item} />
      </Box>
    </Box>
  )
}
