import Button from '@mui/material/Button'
import { useMutation } from '@tanstack/react-query'
import { type ChangeEvent, useRef } from 'react'
import { useNavigate } from 'react-router'
import { errorFromCall } from '../../../main/contract/client.ts'
import { api, client, queryClient } from '../../app/api.ts'
import { showToast } from '../../app/toasts.ts'
import { t } from '../../text/t.ts'
import { sendFiles } from '../../ui/source/upload.ts'

const DATASET = {
  added: t.take.itsDatasetCameWithIt,
  found: t.take.itsDatasetIsHereAlready,
  'left-out': t.take.itsDatasetWasLeftOutOfTheFile,
}

async function take(file: File) {
  const upload = await client.datasets.beginUpload()
  const signal = new AbortController().signal
  await sendFiles(upload.id, [{ path: file.name, file }], { signal, onProgress: () => undefined })
  return client.runArchive.import({ upload: upload.id })
}

/** Takes a run from a file that another workspace exported, and opens it. */
export function ImportRun() {
  const input = useRef<HTMLInputElement>(null)
  const navigate = useNavigate()
  const taken = useMutation({
    mutationFn: take,
    onSuccess: ({ runId, name, dataset }) => {
      for (const queryKey of [api.runs.key(), api.datasets.key(), api.evaluations.key()]) {
        void queryClient.invalidateQueries({ queryKey })
      }
      showToast({ severity: 'success', message: t.take.wasTakenOver(name, DATASET[dataset]) })
      void navigate(`/runs/${runId}`)
    },
    onError: error => showToast({ severity: 'error', message: errorFromCall(error).message }),
  })
  const chosen = (event: ChangeEvent<HTMLInputElement>) => {
    const [file] = event.target.files ?? []
    event.target.value = ''
    if (file) taken.mutate(file)
  }
  return (
    <>
      <Button color="secondary" disabled={taken.isPending} onClick={() => input.current?.click()}>
        {taken.isPending ? t.take.importingTheRun : t.take.importARun}
      </Button>
      <input ref={input} type="file" accept=".subarc" hidden aria-label={t.take.aRunsFile} onChange={chosen} />
    </>
  )
}
