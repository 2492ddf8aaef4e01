import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { Tile } from '../../main/domain/tiling.ts'
import type { Tiling } from '../../main/engine/predict/tiledPrediction.ts'
import type { NetworkSize } from './networks.ts'

/**
 * What is timed: `repeats` calls after `warmups` that do not count. Images are LR, `pixels` a side, magnified twice, and
 * start and end in the host's memory, so that a graphics processor's copies count. `bare`: a compiled training step by the
 * runtime alone. `tiled`: one image, cut up by `tiling` into `tiles`.
 */
export interface Measurement {
  readonly kind: 'train' | 'infer' | 'bare' | 'tiled'
  readonly network: NetworkSize
  readonly batch: number
  readonly pixels: number
  readonly warmups: number
  readonly repeats: number
  readonly tiling?: Tiling
  readonly tiles?: readonly Tile[]
}
export interface Answer {
  readonly seconds: readonly number[]
  /** Of the whole process so far. */
  readonly peakBytes: number
}

/** A process that measures one implementation: a line of JSON in, a line of JSON out. */
export interface Peer {
  readonly name: string
  measure(what: Measurement): Promise<Answer>
  close(): void
}

/** Starts a peer; null where its program cannot run here, with the reason on the terminal. */
export async function startPeer(name: string, command: string, args: readonly string[]): Promise<Peer | null> {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'] })
  let complaints = ''
  child.stderr.on('data', chunk => {
    complaints += chunk
  })
  // Its end is told by its output's.
  child.stdin.on('error', () => undefined)
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]()
  const failed = new Promise<null>(resolve => child.once('error', () => resolve(null)))
  const next = async (): Promise<string | null> => {
    const line = await Promise.race([lines.next(), failed])
    return line === null || line.done === true ? null : line.value
  }
  if ((await next()) !== 'ready') {
    console.error(`${name} is left out: ${complaints.trim().split('\n').at(-1) || `${command} cannot be started`}`)
    return null
  }
  return {
    name,
    async measure(what) {
      child.stdin.write(`${JSON.stringify(what)}\n`)
      const line = await next()
      if (line === null) throw new Error(`${name} ended while it measured: ${complaints.trim().slice(-2000)}`)
      return JSON.parse(line) as Answer
    },
    close: () => child.kill(),
  }
}
