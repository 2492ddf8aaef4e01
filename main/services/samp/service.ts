import { mkdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import open from 'open'
import type { SampImage, SampState, Sent } from '../../contract/samp.ts'
import { AppError } from '../../domain/errors.ts'
import { writeFileAtomic } from '../../formats/atomicFile.ts'
import { newId } from '../../workspace/ids.ts'
import type { ServiceContext } from '../context.ts'
import { createWake, pulledIterator } from '../jobs/iterators.ts'
import type { SampMessage } from './callback.ts'
import { connectToHub, type SampConnection } from './connection.ts'
import { voTable } from './voTable.ts'
import type { SampMap } from './xmlrpc.ts'

const LOAD_IMAGE = 'image.load.fits'
const LOAD_TABLE = 'table.load.votable'
/** Images that nobody has looked at yet are forgotten beyond this. */
const MAX_WAITING = 100

export type Samp = ReturnType<typeof createSamp>

/** Joins the user's SAMP hub when it is first asked for, and never before. */
export function createSamp(context: ServiceContext) {
  let connection: SampConnection | null = null
  const received: SampImage[] = []
  let taken = 0
  const wake = createWake()

  const lost = () => {
    connection = null
  }
  const receive = (message: SampMessage) => {
    if (message.type !== LOAD_IMAGE) return
    void senderName(message.sender).then(from => {
      received.push(imageOf(from, message.params))
      if (received.length > MAX_WAITING) taken += received.splice(0, received.length - MAX_WAITING).length
      wake.announce()
    })
  }
  const senderName = (id: string) => connection?.nameOf(id).catch(() => id) ?? Promise.resolve(id)

  async function connected(): Promise<SampConnection> {
    connection ??= await connectToHub({ version: context.version, types: [LOAD_IMAGE], receive, lost })
    return connection
  }
  /** A hub that was started anew knows nothing of the old registration: once more, from the beginning. */
  async function withHub<T>(use: (hub: SampConnection) => Promise<T>): Promise<T> {
    const known = connection
    try {
      return await use(await connected())
    } catch (error) {
      if (known === null) throw error
      await disconnect()
      return use(await connected())
    }
  }
  async function disconnect(): Promise<void> {
    const old = connection
    connection = null
    await old?.close()
  }
  async function state(): Promise<SampState> {
    if (connection === null) return { connected: false, clients: [] }
    return { connected: true, clients: await withHub(hub => hub.clients(LOAD_IMAGE)) }
  }

  const fileOf = async (what: Exclude<Sent, { kind: 'table' }>): Promise<string> =>
    what.kind === 'image' ? context.folders.resolveReadable(what.path) : (await context.images.file(what.ref)).path

  async function messageOf(what: Sent): Promise<{ type: string; params: SampMap }> {
    if (what.kind === 'table') {
      const folder = join(context.workspace.path, 'exports', 'tables')
      await mkdir(folder, { recursive: true })
      const path = join(folder, `${newId('table', context.now())}.vot`)
      await writeFileAtomic(path, voTable(what.name, what.columns, what.rows))
      return { type: LOAD_TABLE, params: { url: pathToFileURL(path).href, name: what.name } }
    }
    const path = await fileOf(what)
    const url = pathToFileURL(path).href
    return { type: LOAD_IMAGE, params: { url, name: basename(path), 'image-id': url } }
  }

  return {
    state,
    connect: async () => {
      await connected()
      return state()
    },
    disconnect: async () => {
      await disconnect()
      return state()
    },
    send: async (what: Sent, client: string | null) => {
      const { type, params } = await messageOf(what)
      const receivers = await withHub(hub => hub.notify(client, type, params))
      if (receivers > 0) return { receivers }
      const kind = what.kind === 'table' ? 'tables' : 'images'
      throw new AppError(
        'not-found',
        `No program on the SAMP hub takes ${kind}. Start DS9, TOPCAT or Aladin and try again.`,
      )
    },
    openOutside: async (what: Sent) => {
      if (what.kind === 'table') throw new AppError('bad-input', 'A table is sent, not opened.')
      const path = await fileOf(what)
      if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY)
        throw new AppError('device-unavailable', `The machine where Subarc runs has no screen. The file is ${path}.`, {
          path,
        })
      await open(path)
      return { path }
    },
    received: (signal?: AbortSignal) => {
      let next = taken + received.length
      const pull = () => {
        next = Math.max(next, taken)
        const item = received[next - taken]
        if (item === undefined) return 'wait' as const
        next += 1
        return { item }
      }
      return pulledIterator(pull, wake, signal)
    },
    close: disconnect,
  }
}

/** Only files of this machine are taken: what lies elsewhere is first saved by the user. */
function imageOf(from: string, { url, name }: SampMap): SampImage {
  const address = typeof url === 'string' ? url : ''
  const title = typeof name === 'string' && name !== '' ? name : (address.split('/').at(-1) ?? 'image')
  const path = pathOf(address)
  const problem =
    path === null
      ? `${from} sent ${address || 'no address'}: only files of this machine are opened. Save it, then open it.`
      : null
  return { from, name: title, path, problem }
}

function pathOf(address: string): string | null {
  try {
    return address.startsWith('file:') ? fileURLToPath(address.replace(/^file:\/\/localhost\//, 'file:///')) : null
  } catch {
    return null
  }
}
