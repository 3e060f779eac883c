import type { Hub } from '../hub.ts'
import { dispatchText } from './frame.ts'
import { selectAfter, selectCursor } from './store.ts'

/** How soon what other processes store is seen; what this one stores is seen at once. */
const lookEveryMs = 200
/** Of an environment, at a look, which a listener that reads can take at once; where there is more, the next look follows. */
const most = 50

type Hear = (dispatch: string) => void

interface Room {
  listeners: Set<Hear>
  /** The number of the last dispatch that was given. */
  seq: number
}

/**
 * Follows the dispatches of those environments that somebody in this process listens to. All of them are read from the
 * database, so that it does not matter which process a phone is connected to.
 */
export class Feed {
  readonly #hub: Pick<Hub, 'db' | 'log'>
  readonly #rooms = new Map<string, Room>()
  #timer: NodeJS.Timeout | null = null
  #looking: Promise<void> | null = null
  #again = false
  #closed = false

  constructor(hub: Pick<Hub, 'db' | 'log'>) {
    this.#hub = hub
  }

  /** Calls `hear` with the text of every dispatch from now on, in order; gives what ends that. */
  async join(environmentId: string, hear: Hear): Promise<() => void> {
    const seq = await selectCursor(this.#hub.db, environmentId)
    const room = this.#rooms.get(environmentId) ?? { listeners: new Set<Hear>(), seq }
    this.#rooms.set(environmentId, room)
    room.listeners.add(hear)
    this.#schedule()
    return () => {
      room.listeners.delete(hear)
      if (room.listeners.size === 0 && this.#rooms.get(environmentId) === room) this.#rooms.delete(environmentId)
    }
  }

  /** Looks at once: something was stored. */
  nudge(): void {
    if (this.#rooms.size === 0 || this.#closed) return
    this.#again = true
    this.#looking ??= this.#look()
  }

  async close(): Promise<void> {
    this.#closed = true
    if (this.#timer !== null) clearTimeout(this.#timer)
    await this.#looking
  }

  #schedule(): void {
    if (this.#timer !== null || this.#closed || this.#rooms.size === 0) return
    this.#timer = setTimeout(() => {
      this.#timer = null
      this.nudge()
    }, lookEveryMs)
    this.#timer.unref()
  }

  async #look(): Promise<void> {
    try {
      while (this.#again && !this.#closed) {
        this.#again = false
        await this.#deliver()
      }
    } catch (error) {
      this.#hub.log.warn({ err: error }, 'could not read what is new for the live stream')
    }
    this.#looking = null
    this.#schedule()
  }

  async #deliver(): Promise<void> {
    const places = [...this.#rooms].map(([environmentId, { seq }]) => ({ environmentId, seq }))
    const found = new Map<string, number>()
    for (const row of await selectAfter(this.#hub.db, places, most)) {
      const count = (found.get(row.environment_id) ?? 0) + 1
      found.set(row.environment_id, count)
      if (count === most) this.#again = true
      const room = this.#rooms.get(row.environment_id)
      // One that was left and entered anew in this moment is ahead already.
      if (room === undefined || row.seq <= room.seq) continue
      room.seq = row.seq
      const text = dispatchText(row)
      for (const hear of room.listeners) hear(text)
    }
  }
}
