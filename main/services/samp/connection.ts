import { AppError } from '../../domain/errors.ts'
import { listenForHub, type SampMessage } from './callback.ts'
import { callHub, findHub } from './hub.ts'
import type { SampMap, SampValue } from './xmlrpc.ts'

export interface SampClient {
  readonly id: string
  readonly name: string
}

/** A registered client of the hub. Calls throw `not-found` once the hub is gone. */
export interface SampConnection {
  /** Those that understand messages of a type. */
  clients(type: string): Promise<SampClient[]>
  /** Whom a message came from, by its name. */
  nameOf(client: string): Promise<string>
  /** To one client, or to all that understand it. Answers to how many. */
  notify(client: string | null, type: string, params: SampMap): Promise<number>
  close(): Promise<void>
}

export interface SampOptions {
  readonly version: string
  /** Message types that others may send. */
  readonly types: readonly string[]
  readonly receive: (message: SampMessage) => void
  /** The hub has ended. */
  readonly lost: () => void
}

const PING = 'samp.app.ping'
const SHUTDOWN = 'samp.hub.event.shutdown'

const text = (value: SampValue | undefined): string => (typeof value === 'string' ? value : '')

/** Registers with the user's hub (SAMP 1.3, sections 3 and 4). Throws `not-found` where none runs. */
export async function connectToHub({ version, types, receive, lost }: SampOptions): Promise<SampConnection> {
  const hub = await findHub()
  const registered = (await callHub(hub, 'samp.hub.register', [hub.secret])) as SampMap
  const key = text(registered['samp.private-key'])
  if (key === '') throw new AppError('internal', 'The SAMP hub gave no key. Start it again.')
  const call = (method: string, ...params: SampValue[]) => callHub(hub, `samp.hub.${method}`, [key, ...params])

  const callback = await listenForHub(
    given => given === key,
    message => {
      if (message.type === SHUTDOWN) lost()
      else if (message.type !== PING) receive(message)
      if (message.callId === null) return
      // Who asked may be gone by now.
      void call('reply', message.callId, { 'samp.status': 'samp.ok', 'samp.result': {} }).catch(() => undefined)
    },
  )
  const nameOf = async (client: string) => text(((await call('getMetadata', client)) as SampMap)['samp.name']) || client
  try {
    await call('declareMetadata', {
      'samp.name': 'Subarc',
      'samp.description.text': 'Super-resolution of strong gravitational lens images',
      'subarc.version': version,
    })
    await call('setXmlrpcCallback', callback.url)
    await call('declareSubscriptions', Object.fromEntries([...types, PING, SHUTDOWN].map(type => [type, {}])))
  } catch (error) {
    callback.close()
    throw error
  }
  return {
    nameOf,
    async clients(type) {
      const ids = Object.keys(await call('getSubscribedClients', type))
      return Promise.all(ids.map(async id => ({ id, name: await nameOf(id) })))
    },
    async notify(client, type, params) {
      const message = { 'samp.mtype': type, 'samp.params': params }
      if (client === null) return ((await call('notifyAll', message)) as readonly SampValue[]).length
      await call('notify', client, message)
      return 1
    },
    async close() {
      callback.close()
      await call('unregister').catch(() => undefined)
    },
  }
}
