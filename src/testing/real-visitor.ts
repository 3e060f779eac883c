import { decideAtSandbox, type Seen, type Visitor } from './visitor.ts'

/** A browser with scripts off, over real HTTP: keeps cookies, follows nothing by itself. */
export function openRealVisitor(baseUrl: string, cookies = new Map<string, string>()): Visitor {
  const visit = async (url: string, init: RequestInit): Promise<Seen> => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await fetch(new URL(url, baseUrl), {
      redirect: 'manual',
      ...init,
      headers: {
        accept: 'text/html',
        ...(cookie === '' ? {} : { cookie }),
        ...Object.fromEntries(new Headers(init.headers)),
      },
    })
    for (const set of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(set) ?? []
      if (name !== undefined && value !== undefined) cookies.set(name, value)
    }
    return {
      status: answer.status,
      headers: Object.fromEntries(answer.headers),
      text: await answer.text(),
      location: answer.headers.get('location'),
    }
  }
  return {
    get: (url, headers = {}) => visit(url, { headers }),
    post(url, form) {
      const body = new URLSearchParams()
      for (const [name, value] of Object.entries(form)) for (const one of [value].flat()) body.append(name, one)
      return visit(url, {
        method: 'POST',
        body: body.toString(),
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      })
    },
    cookies,
  }
}

/**
 * Walks from a widget session's page over its links to the sandbox, consents there as `person`, and gives the address of
 * the app that the person ends at, not yet called. A session with one source alone has no pages in between. `provider` may be one that
 * a double of the sandbox stands in for.
 */
export async function connectAtSandbox(
  visitor: Visitor,
  sessionUrl: string,
  person: string,
  provider = 'SANDBOX',
): Promise<URL> {
  const { origin } = new URL(sessionUrl)
  const isConsent = (url: string) => /^\/sandbox\/(authorize$|at\/)/.test(new URL(url, origin).pathname)
  const onward = new RegExp(`href="([^"]+/(?:connect|start)/${provider})"`)
  let url = sessionUrl
  for (let steps = 0; !isConsent(url); steps++) {
    const seen = await visitor.get(url)
    const next = seen.location ?? onward.exec(seen.text)?.[1]
    if (next === undefined || steps > 4) throw new Error(`${url} was answered ${seen.status}, no way on: ${seen.text}`)
    url = next
  }
  const end = await decideAtSandbox(visitor, url, 'allow', { person })
  if (end.location === null) throw new Error(`The callback was answered ${end.status}: ${end.text}`)
  return new URL(end.location)
}
