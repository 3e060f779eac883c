import type { Hub } from '../hub.ts'
import { countFrom, selectAfter, selectMarkers, selectSpan } from './page-store.ts'
import type { UserPosition } from './store.ts'
import { type User, userOf } from './user.ts'

/**
 * Where every hundredth user of an environment stands. A database finds a position at once, but the n-th row only by
 * counting to it: so a deep page begins at the marker before it, and costs what the first one does.
 */
interface Markers {
  positions: readonly UserPosition[]
  readAtMs: number
}

const step = 100
/**
 * How long markers are used. Users come at the end, which is counted anew for each page; for those who go in the middle
 * meanwhile, pages keep their edges, so that a walk that ends users as it goes leaves nobody out.
 */
const freshMs = 30_000
const books = new WeakMap<Hub['db'], Map<string, Markers>>()

/** Page `page` (from 0) of the users in order of creation, and how many there are. */
export async function pageOfUsers(
  hub: Pick<Hub, 'db' | 'clock'>,
  environmentId: string,
  page: number,
  perPage: number,
): Promise<{ users: User[]; total: number }> {
  const { positions } = await markersOf(hub, environmentId)
  const last = Math.max(0, positions.length - 1)
  const total = last * step + (await countFrom(hub.db, environmentId, positions[last] ?? null))
  const first = page * perPage
  if (first >= total) return { users: [], total }
  const nearest = Math.min(last, Math.floor(first / step))
  const end = first + perPage
  const rows = await selectSpan(hub.db, environmentId, {
    from: positions[nearest] ?? null,
    before: end % step === 0 ? (positions[end / step] ?? null) : null,
    skip: first - nearest * step,
    limit: perPage,
  })
  return { users: rows.map(userOf), total }
}

async function markersOf(hub: Pick<Hub, 'db' | 'clock'>, environmentId: string): Promise<Markers> {
  const book = books.get(hub.db) ?? new Map<string, Markers>()
  books.set(hub.db, book)
  const nowMs = hub.clock.now()
  const known = book.get(environmentId)
  if (known !== undefined && nowMs - known.readAtMs < freshMs) return known
  const read = { positions: await selectMarkers(hub.db, environmentId, step), readAtMs: nowMs }
  book.set(environmentId, read)
  return read
}

const batch = 1000

/** All users in order of creation, a thousand at a time: however many there are, no more are held at once. */
export async function* everyUser(hub: Pick<Hub, 'db'>, environmentId: string): AsyncGenerator<User[], void, undefined> {
  let after: UserPosition | null = null
  for (;;) {
    const rows: Awaited<ReturnType<typeof selectAfter>> = await selectAfter(hub.db, environmentId, after, batch)
    if (rows.length > 0) yield rows.map(userOf)
    const last = rows.at(-1)
    if (last === undefined || rows.length < batch) return
    after = { createdAt: last.position, userId: last.user_id }
  }
}
