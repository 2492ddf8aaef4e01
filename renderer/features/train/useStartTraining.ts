import { useMutation } from '@tanstack/react-query'
import { useNavigate } from 'react-router'
import type { RecipeRequest } from '../../../main/contract/groups.ts'
import type { TrainingRequest } from '../../../main/contract/training.ts'
import { api, queryClient } from '../../app/api.ts'
import { jobFeed } from '../../app/jobs/useJobs.ts'

type Start = { readonly single: TrainingRequest } | { readonly whole: RecipeRequest }

/** Starts one training, or a recipe of several stages, whose page is then opened. */
export function useStartTraining(onStarted: (runId: string) => void) {
  const navigate = useNavigate()
  const single = useMutation(
    api.training.start.mutationOptions({
      onSuccess: ({ job, runId }) => {
        jobFeed.note(job)
        void queryClient.invalidateQueries({ queryKey: api.runs.key() })
        onStarted(runId)
      },
    }),
  )
  const whole = useMutation(
    api.groups.startRecipe.mutationOptions({
      onSuccess: ({ job, groupId }) => {
        jobFeed.note(job)
        void queryClient.invalidateQueries({ queryKey: api.groups.key() })
        void navigate(`/groups/${groupId}`)
      },
    }),
  )
  return {
    start: (request: Start, ignoreMemory: boolean) => {
      if ('single' in request) single.mutate({ ...request.single, ignoreMemory })
      else whole.mutate({ ...request.whole, ignoreMemory })
    },
    error: single.error ?? whole.error,
    isPending: single.isPending || whole.isPending,
    reset: () => {
      single.reset()
      whole.reset()
    },
  }
}
