import { implement } from '@orpc/server'
import { studyContract } from '../../contract/study.ts'
import type { TrainingParts } from '../training/start.ts'
import { startStudy } from './start.ts'
import { studyTable } from './table.ts'

export function studyRouter(parts: TrainingParts) {
  const os = implement(studyContract)
  return os.router({
    table: os.table.handler(() => studyTable(parts.context.workspace)),
    start: os.start.handler(({ input }) => startStudy(parts, input)),
  })
}
