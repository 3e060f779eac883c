import type { TestServer } from './server.ts'

/** What a browser got. */
export interface Seen {
  status: number
  headers: Record<string, string | string[] | number | undefined>
  text: string
  /** Where it was sent; null when it stayed. */
  location: string | null
}

/** A browser with scripts off: keeps cookies, follows nothing by itself. */
export interface Visitor {
  get(url: string, headers?: Record<string, string>): Promise<Seen>
  post(url: string, form: Record<string, string | string[]>): Promise<Seen>
  cookies: Map<string, string>
}

/** Opens a browser on a test server, whose real address answers the calls of the provider's side. */
export function openVisitor({ server }: Pick<TestServer, 'server'>, cookies = new Map<string, string>()): Visitor {
  const visit = async (method: 'GET' | 'POST', url: string, headers: Record<string, string>, payload?: string) => {
    const { pathname, search } = new URL(url, 'http://127.0.0.1')
    const answer = await server.inject({
      method,
      url: `${pathname}${search}`,
      headers: { accept: 'text/html', ...(cookies.size === 0 ? {} : { cookie: cookieHeader(cookies) }), ...headers },
      ...(payload === undefined ? {} : { payload }),
    })
    for (const { name, value } of answer.cookies) cookies.set(name, value)
    return {
      status: answer.statusCode,
      headers: answer.headers,
      text: answer.body,
      location: answer.headers.location ?? null,
    }
  }
  return {
    get: (url, headers = {}) => visit('GET', url, headers),
    post(url, form) {
      const pairs = Object.entries(form).flatMap(([name, value]) =>
        [value].flat().map((one): [string, string] => [name, one]),
      )
      const body = new URLSearchParams(pairs).toString()
      return visit('POST', url, { 'content-type': 'application/x-www-form-urlencoded' }, body)
    },
    cookies,
  }
}

const cookieHeader = (cookies: Map<string, string>): string =>
  [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')

/** Decides on the sandbox's consent page; gives the answer of the callback it leads to. */
export async function decideAtSandbox(
  visitor: Visitor,
  authorizeUrl: string,
  decision: 'allow' | 'refuse',
  choices: { person?: string; granted?: string[] } = {},
): Promise<Seen> {
  const callback = await callbackOf(visitor, authorizeUrl, decision, choices)
  return visitor.get(callback)
}

/** The callback's address that a decision leads to, not yet called. */
export async function callbackOf(
  visitor: Visitor,
  authorizeUrl: string,
  decision: 'allow' | 'refuse',
  choices: { person?: string; granted?: string[] } = {},
): Promise<string> {
  const page = await visitor.get(authorizeUrl)
  if (page.status !== 200) throw new Error(`The consent page was answered ${page.status}: ${page.text}`)
  const fields = [...page.text.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)">/g)]
  const hidden = Object.fromEntries(fields.map(([, name = '', value = '']) => [name, plainOf(value)]))
  const boxes = [...page.text.matchAll(/name="granted" value="([^"]+)"/g)].map(([, name = '']) => name)
  const person = /name="person" value="([^"]*)"/.exec(page.text)?.[1] ?? ''
  const answer = await visitor.post('/sandbox/authorize', {
    ...hidden,
    person: choices.person ?? person,
    granted: choices.granted ?? boxes,
    decision,
  })
  if (answer.location === null) throw new Error(`The decision was answered ${answer.status}: ${answer.text}`)
  return answer.location
}

const plainOf = (text: string): string =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
