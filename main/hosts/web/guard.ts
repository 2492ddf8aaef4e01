import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** A secret of 256 bits, safe in a URL and a cookie. */
export const newSecret = () => randomBytes(32).toString('base64url')

/** Compares in a time that does not depend on where two secrets differ, nor on their lengths. */
export function sameSecret(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(expected))
}

export interface Guard {
  /** The response that ends the request here, or nothing where it may pass. */
  check(request: Request): Response | undefined
}

/** A page of this server, whatever was asked for: never another site. */
const pageOf = (asked: string | null): string => (asked !== null && /^\/(?![/\\])[^\s\\]*$/.test(asked) ? asked : '/')

export interface GuardOptions {
  readonly token: string
  readonly port: number
}

const refuse = (status: number, message: string) =>
  new Response(`${message}\n`, {
    status,
    headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
  })

function cookieValue(request: Request, name: string): string | undefined {
  for (const part of (request.headers.get('cookie') ?? '').split(';')) {
    const [key, ...value] = part.trim().split('=')
    if (key === name) return value.join('=')
  }
  return undefined
}

/**
 * Who may talk to the core over HTTP. The token of the printed address is exchanged once for a strict same-site cookie;
 * Host and Origin must be this server's own, so that neither another page nor a name that was rebound to loopback gets in.
 */
export function createGuard({ token, port }: GuardOptions): Guard {
  const session = newSecret()
  // Cookies are shared by all ports of a host: the port in the name keeps two Subarcs apart.
  const cookieName = `subarc-${port}`
  const hosts = new Set([`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`])
  const origins = new Set([...hosts].map(host => `http://${host}`))

  return {
    check(request) {
      const url = new URL(request.url)
      if (!hosts.has(request.headers.get('host') ?? '')) return refuse(421, 'This server answers for loopback only.')
      const origin = request.headers.get('origin')
      if (origin !== null && !origins.has(origin)) return refuse(403, 'Requests of other origins are refused.')

      const given = url.searchParams.get('token')
      if (given !== null && url.pathname === '/' && request.method === 'GET') {
        if (!sameSecret(given, token)) return refuse(401, 'The token is wrong. Open the address that Subarc printed.')
        return new Response(null, {
          status: 303,
          headers: {
            location: pageOf(url.searchParams.get('to')),
            'set-cookie': `${cookieName}=${session}; HttpOnly; SameSite=Strict; Path=/`,
            'cache-control': 'no-store',
          },
        })
      }
      const site = request.headers.get('sec-fetch-site')
      if (site !== null && site !== 'same-origin' && site !== 'none')
        return refuse(403, 'Cross-site requests are refused.')

      const bearer = /^Bearer (.+)$/.exec(request.headers.get('authorization') ?? '')?.[1]
      if (bearer !== undefined && sameSecret(bearer, token)) return undefined
      if (sameSecret(cookieValue(request, cookieName) ?? '', session)) return undefined
      return refuse(401, 'Open the address that Subarc printed in the terminal; it holds the token of this session.')
    },
  }
}
