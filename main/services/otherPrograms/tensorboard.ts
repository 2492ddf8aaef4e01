import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { writeFileAtomic } from '../../formats/atomicFile.ts'
import { fileError } from '../../formats/fileErrors.ts'
import { listPreviews } from '../../workspace/runSeries.ts'
import type { RunRecord } from '../../workspace/runs.ts'
import type { ServiceContext } from '../context.ts'
import { readNpyImage } from '../engine/npyImages.ts'
import { fileStem } from '../export/outputFolder.ts'
import { previewFile } from '../runs/files.ts'
import { runConfig } from '../runs/present.ts'
import { renderThumbnail } from '../thumbnail.ts'
import { metricsOf, timeOf } from './metrics.ts'
import { type SummaryEvent, writeEvents } from './tensorboardEvents.ts'

/** A training has hundreds of previews; every so many show how it went. */
const MOST_IMAGES = 40
const IMAGE_SIDE = 256

/** Writes a run as a folder that TensorBoard shows as one run: all curves, its settings as text, and previews of one sample. */
export async function writeTensorboardRun(context: ServiceContext, folder: string, run: RunRecord): Promise<void> {
  const place = join(folder, `${fileStem(run.name)}-${run.id}`)
  const time = timeOf(run)
  const scalars: SummaryEvent[] = metricsOf(context.workspace, run).flatMap(({ name, points }) =>
    points.map(({ step, value }) => ({ step, tag: name, scalar: value, seconds: time(step) / 1000 })),
  )
  const text = { step: 0, tag: 'settings', text: settingsText(run), seconds: time(0) / 1000 }
  const images = await previewImages(context, run, time)
  const events = [...scalars, text, ...images].toSorted((a, b) => a.step - b.step)
  try {
    await mkdir(place, { recursive: true })
    // TensorBoard reads every events file of a folder: one of an earlier export would show all twice.
    for (const name of await readdir(place)) {
      if (name.startsWith('events.out.tfevents.')) await rm(join(place, name))
    }
  } catch (error) {
    throw fileError(error, place, 'write')
  }
  const seconds = Math.floor(time(0) / 1000)
  await writeFileAtomic(join(place, `events.out.tfevents.${seconds}.subarc`), writeEvents(events, seconds))
}

/** Markdown, as TensorBoard shows texts. */
function settingsText(run: RunRecord): string {
  return ['```json', JSON.stringify({ ...runConfig(run), environment: run.environment }, null, 2), '```'].join('\n')
}

async function previewImages(
  { workspace }: ServiceContext,
  run: RunRecord,
  time: (step: number) => number,
): Promise<SummaryEvent[]> {
  const all = listPreviews(workspace.db, run.id)
  const sample = all[0]?.sample
  const own = all.filter(preview => preview.sample === sample)
  const every = Math.ceil(own.length / MOST_IMAGES)
  const images: SummaryEvent[] = []
  for (const { step, file } of own.filter((_, at) => at % every === 0 || at === own.length - 1)) {
    const image = await readNpyImage(previewFile(workspace, run.id, file)).catch(() => null)
    if (image === null) continue
    const { width, height } = image
    images.push({
      step,
      tag: `preview/sample_${sample}`,
      image: { width, height, png: renderThumbnail(image, IMAGE_SIDE) },
      seconds: time(step) / 1000,
    })
  }
  return images
}
