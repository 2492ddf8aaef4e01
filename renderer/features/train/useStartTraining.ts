import { useMutation } from '@tanstack/react-query'
import { useNavigate } from 'react-router'
import type { RecipeRequest } from '../../../main/contract/groups.ts'
import type { Job } from '../../../main/contract/jobs.ts'
import { api, queryClient } from '../../app/api.ts'
import { jobFeed } from '../../app/jobs/useJobs.ts'
import type { StageStart } from './request.ts'

type Start = { readonly single: StageStart } | { readonly whole: RecipeRequest }

/** Starts one training, or a recipe of several stages, whose page is then opened. */
export function useStartTraining(onStarted: (runId: string) => void) {
  const navigate = useNavigate()
  const begun = {
    onSuccess: ({ job, runId }: { job: Job; runId: string }) => {
      jobFeed.note(job)
      void queryClient.invalidateQueries({ queryKey: api.runs.key() })
      onStarted(runId)
    },
  }
  const images = useMutation(api.training.start.mutationOptions(begun))
  const classifier = useMutation(api.classifiers.start.mutationOptions(begun))
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
      if ('whole' in request) whole.mutate({ ...request.whole, ignoreMemory })
      else if (request.single.kind === 'images') images.mutate({ ...request.single.request, ignoreMemory })
      else classifier.mutate({ ...request.single.request, ignoreMemory })
    },
    error: images.error ?? classifier.error ?? whole.error,
    isPending: images.isPending || classifier.isPending || whole.isPending,
    reset: () => {
      for (const mutation of [images, classifier, whole]) mutation.reset()
    },
  }
}
