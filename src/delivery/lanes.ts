import type { Sql } from '../db/sql.ts'
import { findDestinations } from '../destinations/destination.ts'
import type { Hub } from '../hub.ts'
import { Lane } from './lane.ts'
import type { Claimed } from './types.ts'

/** With more lanes than this, those that are idle are forgotten. */
const many = 1_000

/** The lanes of a worker by destination, kept as their destinations are in the database. */
export class Lanes {
  readonly #hub: Pick<Hub, 'vault' | 'clock'>
  readonly #sql: Sql
  readonly #lanes = new Map<string, Lane>()
  /** Of the changes of destinations, the one these lanes know. */
  #version = -1

  constructor(hub: Pick<Hub, 'vault' | 'clock'>, sql: Sql) {
    this.#hub = hub
    this.#sql = sql
  }

  get(destinationId: string): Lane | undefined {
    return this.#lanes.get(destinationId)
  }

  all(): MapIterator<Lane> {
    return this.#lanes.values()
  }

  /**
   * Brings the lanes up to date: all when any destination changed, else those of destinations not seen yet. Gives what
   * waited for destinations that are gone or off now.
   */
  async refresh(version: number, destinationIds: Iterable<string>): Promise<Claimed[]> {
    const changed = version !== this.#version
    const wanted = new Set(changed ? this.#lanes.keys() : [])
    for (const id of destinationIds) if (changed || !this.#lanes.has(id)) wanted.add(id)
    const released: Claimed[] = []
    if (wanted.size > 0) {
      const found = new Map((await findDestinations(this.#hub, this.#sql, [...wanted])).map((one) => [one.id, one]))
      for (const id of wanted) {
        const lane = this.#lanes.get(id)
        const destination = found.get(id)
        if (destination === undefined) {
          released.push(...(lane?.drain() ?? []))
          this.#lanes.delete(id)
        } else if (lane === undefined) this.#lanes.set(id, new Lane(destination, this.#hub.clock.now()))
        else {
          lane.update(destination)
          if (!destination.enabled) released.push(...lane.drain())
        }
      }
    }
    this.#version = version
    return released
  }

  /** Forgets what need not be remembered, when it is much. */
  tidy(): void {
    if (this.#lanes.size <= many) return
    for (const [id, lane] of this.#lanes) if (lane.isIdle && lane.isWell) this.#lanes.delete(id)
  }
}
