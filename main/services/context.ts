import type { EngineLauncher } from '../engine/port.ts'
import type { Workspace } from '../workspace/workspace.ts'
import type { Folders } from './folders.ts'

import type { Jobs } from './jobs.ts'
import type { ImageRoutes } from './pixels.ts'
import type { WorkerPool } from './pool/pool.ts'
import type { PdfPrinter } from './reports/printPdf.ts'
import type { Uploads } from './uploads.ts'

/** Who opened the core: 'cli' reads whatever its user can read, the others only registered folders. */
export type HostKind = 'desktop' | 'web' | 'cli'

export interface Log {
  info(message: string): void
  warn(message: string): void
  /** The error is written with its stack and its causes. */
  error(message: string, error?: unknown): void
}

/** What every service works with. */
export interface ServiceContext {
  readonly workspace: Workspace
  readonly jobs: Jobs
  readonly launchEngine: EngineLauncher
  readonly pool: WorkerPool
  readonly folders: Folders
  readonly uploads: Uploads
  /** Services add the image and file addresses that they answer. */
  readonly images: ImageRoutes
  readonly host: HostKind
  readonly version: string
  now(): Date
  /** Bytes of memory that an engine may take. */
  availableMemory(): number
  /** Prints a page as PDF, by what the host has. */
  readonly printPdf: PdfPrinter
  readonly log: Log
}
