import type { Hub } from '../hub.ts'
import { TellusError } from '../lib/errors.ts'
import { newUuid } from '../lib/ids.ts'
import type { StreamMessage } from '../schema/management/stream.ts'
import { Reader } from './reader.ts'

type LiveHub = Pick<Hub, 'db' | 'clock' | 'log'>

/** A message with its place in the stream, which a client gives back to go on from there. */
export interface Placed {
  cursor: string
  message: StreamMessage
}

export interface Listener {
  send(placed: Placed): void
  /** The stream ends; a client that is still there comes back by itself. */
  end(): void
}

/** How often the database is looked at while somebody listens; less often where a look takes long. */
const lookEveryMs = 300
const mostOfTime = 4
/** So long after the last listener has gone the reader goes on, so that one who comes back misses nothing. */
const lingerMs = 30_000
/** Messages of an environment that are kept for those who come back. */
const keepMessages = 1_000
/** Each listener holds a connection: browsers come back by themselves when there is room again. */
const mostListeners = 200

interface Room {
  listeners: Set<Listener>
  kept: Placed[]
  /** When the last one left, in epoch milliseconds of this process. */
  emptySinceMs: number | null
}

/**
 * The live stream of a process: one reader for all its listeners, running while there are any. What happens in other
 * processes shows too, for all of it is read from the database.
 */
export class Live {
  readonly #hub: LiveHub
  readonly #run = newUuid().slice(0, 8)
  readonly #rooms = new Map<string, Room>()
  #reader: Reader | null = null
  #number = 0
  #timer: NodeJS.Timeout | null = null
  #looking: Promise<void> = Promise.resolve()
  #closed = false

  constructor(hub: LiveHub) {
    this.#hub = hub
  }

  /**
   * Adds a listener to an environment and gives what it missed since `cursor`: null when that is not known any more, an
   * empty list without a cursor. Throws `unavailable` when too many listen or the server stops.
   */
  async join(
    environmentId: string,
    cursor: string | null,
    listener: Listener,
  ): Promise<{ missed: Placed[] | null; leave: () => void }> {
    if (this.#closed)
      throw new TellusError('unavailable', 'the server is stopping: come back in a moment', {
        headers: { 'retry-after': '2' },
      })
    if (this.listeners >= mostListeners)
      throw new TellusError('unavailable', `${mostListeners} pages listen already: close some, or come back later`, {
        headers: { 'retry-after': '30' },
      })
    const isNew = !this.#rooms.has(environmentId)
    const room = this.#rooms.get(environmentId) ?? { listeners: new Set(), kept: [], emptySinceMs: null }
    this.#rooms.set(environmentId, room)
    const missed = cursor === null ? [] : this.#since(room, cursor)
    room.listeners.add(listener)
    room.emptySinceMs = null
    const leave = () => {
      room.listeners.delete(listener)
      if (room.listeners.size === 0) room.emptySinceMs = performance.now()
    }
    try {
      // The first look learns what is there, so that whatever comes after this answer is new.
      if (isNew) await this.#lookNow()
      else this.#schedule()
    } catch (error) {
      leave()
      this.#rooms.delete(environmentId)
      throw error
    }
    return { missed, leave }
  }

  get listeners(): number {
    return [...this.#rooms.values()].reduce((sum, room) => sum + room.listeners.size, 0)
  }

  /** The place of the newest message: what a listener that was sent none goes on from. */
  get cursor(): string {
    return `${this.#run}-${this.#number}`
  }

  /** Ends all streams and the reader. */
  async close(): Promise<void> {
    this.#closed = true
    if (this.#timer !== null) clearTimeout(this.#timer)
    for (const room of this.#rooms.values()) for (const listener of room.listeners) listener.end()
    this.#rooms.clear()
    await this.#looking
  }

  #since(room: Room, cursor: string): Placed[] | null {
    const [run, text] = cursor.split('-')
    const number = Number(text)
    if (run !== this.#run || !Number.isInteger(number) || number > this.#number) return null
    const oldest = room.kept[0]
    const numberOf = (placed: Placed) => Number(placed.cursor.slice(placed.cursor.lastIndexOf('-') + 1))
    if (room.kept.length >= keepMessages && oldest !== undefined && numberOf(oldest) > number + 1) return null
    // A room that was made anew knows nothing of what came before.
    if (room.listeners.size === 0 && room.emptySinceMs === null) return null
    return room.kept.filter((placed) => numberOf(placed) > number)
  }

  #schedule(afterMs = lookEveryMs): void {
    if (this.#timer !== null || this.#closed || this.#rooms.size === 0) return
    this.#timer = setTimeout(() => {
      this.#timer = null
      const beganMs = performance.now()
      this.#lookNow()
        .catch((error: unknown) => this.#hub.log.warn({ err: error }, 'could not read what is new for the live stream'))
        .finally(() => this.#schedule(Math.max(lookEveryMs, (performance.now() - beganMs) * mostOfTime)))
    }, afterMs)
    this.#timer.unref()
  }

  /** Looks once, after a look that is under way. */
  #lookNow(): Promise<void> {
    const look = this.#looking.then(() => this.#look())
    this.#looking = look.catch(() => undefined) // whoever asked for it hears of it
    return look.finally(() => this.#schedule())
  }

  async #look(): Promise<void> {
    for (const [id, { listeners, emptySinceMs }] of this.#rooms)
      if (listeners.size === 0 && emptySinceMs !== null && performance.now() - emptySinceMs > lingerMs)
        this.#rooms.delete(id)
    if (this.#rooms.size === 0 || this.#closed) {
      this.#reader = null
      return
    }
    this.#reader ??= new Reader(this.#hub)
    for (const { environmentId, ...message } of await this.#reader.look([...this.#rooms.keys()])) {
      const room = this.#rooms.get(environmentId)
      if (room === undefined) continue
      this.#number += 1
      const placed: Placed = { cursor: this.cursor, message }
      room.kept.push(placed)
      if (room.kept.length > keepMessages) room.kept.shift()
      for (const listener of room.listeners) listener.send(placed)
    }
  }
}
