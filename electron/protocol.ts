import { isCorePath } from '../main/hosts/web/assets.ts'
import { withSecurityHeaders } from '../main/hosts/web/policy.ts'
import { APP_ORIGIN } from './messages.ts'

interface ProtocolParts {
  /** The core, through its pipe. */
  readonly core: (request: Request) => Promise<Response>
  readonly assets: (request: Request) => Promise<Response>
}

/** Answers `app://subarc/...`: the core's paths go through the pipe, everything else is the built interface. */
export function createProtocolHandler({ core, assets }: ProtocolParts): (request: Request) => Promise<Response> {
  return async request => {
    const url = new URL(request.url)
    if (`${url.protocol}//${url.host}` !== APP_ORIGIN) return new Response(null, { status: 404 })
    const answer = isCorePath(url.pathname) ? core(request) : assets(request)
    return withSecurityHeaders(await answer.catch(() => new Response('The core does not answer.', { status: 502 })))
  }
}
