import Stack from '@mui/material/Stack'
import { useState } from 'react'
import { useSearchParams } from 'react-router'
import type { ImageSource } from '../../../main/contract/datasets.ts'
import { t } from '../../text/t.ts'
import { ButtonLink } from '../../ui/ButtonLink.tsx'
import { Page } from '../../ui/Page.tsx'
import { Section } from '../../ui/Section.tsx'
import { DropTarget } from '../../ui/source/DropTarget.tsx'
import { SourcePicker } from '../../ui/source/SourcePicker.tsx'
import { StartPlan } from './StartPlan.tsx'

/** The shortest way to a network of one's own: drop a folder, Start. What is chosen is shown and explained, and can be changed. */
export function StartPage() {
  const [query, setQuery] = useSearchParams()
  const upload = query.get('upload')
  const [picked, setPicked] = useState<ImageSource | null>(null)
  const source: ImageSource | null = picked ?? (upload === null ? null : { kind: 'upload', id: upload })
  const startAgain = () => {
    setPicked(null)
    setQuery({})
  }
  return (
    <DropTarget
      invitation={t.start.dropToTrain}
      onUpload={({ id, name }) => {
        setPicked(null)
        setQuery({ upload: id, name })
      }}
    >
      <Page
        title={t.start.title}
        subtitle={t.start.subtitle}
        actions={<ButtonLink to="/data/import">{t.start.importWithEveryChoice}</ButtonLink>}
      >
        <Stack sx={{ gap: 2, maxWidth: 960, width: '100%' }}>
          {source === null ? (
            <Section title={t.start.whereAreThey}>
              <SourcePicker useLabel={t.start.trainOnThisFolder} onChoose={setPicked} />
            </Section>
          ) : (
            <StartPlan
              key={JSON.stringify(source)}
              source={source}
              name={query.get('name')}
              onStartAgain={startAgain}
            />
          )}
        </Stack>
      </Page>
    </DropTarget>
  )
}
