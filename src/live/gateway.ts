import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import type { Hub } from '../hub.ts'
import { closeCodes } from '../schema/terra/live.ts'
import { type Connection, openConnection } from './connection.ts'
import { Feed } from './feed.ts'
import { deleteOld, selectValidKeys } from './store.ts'
import { Writer } from './writer.ts'

/** The largest frame that a client may send. */
const mostFrameBytes = 16 * 1024
/** Connections of a process. */
const mostConnections = 5_000
/** Those that have not said who they are: they are gone within seconds, or are nobody's. */
const mostStrangers = 500
/** Listeners of an environment in a process. */
const mostListeners = 10
const tendEveryMs = 500
/** How soon a listener whose key was revoked hears no more. */
const checkKeysEveryMs = 2_000
const deleteOldEveryMs = 60_000
/** So long clients have to answer when the server stops. */
const goodbyeMs = 1_000

/** All connections of the live stream to this process. */
export class Gateway {
  readonly #hub: Pick<Hub, 'db' | 'clock' | 'log'>
  readonly #sockets = new WebSocketServer({
    noServer: true,
    maxPayload: mostFrameBytes,
    perMessageDeflate: false,
    clientTracking: false,
  })
  readonly #connections = new Set<Connection>()
  readonly #feed: Feed
  readonly #writer: Writer
  readonly #timers: NodeJS.Timeout[]
  readonly #under = new Set<Promise<void>>()
  #closed = false
  #onEmpty: () => void = () => undefined

  constructor(hub: Pick<Hub, 'db' | 'clock' | 'log'>) {
    this.#hub = hub
    this.#feed = new Feed(hub)
    this.#writer = new Writer(hub, () => this.#feed.nudge())
    const every = (ms: number, work: () => Promise<void>) => setInterval(() => this.#run(work), ms).unref()
    this.#timers = [
      every(tendEveryMs, async () => {
        for (const connection of this.#connections) connection.tend()
      }),
      every(checkKeysEveryMs, () => this.#checkKeys()),
      every(deleteOldEveryMs, () => deleteOld(hub.db)),
    ]
  }

  /** Takes over the socket of a request that asks to become a WebSocket; 503 where there is no room. */
  accept(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const strangers = [...this.#connections].filter(({ who }) => who === null).length
    if (this.#closed || this.#connections.size >= mostConnections || strangers >= mostStrangers) {
      socket.on('error', () => socket.destroy())
      socket.end('HTTP/1.1 503 Service Unavailable\r\nretry-after: 5\r\nconnection: close\r\ncontent-length: 0\r\n\r\n')
      return
    }
    this.#sockets.handleUpgrade(request, socket, head, (opened) => {
      const connection = openConnection(
        {
          hub: this.#hub,
          feed: this.#feed,
          writer: this.#writer,
          hasRoom: (environmentId) => this.#listenersOf(environmentId) < mostListeners,
        },
        opened,
      )
      this.#connections.add(connection)
      opened.on('close', () => {
        this.#connections.delete(connection)
        if (this.#connections.size === 0) this.#onEmpty()
      })
    })
  }

  /** Ends all connections and stores what was submitted until then. */
  async close(): Promise<void> {
    this.#closed = true
    for (const timer of this.#timers) clearInterval(timer)
    for (const connection of this.#connections)
      connection.end(closeCodes.goingAway, 'the server stops: come back in a moment')
    if (this.#connections.size > 0) {
      const force = setTimeout(() => {
        for (const connection of this.#connections) connection.drop()
      }, goodbyeMs)
      await new Promise<void>((resolve) => {
        this.#onEmpty = resolve
      })
      clearTimeout(force)
    }
    await Promise.all([this.#writer.close(), this.#feed.close(), ...this.#under])
  }

  #listenersOf(environmentId: string): number {
    return [...this.#connections].filter(({ who }) => who?.environmentId === environmentId && who.userId === null)
      .length
  }

  /** Ends those who listen by a key that has been revoked. */
  async #checkKeys(): Promise<void> {
    const listening = [...this.#connections].filter(({ who }) => who !== null && who.userId === null)
    if (listening.length === 0) return
    const keyIds = [...new Set(listening.flatMap(({ who }) => who?.keyId ?? []))]
    const valid = new Set(await selectValidKeys(this.#hub.db, keyIds))
    for (const { who, end } of listening)
      if (who !== null && !valid.has(who.keyId)) end(closeCodes.badToken, 'the key of this session was revoked')
  }

  #run(work: () => Promise<void>): void {
    const running = work()
      .catch((error: unknown) => this.#hub.log.warn({ err: error }, 'the live stream could not be kept in order'))
      .finally(() => this.#under.delete(running))
    this.#under.add(running)
  }
}
