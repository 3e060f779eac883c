import { hostname } from 'node:os'
import { isAlive, thisProcess } from '../lib/lock-file.ts'
import { type Client, Refused } from './client.ts'
import { Exit } from './failure.ts'
import type { Example } from './listen-example.ts'
import { note, type Shell } from './shell.ts'

/** An inbox with a destination that points at it, both removed on disposal. */
export interface ListenInbox extends AsyncDisposable {
  inboxId: string
  destinationId: string
  /** What the destination signs with. */
  secret: string
}

/** `listen on ada-laptop (pid 4242 6f1c…/1234)`: by it a later start knows whether the one that made it still runs. */
const namePattern = /^listen on (\S+) \(pid (\d+) ?(\S*)\)$/
const nameOf = ({ pid, start }: { pid: number; start: string }): string =>
  `listen on ${host()} (pid ${pid}${start === '' ? '' : ` ${start}`})`

const host = (): string => hostname().replaceAll(/\s/g, '-').slice(0, 60) || 'this-machine'

/** Whether a name was given by a listener of this machine that has ended without removing what it had set up. */
export function isLeftover(name: string): boolean {
  const [, where, pid, start] = namePattern.exec(name) ?? []
  return where === host() && !isAlive({ pid: Number(pid), start: start ?? '' })
}

/** Removes what listeners of this machine left behind that were killed. */
export async function removeLeftovers(shell: Shell, client: Client): Promise<void> {
  const { items: destinations } = await client.get('/destinations')
  const stale = destinations.filter(({ name }) => isLeftover(name))
  for (const { id } of stale) await remove(client, '/destinations/{id}', id)
  const inboxes = await Array.fromAsync(client.each('/inboxes', { query: { limit: 200 } }))
  const left = inboxes.filter(({ name }) => isLeftover(name))
  for (const { id } of left) await remove(client, '/inboxes/{id}', id)
  if (left.length > 0) note(shell, `Removed what ${left.length} earlier run(s) left behind.`)
}

/** Makes an inbox and a destination for it that gets the events of these types. */
export async function openListenInbox(
  shell: Shell,
  client: Client,
  wanted: { types: string[] | null; example: Example },
): Promise<ListenInbox> {
  const name = nameOf(thisProcess())
  await using made = new AsyncDisposableStack()
  const undo = (path: Removable, id: string) =>
    made.defer(async () => {
      try {
        await remove(client, path, id)
      } catch (error) {
        const why = error instanceof Exit ? error.sentence : String(error)
        note(
          shell,
          `tellus: could not remove ${path.slice(1).replace('{id}', id)}, the next start of listen will: ${why}`,
        )
      }
    })
  const { id: inboxId } = await client.post('/inboxes', { body: { name } })
  undo('/inboxes/{id}', inboxId)
  const { id: destinationId, signing_secret: secret } = await client.post('/destinations', {
    body: {
      kind: 'inbox',
      inbox_id: inboxId,
      name,
      event_types: wanted.types,
      mode: wanted.example.mode,
      view: wanted.example.view,
      standard_webhooks: wanted.example.standardWebhooks,
    },
  })
  undo('/destinations/{id}', destinationId)
  if (typeof secret !== 'string')
    throw new Exit(1, `${client.server.url} did not say what ${destinationId} signs with.`)
  const stack = made.move()
  return { inboxId, destinationId, secret, [Symbol.asyncDispose]: () => stack.disposeAsync() }
}

type Removable = '/inboxes/{id}' | '/destinations/{id}'

/** Deletes what is at a path; somebody else may have been faster. */
async function remove(client: Client, path: Removable, id: string): Promise<void> {
  try {
    await client.delete(path, { path: { id } })
  } catch (error) {
    if (!(error instanceof Refused && error.status === 404)) throw error
  }
}
