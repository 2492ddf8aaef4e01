import Button from '@mui/material/Button'
import { useMutation } from '@tanstack/react-query'
import { errorFromCall } from '../../../main/contract/client.ts'
import { api } from '../../app/api.ts'
import { showToast } from '../../app/toasts.ts'
import { t } from '../../text/t.ts'

/** Writes the evaluation's report: a page of its own and a PNG panel an image. */
export function ReportButton({ evaluationId }: { evaluationId: string }) {
  const report = useMutation(
    api.evaluations.report.mutationOptions({
      onSuccess: ({ html }) => showToast({ severity: 'success', message: t.compare.written(html) }),
      onError: error => showToast({ severity: 'error', message: errorFromCall(error).message }),
    }),
  )
  return (
    <Button variant="outlined" disabled={report.isPending} onClick={() => report.mutate({ id: evaluationId })}>
      {report.isPending ? t.compare.writingTheReport : t.compare.writeAReport}
    </Button>
  )
}
