import Stack from '@mui/material/Stack'
import Typography from '@mui/material/Typography'
import type { DatasetDetail } from '../../../main/contract/datasets.ts'
import { t } from '../../text/t.ts'
import { ButtonLink } from '../../ui/ButtonLink.tsx'
import { Facts } from '../../ui/Facts.tsx'
import { formatCount } from '../../ui/format.ts'
import { LabelForm } from './LabelForm.tsx'

/** The classes of a dataset's samples, where they come from, and a classifier of them. */
export function ClassesPanel({ dataset }: { dataset: DatasetDetail }) {
  const { classes, samples } = dataset
  const without = samples - classes.reduce((sum, { count }) => sum + count, 0)
  return (
    <Stack sx={{ gap: 3 }}>
      {classes.length === 0 ? (
        <Typography variant="body2">{t.classifiers.noClassesYet}</Typography>
      ) : (
        <Facts
          facts={[
            ...classes.map(({ label, count }) => [label, formatCount(count)] as const),
            ...(without > 0 ? [[t.classifiers.noClass, formatCount(without)] as const] : []),
          ]}
        />
      )}
      <LabelForm datasetId={dataset.id} />
      {classes.length >= 2 && (
        <ButtonLink
          to={`/train?dataset=${dataset.id}&recipe=best-classifier`}
          variant="contained"
          sx={{ alignSelf: 'flex-start' }}
        >
          {t.classifiers.trainAClassifier}
        </ButtonLink>
      )}
    </Stack>
  )
}
