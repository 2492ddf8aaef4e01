import CloseIcon from '@mui/icons-material/CloseOutlined'
import Box from '@mui/material/Box'
import ButtonBase from '@mui/material/ButtonBase'
import Checkbox from '@mui/material/Checkbox'
import IconButton from '@mui/material/IconButton'
import Skeleton from '@mui/material/Skeleton'
import Stack from '@mui/material/Stack'
import Typography from '@mui/material/Typography'
import type { UseQueryResult } from '@tanstack/react-query'
import type { ViewedFile, ViewedImage } from '../../../main/contract/views.ts'
import { t } from '../../text/t.ts'
import { ErrorPanel } from '../../ui/ErrorPanel.tsx'
import { formatBytes } from '../../ui/format.ts'
import { baseName } from '../../ui/source/paths.ts'
import { imageFacts, imageTitle } from './describe.ts'

/** An image of a file, by the file's place in the address. */
export interface ImageChoice {
  readonly file: number
  readonly image: number
}

interface FileTreeProps {
  readonly paths: readonly string[]
  readonly files: readonly UseQueryResult<ViewedFile>[]
  readonly isShown: (choice: ImageChoice) => boolean
  readonly onToggle: (choice: ImageChoice) => void
  /** Whose header is read. */
  readonly chosen: ImageChoice | null
  readonly onChoose: (choice: ImageChoice) => void
  readonly onClose: (file: number) => void
}

interface ImageRowProps {
  readonly image: ViewedImage
  readonly isShown: boolean
  readonly isChosen: boolean
  readonly onToggle: () => void
  readonly onChoose: () => void
}

function ImageRow({ image, isShown, isChosen, onToggle, onChoose }: ImageRowProps) {
  const title = imageTitle(image)
  return (
    <Box component="li" sx={{ display: 'flex', alignItems: 'center' }}>
      <Checkbox
        size="small"
        checked={isShown}
        disabled={image.size === null}
        onChange={onToggle}
        slotProps={{ input: { 'aria-label': t.view.show(title) } }}
        sx={{ p: 0.5 }}
      />
      <ButtonBase
        onClick={onChoose}
        aria-pressed={isChosen}
        title={t.view.readItsHeader}
        sx={{
          flex: 1,
          minWidth: 0,
          px: 0.75,
          py: 0.25,
          borderRadius: 0.5,
          display: 'block',
          textAlign: 'left',
          bgcolor: isChosen ? 'action.selected' : undefined,
          '&:hover': { bgcolor: 'action.hover' },
        }}
      >
        <Typography variant="body2" noWrap>
          {title}
        </Typography>
        <Typography variant="caption" noWrap component="div" sx={{ color: 'text.secondary' }}>
          {imageFacts(image)}
        </Typography>
      </ButtonBase>
    </Box>
  )
}

/** The open files with the images of each: what is shown, and whose header is read. */
export function FileTree({ paths, files, isShown, onToggle, chosen, onChoose, onClose }: FileTreeProps) {
  return (
    <Stack component="section" aria-label={t.view.openFiles} sx={{ gap: 2, minHeight: 0, overflow: 'auto' }}>
      {paths.map((path, file) => {
        const query = files[file]
        const data = query?.data
        return (
          <Box key={path}>
            <Stack direction="row" sx={{ alignItems: 'center' }}>
              <Box sx={{ flex: 1, minWidth: 0 }}>
                <Typography variant="h3" component="h2" noWrap title={path}>
                  {baseName(path)}
                </Typography>
                {data && (
                  <Typography variant="caption" component="div" sx={{ color: 'text.secondary' }}>
                    {data.format.toUpperCase()}, {formatBytes(data.bytes)}
                  </Typography>
                )}
              </Box>
              <IconButton size="small" aria-label={t.view.close(baseName(path))} onClick={() => onClose(file)}>
                <CloseIcon fontSize="small" />
              </IconButton>
            </Stack>
            {query?.isError && (
              <ErrorPanel error={query.error} doing={t.view.openingTheFile} onRetry={() => void query.refetch()} />
            )}
            {query?.isPending && <Skeleton variant="rounded" height={44} />}
            {data && (
              <Box component="ul" aria-label={t.view.imagesOf(data.name)} sx={{ listStyle: 'none', m: 0, p: 0 }}>
                {data.images.map(image => {
                  const choice = { file, image: image.index }
                  return (
                    <ImageRow
                      key={image.index}
                      image={image}
                      isShown={isShown(choice)}
                      isChosen={chosen?.file === file && chosen.image === image.index}
                      onToggle={() => onToggle(choice)}
                      onChoose={() => onChoose(choice)}
                    />
                  )
                })}
              </Box>
            )}
            {data?.problem != null && (
              <Typography variant="caption" role="note" sx={{ color: 'warning.main' }}>
                {t.view.notAllWasRead(data.problem)}
              </Typography>
            )}
          </Box>
        )
      })}
    </Stack>
  )
}
