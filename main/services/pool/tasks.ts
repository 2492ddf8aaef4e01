import { decodeTiles } from '../../formats/fits/compression/tile.ts'
import { writeProducts } from '../apply/products.ts'
import { scoreClasses } from '../classifiers/scoreClasses.ts'
import { describeFile, readSample } from '../datasets/readSample.ts'
import { shiftTask } from '../datasets/register.ts'
import { scoreSample, tuneMethods } from '../evaluations/scoreSample.ts'
import { fitsInfo, fitsVerify } from '../fits/tasks.ts'
import { previewSample, simulateSample } from '../simulate/sample.ts'
import { listImages, readHeader } from '../views/listImages.ts'
import { planePreview, planeRect, pyramidBand, unpackPlane } from '../views/planeTasks.ts'

/** Every task that the worker threads know, by name: functions of plain data and typed arrays that keep no state. */
export const tasks = {
  /** Answers with its input: for the tests of the pool itself. */
  echo: (input: unknown) => input,
  scoreSample,
  tuneMethods,
  scoreClasses,
  decodeTiles,
  readSample,
  describeFile,
  shift: shiftTask,
  simulateSample,
  previewSample,
  fitsInfo,
  fitsVerify,
  writeProducts,
  listImages,
  readHeader,
  planeRect,
  planePreview,
  unpackPlane,
  pyramidBand,
}

export type Tasks = typeof tasks
export type TaskName = keyof Tasks
export type TaskInput<N extends TaskName> = Parameters<Tasks[N]>[0]
export type TaskOutput<N extends TaskName> = Awaited<ReturnType<Tasks[N]>>
