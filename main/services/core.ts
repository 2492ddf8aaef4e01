import { createClient, type SubarcClient } from '../contract/client.ts'
import type { WorkspaceInfo } from '../contract/workspace.ts'
import type { EngineLauncher } from '../engine/port.ts'
import type { Published } from '../workspace/lock.ts'
import { databaseError, openWorkspace, type Workspace } from '../workspace/workspace.ts'
import { applyRouter } from './apply/router.ts'
import { classifiersRouter } from './classifiers/router.ts'
import { comparisonRouter } from './comparison/router.ts'
import type { HostKind, Log, ServiceContext } from './context.ts'
import { addDatasetImages } from './datasets/images.ts'
import { datasetsRouter } from './datasets/router.ts'
import { createDatasets, type Datasets } from './datasets/service.ts'
import { createDeviceChoice } from './devices/choice.ts'
import { devicesRouter } from './devices/router.ts'
import { diagnosticsRouter } from './diagnostics/router.ts'
import { evaluationsRouter } from './evaluations/router.ts'
import { fitsRouter } from './fits/router.ts'
import { createFolders } from './folders.ts'
import { groupsRouter } from './groups/router.ts'
import { createHandler } from './handler.ts'
import { jobsRouter } from './jobs/router.ts'
import { createJobs } from './jobs.ts'
import { logFile, openLog } from './log.ts'
import { createImageRoutes } from './pixels.ts'
import { createPool } from './pool/pool.ts'
import { preferencesRouter, readPreferences } from './preferences.ts'
import { provenanceRouter } from './provenance/router.ts'
import { recipesRouter } from './recipes/router.ts'
import { type PdfPrinter, printByChromium } from './reports/printPdf.ts'
import { reportsRouter } from './reports/router.ts'
import { runArchiveRouter } from './runArchive/router.ts'
import { runsRouter } from './runs/router.ts'
import { runTableRouter } from './runTable/router.ts'
import { createRunIndex, type RunIndex } from './runTable/runIndex.ts'
import { sampRouter } from './samp/router.ts'
import { createSamp, type Samp } from './samp/service.ts'
import { savedViewsRouter } from './savedViews/router.ts'
import { simulateRouter } from './simulate/service.ts'
import { studyRouter } from './study/router.ts'
import { availableMemoryBytes } from './training/availableMemory.ts'
import { trainingRouter } from './training/router.ts'
import { createUploads, sweepUploads } from './uploads.ts'
import { sweepPyramids } from './views/pyramidCache.ts'
import { viewsRouter } from './views/router.ts'
import { weightsRouter } from './weights/router.ts'
import { workspaceInfo, workspaceRouter } from './workspaceInfo.ts'
import { offerWrittenFiles } from './writtenFiles.ts'

export type { Published } from '../workspace/lock.ts'

export interface CoreOptions {
  readonly workspacePath: string
  readonly launchEngine: EngineLauncher
  /** Bytes of memory that an engine may take; absent: what the machine has to give. */
  readonly availableMemory?: () => number
  readonly host: HostKind
  readonly version: string
  /** Where this process can be reached, if it is known already; else `Core.publish` says so later. */
  readonly publish?: Published
  /** The worker threads' file, where it is not the source beside this one. */
  readonly workerEntry?: URL
  /** By default an installed browser's. */
  readonly printPdf?: PdfPrinter
  /** By default a file in the workspace. */
  readonly log?: Log
}

export interface Core {
  /** The one way in: typed calls, streamed events, image bytes. */
  readonly fetch: (request: Request) => Promise<Response>
  /** The same, as functions. */
  readonly client: SubarcClient
  readonly info: WorkspaceInfo
  /** Writes into the workspace's lock file where this process can be reached. */
  publish(published: Published | null): void
  /** Stops all work, then gives the workspace back. */
  close(): Promise<void>
}

/** Any origin: the client's requests go straight to the handler. */
const inProcessOrigin = 'http://subarc'

/**
 * Opens a workspace and everything that works on it.
 *
 * Errors: those of openWorkspace; `conflict` where another process holds it, with its address in the details.
 */
export async function createCore(options: CoreOptions): Promise<Core> {
  const now = (): Date => new Date()
  const workspace = openWorkspace(options.workspacePath, options.publish && { publish: options.publish })
  try {
    const context = createContext(options, workspace, now)
    const samp = createSamp(context)
    const index = createRunIndex(workspace)
    const fetch = createHandler(createRouter(context, samp, index), context)
    await sweepUploads(workspace, now())
    await sweepPyramids(workspace)
    const info = await workspaceInfo(context)
    let closed: Promise<void> | undefined
    const reading = options.host === 'cli' ? undefined : setImmediate(() => readAhead(index, context.log))
    return {
      fetch,
      client: createClient({ origin: inProcessOrigin, fetch }),
      info,
      publish: published => workspace.publish(published),
      close: () => {
        clearImmediate(reading)
        closed ??= closeAll(context, samp)
        return closed
      },
    }
  } catch (error) {
    workspace.close()
    throw databaseError(error, workspace.path)
  }
}

/** A thousand runs take a quarter of a second to read: while the window opens, nobody waits for it. */
function readAhead(index: RunIndex, log: Log): void {
  try {
    index.runs()
  } catch (error) {
    // Who asks for the runs is told; all else goes on.
    log.error('The runs could not be read ahead', error)
  }
}

function createContext(options: CoreOptions, workspace: Workspace, now: () => Date): ServiceContext {
  const { host, version, launchEngine, availableMemory = availableMemoryBytes } = options
  const log = options.log ?? openLog(logFile(workspace.path), now)
  const allowedMemory = (): number =>
    Math.min(availableMemory(), readPreferences(workspace.db).memoryLimitBytes ?? Number.POSITIVE_INFINITY)
  return {
    workspace,
    log,
    host,
    version,
    launchEngine,
    availableMemory: allowedMemory,
    printPdf: options.printPdf ?? printByChromium,
    now,
    jobs: createJobs({ workspace, now, log, availableMemory: allowedMemory }),
    pool: createPool(undefined, options.workerEntry),
    folders: createFolders({ workspace, host, now }),
    uploads: createUploads(workspace, now),
    images: createImageRoutes(),
  }
}

/** One line a part of the contract. */
function createRouter(context: ServiceContext, samp: Samp, index: RunIndex) {
  const datasets = createDatasets(context)
  addDatasetImages(context, datasets)
  return {
    workspace: workspaceRouter(context),
    preferences: preferencesRouter(context),
    jobs: jobsRouter(context),
    datasets: datasetsRouter(context, datasets),
    simulate: simulateRouter(context),
    savedViews: savedViewsRouter(context),
    recipes: recipesRouter(),
    fits: fitsRouter(context),
    views: viewsRouter(context),
    samp: sampRouter(samp),
    ...trainedRouters(context, datasets, index),
  }
}

/** What stands on the engine: they share the datasets and the choice of a device. */
function trainedRouters(context: ServiceContext, datasets: Datasets, index: RunIndex) {
  const devices = createDeviceChoice(context)
  const parts = { context, datasets, devices }
  const offer = offerWrittenFiles(context)
  return {
    devices: devicesRouter(context, devices),
    diagnostics: diagnosticsRouter(context, devices),
    training: trainingRouter(parts),
    groups: groupsRouter(parts),
    study: studyRouter(parts),
    runs: runsRouter(context),
    runTable: runTableRouter(context, index),
    comparison: comparisonRouter(context, index),
    provenance: provenanceRouter(context),
    runArchive: runArchiveRouter(context, offer),
    reports: reportsRouter(context, datasets, offer),
    evaluations: evaluationsRouter(parts),
    classifiers: classifiersRouter(parts),
    apply: applyRouter(parts),
    weights: weightsRouter(parts),
  }
}

async function closeAll(context: ServiceContext, samp: Samp): Promise<void> {
  await samp.close()
  await context.jobs.close()
  await context.pool.close()
  context.workspace.close()
}
