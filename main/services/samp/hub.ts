import { readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { AppError } from '../../domain/errors.ts'
import { decodeResponse, encodeCall, type SampValue } from './xmlrpc.ts'

/** A hub that somebody runs: TOPCAT, DS9, Aladin ... each brings one. */
export interface Hub {
  readonly url: string
  readonly secret: string
}

const NO_HUB =
  'No SAMP hub is running. Start TOPCAT or Aladin, which bring one (DS9 joins it by File > SAMP > Connect), then try again.'
const LOCK_URL = 'std-lockurl:'
const HUB_TIMEOUT_MS = 10_000
const MAX_ANSWER = 2 ** 20

/** Where the hub's lock file is (SAMP 1.3, section 4.2): SAMP_HUB's, else .samp in the home folder. */
function lockFile(): string {
  const asked = process.env.SAMP_HUB
  if (asked === undefined) return join(homedir(), '.samp')
  const url = asked.startsWith(LOCK_URL) ? asked.slice(LOCK_URL.length) : ''
  if (url.startsWith('file:')) return fileURLToPath(url)
  throw new AppError('unsupported', `SAMP_HUB is ${asked}; only std-lockurl:file:// addresses are followed.`)
}

/** The hub of this user. Throws `not-found` with what to do where none runs. */
export async function findHub(): Promise<Hub> {
  const text = await readFile(lockFile(), 'utf8').catch(error => {
    throw new AppError('not-found', NO_HUB, {}, error)
  })
  const entries = new Map(
    text.split(/\r?\n/).flatMap(line => {
      const [, key, value] = /^([\w.-]+)\s*=\s*(.*)$/.exec(line) ?? []
      return key === undefined ? [] : [[key, value.trim()] as const]
    }),
  )
  const url = entries.get('samp.hub.xmlrpc.url')
  const secret = entries.get('samp.secret')
  if (url !== undefined && secret !== undefined && /^https?:\/\//.test(url)) return { url, secret }
  throw new AppError('bad-input', `${lockFile()} does not say where the SAMP hub answers. Start the hub again.`)
}

/** One call of the hub. Throws `not-found` where it is gone, `internal` with its words where it refuses. */
export async function callHub({ url }: Hub, method: string, params: readonly SampValue[]): Promise<SampValue> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'text/xml' },
    body: encodeCall(method, params),
    signal: AbortSignal.timeout(HUB_TIMEOUT_MS),
  }).catch(error => {
    throw new AppError('not-found', NO_HUB, { url }, error)
  })
  const text = await answer.text()
  if (!answer.ok || text.length > MAX_ANSWER)
    throw new AppError('internal', `The SAMP hub answered with status ${answer.status} and ${text.length} characters.`)
  return decodeResponse(text)
}
