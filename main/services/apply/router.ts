import { implement } from '@orpc/server'
import { applyContract } from '../../contract/apply.ts'
import { listApplications } from '../../workspace/applications.ts'
import type { TrainingParts } from '../training/start.ts'
import { applyHeaders } from './headers.ts'
import { addApplyImages, requireApplication } from './images.ts'
import { interruptDeadApplications, resumeApply, startApply } from './start.ts'

export function applyRouter(parts: TrainingParts) {
  const { context } = parts
  interruptDeadApplications(context)
  addApplyImages(context)
  const os = implement(applyContract)
  return os.router({
    start: os.start.handler(({ input }) => startApply(parts, input)),
    resume: os.resume.handler(({ input }) => resumeApply(parts, requireApplication(context, input.id))),
    get: os.get.handler(({ input }) => {
      const { version: _, ...record } = requireApplication(context, input.id)
      return record
    }),
    headers: os.headers.handler(({ input }) => applyHeaders(context, parts.datasets, input)),
    list: os.list.handler(() =>
      listApplications(context.workspace.db).map(({ version: _, items: __, ...record }) => record),
    ),
  })
}
