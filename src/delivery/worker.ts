import { type Database, openDatabase } from '../db/sql.ts'
import { addressPolicy, disableDestination } from '../destinations/destination.ts'
import type { Leased, ShortCut, StoredEvent } from '../events/types.ts'
import type { Hub } from '../hub.ts'
import { openHttpClient } from '../lib/http-client.ts'
import { isTraced } from '../lib/tracing.ts'
import { Acknowledgements } from './acknowledgements.ts'
import { attempt, type Clients } from './attempt.ts'
import { Bodies } from './bodies.ts'
import { claim } from './claim.ts'
import { Health } from './health.ts'
import type { Lane } from './lane.ts'
import { Lanes } from './lanes.ts'
import { note, verdictOf } from './record.ts'
import { Round } from './round.ts'
import { listen, Signal } from './signal.ts'
import { countWorkers, deleteOrphans, dropRows, handBack, leaseSeconds, nextDueMs, renewLeases } from './store.ts'
import { Strays } from './strays.ts'
import { tellAttempt } from './trace.ts'
import type { Attempted, Claimed } from './types.ts'

type WorkerHub = Pick<Hub, 'config' | 'db' | 'clock' | 'log' | 'vault' | 'metrics' | 'publicUrl'>

export interface WorkerOptions {
  /** Requests under way at once, over all destinations; 256. */
  maxInFlight?: number
}

const pollMs = 1_000
/** Rows claimed and waiting in memory, over all destinations. */
const mostWaiting = 2_048
const mostPerClaim = 512
const housekeepingMs = 5_000

/**
 * Sends what is due: claims rows in batches, shares the slots between destinations, and saves results in batches. One
 * a process. It needs nothing but the database: `wake()` only makes it quicker than its poll.
 */
export class DeliveryWorker implements AsyncDisposable, ShortCut {
  readonly #hub: WorkerHub
  /** Its own connections: API traffic cannot starve it, nor it the API. */
  readonly #db: Database
  readonly #clients: Clients
  readonly #bodies: Bodies
  readonly #health: Health
  readonly #wanting = new Signal()
  readonly #lanes: Lanes
  readonly #round: Round
  readonly #strays = new Strays()
  /** Every lease of this process: waiting, under way, or not saved yet. */
  readonly #held = new Map<string, { claimed: Claimed; event: StoredEvent }>()
  #owner = 0
  #acks: Acknowledgements | null = null
  #listener: { close(): void } | null = null
  #timers: NodeJS.Timeout[] = []
  /** Ends what metrics read from here. */
  #sampled: (() => void)[] = []
  #loop: Promise<void> | null = null
  #closing = false
  #closed: Promise<void> | null = null
  #workers = 1
  #waiting = 0
  /** When the next row falls due, on the monotonic clock. */
  #nextDueAt = Number.POSITIVE_INFINITY
  #onIdle: (() => void) | null = null

  constructor(hub: WorkerHub, options: WorkerOptions = {}) {
    this.#hub = hub
    this.#round = new Round(options.maxInFlight ?? 256)
    const given = hub.db.pool.options
    this.#db = openDatabase(
      {
        ...given,
        ...(given.password === undefined ? {} : { password: given.password }),
        max: 5,
        application_name: 'tellus delivery',
        // The queue is empty one moment and long the next: a plan that reads it whole would be kept too long.
        options: '-c enable_seqscan=off -c jit=off',
      },
      { label: 'tellus delivery', onError: (error) => hub.log.warn({ err: error }, 'lost a database connection') },
    )
    this.#lanes = new Lanes(hub, this.#db)
    this.#bodies = new Bodies(this.#db)
    this.#health = new Health(hub, this.#db)
    const onReplaced = () => hub.metrics.replaced.inc()
    this.#clients = {
      outside: openHttpClient(addressPolicy(hub), onReplaced),
      own: openHttpClient('unguarded', onReplaced),
    }
  }

  /** Begins to claim. `workerNo` is the process's number, whose advisory lock (7355, no) the caller holds. */
  async start({ workerNo }: { workerNo: number }): Promise<void> {
    this.#owner = workerNo
    this.#acks = new Acknowledgements(this.#hub, this.#db, workerNo, (batch) => this.#saved(batch))
    this.#sampled = this.#sample(this.#acks)
    this.#listener = await listen(this.#db, () => this.wake())
    await this.#keepHouse()
    this.#timers = [
      setInterval(() => void this.#renew(), (leaseSeconds * 1000) / 3),
      setInterval(() => void this.#keepHouse(), housekeepingMs),
    ]
    this.#loop = this.#run(this.#acks)
  }

  /** Says that rows may be due. */
  wake(): void {
    this.#wanting.raise()
  }

  /**
   * Destinations that have caught up and have room for so many more: what is stored for them here may be leased to this
   * process at once. Where rows still wait in the queue, new ones have to wait behind them.
   */
  offer(events: number): ReturnType<ShortCut['offer']> {
    if (this.#closing || this.#acks?.isFull !== false) return null
    const nowMs = this.#hub.clock.now()
    const destinationIds: string[] = []
    let room = mostWaiting - this.#waiting
    for (const lane of this.#lanes.all()) {
      if (room < events) break
      if (lane.hasMore || lane.room(nowMs, this.#workers) < events) continue
      destinationIds.push(lane.destination.id)
      room -= events
    }
    return destinationIds.length === 0 ? null : { owner: this.#owner, seconds: leaseSeconds, destinationIds }
  }

  /** Takes over what was leased to this process as it was stored. */
  take(leased: readonly Leased[], events: ReadonlyMap<string, StoredEvent>): void {
    const homeless: Claimed[] = []
    for (const { id, eventId, destinationId } of leased) {
      const claimed: Claimed = {
        id,
        eventId,
        destinationId,
        attempt: 1,
        attemptsBefore: 0,
        isFirst: true,
        trigger: null,
      }
      const event = events.get(eventId)
      if (this.#closing || event === undefined || !this.#queue(claimed, event)) homeless.push(claimed)
    }
    void this.#release(homeless)
    this.#pump()
  }

  /** Lets a leased row wait in its lane; false when there is none that may be tried now. */
  #queue(claimed: Claimed, event: StoredEvent): boolean {
    const lane = this.#lanes.get(claimed.destinationId)
    if (lane === undefined || !lane.destination.enabled || lane.isShut(this.#hub.clock.now())) return false
    this.#held.set(claimed.id, { claimed, event })
    lane.add(claimed)
    this.#waiting++
    this.#round.offer(lane)
    return true
  }

  /**
   * Stops: hands back what was not started, lets what is under way finish until the deadline, breaks off the rest, and
   * saves every result.
   */
  close(options: { deadlineMs?: number } = {}): Promise<void> {
    this.#closed ??= this.#close(options.deadlineMs ?? 5_000)
    return this.#closed
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  async #close(deadlineMs: number): Promise<void> {
    this.#closing = true
    this.wake()
    for (const timer of this.#timers) clearInterval(timer)
    for (const forget of this.#sampled) forget()
    await this.#loop
    await this.#release([...this.#lanes.all()].flatMap((lane) => this.#drain(lane)))
    if (!this.#round.isIdle) {
      const idle = new Promise<void>((resolve) => {
        this.#onIdle = resolve
      })
      const timer = setTimeout(() => void this.#closeClients(), deadlineMs)
      await idle
      clearTimeout(timer)
    }
    await this.#acks?.close(2_000)
    this.#listener?.close()
    await this.#closeClients()
    await this.#health.settled()
    await this.#db.close()
  }

  #sample(acks: Acknowledgements): (() => void)[] {
    const { breakersOpen, acknowledgementsWaiting } = this.#hub.metrics
    return [
      breakersOpen.from(() => [...this.#lanes.all()].filter((lane) => !lane.isWell).length),
      acknowledgementsWaiting.from(() => acks.waiting),
    ]
  }

  async #run(acks: Acknowledgements): Promise<void> {
    while (!this.#closing) {
      let waitMs = pollMs / 2
      try {
        waitMs = await this.#claim(acks)
      } catch (error) {
        this.#hub.log.warn({ err: error }, 'could not claim deliveries')
        this.#strays.expect()
      }
      if (waitMs > 0 && !this.#closing) await this.#wanting.wait(waitMs)
    }
  }

  /** Claims once; gives how long nothing needs to be claimed, in milliseconds. */
  async #claim(acks: Acknowledgements): Promise<number> {
    await this.#strays.gather(this.#db, this.#owner, this.#held.keys())
    const nowMs = this.#hub.clock.now()
    const want = acks.isFull ? 0 : Math.max(0, Math.min(mostPerClaim, mostWaiting - this.#waiting))
    const rooms = [...this.#lanes.all()].map((lane) => ({
      id: lane.destination.id,
      room: lane.room(nowMs, this.#workers),
    }))
    const { claimed, version, at } = await claim(this.#hub, this.#db, this.#owner, want, rooms)
    await this.#admit(claimed, version)
    const got = Map.groupBy(claimed, (one) => one.destinationId)
    const muchLeft = want > 0 && claimed.length >= want / 2
    for (const { id, room } of rooms) {
      const lane = this.#lanes.get(id)
      // Of retries a claim brings half of the room, rounded down, and at least one.
      const full = Math.max(1, Math.floor(room / 2))
      if (lane !== undefined && room > 0) lane.hasMore = muchLeft || (got.get(id)?.length ?? 0) >= full
    }
    for (const lane of this.#lanes.all()) this.#round.offer(lane)
    this.#pump()
    if (muchLeft) return 0
    if (claimed.length === 0) {
      const ms = await nextDueMs(this.#db, at)
      this.#nextDueAt = ms === null ? Number.POSITIVE_INFINITY : performance.now() + ms
    }
    return this.#quietMs()
  }

  /** Says that rows may have been leased to this process, or not given back, without its knowing. */
  expectStrays(): void {
    this.#strays.expect()
  }

  #quietMs(): number {
    let ms = Math.min(pollMs, this.#nextDueAt - performance.now())
    const nowMs = this.#hub.clock.now()
    for (const lane of this.#lanes.all()) {
      const opens = lane.waiting > 0 || lane.hasMore ? lane.opensInMs(nowMs, this.#workers) : null
      if (opens !== null && opens > 0) ms = Math.min(ms, opens)
    }
    return Math.max(1, Math.ceil(ms))
  }

  /** Takes claimed rows in, with their destinations and events. */
  async #admit(claimed: readonly Claimed[], version: number): Promise<void> {
    const fresh: Claimed[] = []
    for (const one of claimed) {
      // A lease of ours that lapsed and was claimed again: the same row, under a new fence.
      const held = this.#held.get(one.id)
      if (held === undefined) fresh.push(one)
      else {
        held.claimed.attempt = one.attempt
        // Its result may be on the way to the database under the old fence: then the row stays behind.
        this.#strays.expect()
      }
    }
    try {
      const dismissed = await this.#lanes.refresh(version, new Set(fresh.map((one) => one.destinationId)))
      this.#waiting -= dismissed.length
      await this.#release(dismissed)
      const events = await this.#bodies.load(new Set(fresh.map((one) => one.eventId)))
      const homeless: Claimed[] = []
      const erased: string[] = []
      for (const one of fresh) {
        const event = events.get(one.eventId)
        if (event === undefined) erased.push(one.id)
        else if (!this.#queue(one, event)) homeless.push(one)
      }
      await this.#release(homeless)
      if (erased.length > 0) await dropRows(this.#db, this.#owner, erased)
    } catch (error) {
      await this.#release(fresh.filter((one) => !this.#held.has(one.id)))
      throw error
    }
  }

  /** Starts what may start. */
  #pump(): void {
    const nowMs = this.#hub.clock.now()
    while (!this.#closing && this.#acks?.isFull === false) {
      const next = this.#round.next(nowMs, this.#workers)
      if (next === null) return
      this.#waiting--
      this.#hub.metrics.inFlight.inc()
      void this.#send(next.lane, next.claimed).then((attempted) => this.#finish(next.lane, next.claimed, attempted))
    }
  }

  #finish(lane: Lane, claimed: Claimed, attempted: Attempted | null): void {
    const nowMs = this.#hub.clock.now()
    this.#hub.metrics.inFlight.dec()
    lane.finish(claimed, attempted === null ? 'refused' : verdictOf(attempted), nowMs)
    if (attempted === null) {
      this.#held.delete(claimed.id)
      this.#strays.expect()
    } else this.#acks?.add(attempted)
    // What waits for a destination that is not there keeps its attempts.
    if (lane.waiting > 0 && lane.isShut(nowMs)) void this.#release(this.#drain(lane))
    this.#round.finish(lane, claimed)
    this.#pump()
    if (lane.runsLow) this.wake()
    if (this.#round.isIdle) this.#onIdle?.()
  }

  /** One attempt; null when its event was erased meanwhile. Never rejects. */
  async #send(lane: Lane, claimed: Claimed): Promise<Attempted | null> {
    const event = this.#held.get(claimed.id)?.event
    if (event === undefined) return null
    let attempted: Attempted | null = null
    try {
      if (event.body !== null) attempted = await this.#attempt(lane, claimed, event, event.body)
      else
        await this.#bodies.withLarge(event, async (body) => {
          attempted = await this.#attempt(lane, claimed, event, body)
        })
    } catch (error) {
      // The database was away when a large body or the switching off needed it: a lost lease brings the row back.
      this.#hub.log.warn({ err: error, deliveryId: claimed.id }, 'could not finish an attempt')
    }
    return attempted
  }

  async #attempt(lane: Lane, claimed: Claimed, event: StoredEvent, body: Buffer): Promise<Attempted> {
    const attempted = await attempt(this.#hub, this.#clients, claimed, event, body, lane.destination)
    note(this.#hub, attempted)
    if (isTraced()) tellAttempt(attempted, event.type, lane.destination)
    if (attempted.gone) await disableDestination(this.#hub, claimed.destinationId, 'It answered 410 Gone.')
    return attempted
  }

  #saved(batch: readonly Attempted[]): void {
    for (const { claimed } of batch) if (this.#held.get(claimed.id)?.claimed === claimed) this.#held.delete(claimed.id)
    this.#health.note(batch)
    if (batch.some(({ next }) => next.kind === 'retry' && next.waitMs < pollMs)) this.wake()
    this.#pump()
  }

  #drain(lane: Lane): Claimed[] {
    const rows = lane.drain()
    this.#waiting -= rows.length
    return rows
  }

  /** Hands rows back unstarted. When the database is away they are given back when it is there again. */
  async #release(rows: readonly Claimed[]): Promise<void> {
    if (rows.length === 0) return
    for (const { id } of rows) this.#held.delete(id)
    await handBack(this.#db, this.#owner, rows).catch((error: unknown) => {
      this.#hub.log.warn({ err: error, rows: rows.length }, 'could not hand back deliveries')
      this.#strays.expect()
    })
  }

  async #renew(): Promise<void> {
    // Whatever else may have left a row behind: it waits for this, not for the end of its lease.
    this.#strays.expect()
    if (this.#held.size === 0) return
    await renewLeases(this.#db, this.#owner, [...this.#held.keys()]).catch((error: unknown) => {
      this.#hub.log.warn({ err: error }, 'could not renew leases of deliveries')
    })
  }

  async #keepHouse(): Promise<void> {
    this.#health.forget()
    this.#lanes.tidy()
    try {
      this.#workers = Math.max(1, await countWorkers(this.#db))
      await deleteOrphans(this.#db)
    } catch (error) {
      this.#hub.log.warn({ err: error }, 'could not tidy the queue of deliveries')
    }
  }

  async #closeClients(): Promise<void> {
    await Promise.all([this.#clients.outside.close(), this.#clients.own.close()])
  }
}
