import { useEffect, useRef, useSyncExternalStore } from 'react'
import type { StreamPayloads, StreamTopic } from '../../../src/schema/management/stream.ts'
import { addressOf, caller, headersOf, refusalOf } from './client.ts'
import { onEnvironment } from './environment.ts'
import { backoffMs, streamReader } from './event-stream.ts'
import { keyOf, queryClient } from './query.ts'

export const topics = [
  'event',
  'attempt',
  'inbox',
  'import',
  'job',
  'destination',
  'user',
] as const satisfies StreamTopic[]
export type Topic = StreamTopic

/** What a message of a topic carries, beside its place in the stream. */
export interface LiveMessage<T extends Topic = Topic> {
  topic: T
  cursor: string | null
  data: StreamPayloads[T]
}
/** `connecting` before the first answer, `live`, `lost` while it is tried again, `off` when signed out or hidden. */
export type LiveState = 'connecting' | 'live' | 'lost' | 'off'

/** What a message of a topic makes out of date. Lists are not among it: they announce arrivals, see `list.ts`. */
const outdated: Record<Topic, readonly string[]> = {
  event: ['/stats', '/attention', '/users', '/person'],
  attempt: ['/stats', '/destinations', '/events', '/deliveries', '/attention'],
  inbox: ['/inboxes'],
  import: ['/imports', '/attention'],
  job: ['/jobs', '/attention'],
  destination: ['/destinations', '/attention'],
  user: ['/users', '/person', '/sources', '/stats', '/attention'],
}
/** How often out-of-date answers are read again at most, in ms, however busy the stream is. */
const settleMs = 2_000
/** A hidden tab gives its line back after so long, in ms: browsers allow six per host. */
const hiddenMs = 30_000
/** A line on which nothing came for so long, in ms, is taken for dead: the server says something every 15 s. */
const silentMs = 45_000

let state: LiveState = 'off'
let cursor: string | null = null
let abort: AbortController | null = null
let failures = 0
let retry: ReturnType<typeof setTimeout> | undefined
let settle: ReturnType<typeof setTimeout> | undefined
let hide: ReturnType<typeof setTimeout> | undefined
const waiting = new Set<string>()
const stateListeners = new Set<() => void>()
const listeners: { [T in Topic]: Set<(message: LiveMessage<T>) => void> } = {
  event: new Set(),
  attempt: new Set(),
  inbox: new Set(),
  import: new Set(),
  job: new Set(),
  destination: new Set(),
  user: new Set(),
}

function become(next: LiveState): void {
  if (state === next) return
  state = next
  for (const listener of stateListeners) listener()
}

const isTopic = (name: string): name is Topic => topics.some((topic) => topic === name)
const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

function receive(name: string, id: string | null, text: string): void {
  if (name === 'reset') return void queryClient.invalidateQueries({ queryKey: keyOf(caller.environment, '') })
  if (!isTopic(name)) return
  announce(name, id, JSON.parse(text))
  for (const path of outdated[name]) waiting.add(path)
  settle ??= setTimeout(refreshOutdated, settleMs)
}

const announce = <T extends Topic>(topic: T, id: string | null, data: StreamPayloads[T]): void => {
  for (const listener of listeners[topic]) listener({ topic, cursor: id, data })
}

function refreshOutdated(): void {
  settle = undefined
  const isList = (key: readonly unknown[]) => {
    const last = key.at(-1)
    return isRecord(last) && 'list' in last
  }
  for (const path of waiting)
    void queryClient.invalidateQueries({
      queryKey: keyOf(caller.environment, path),
      predicate: (query) => !isList(query.queryKey),
    })
  waiting.clear()
}

async function listen(controller: AbortController): Promise<void> {
  const response = await fetch(addressOf('/stream', { environment: caller.environment }), {
    headers: {
      ...headersOf('GET'),
      accept: 'text/event-stream',
      ...(cursor === null ? {} : { 'last-event-id': cursor }),
    },
    credentials: 'same-origin',
    cache: 'no-store',
    signal: controller.signal,
  })
  if (!response.ok || response.body === null) throw await refusalOf(response)
  become('live')
  failures = 0
  const { read, lastId } = streamReader()
  const pieces = response.body.pipeThrough(new TextDecoderStream()).getReader()
  for (;;) {
    const dead = setTimeout(() => controller.abort(), silentMs)
    const { value, done } = await pieces.read().finally(() => clearTimeout(dead))
    if (done) return
    for (const message of read(value)) receive(message.event, message.id, message.data)
    if (abort === controller) cursor = lastId() ?? cursor
  }
}

async function connect(): Promise<void> {
  clearTimeout(retry)
  abort?.abort()
  const controller = new AbortController()
  abort = controller
  if (state !== 'lost') become('connecting')
  try {
    await listen(controller)
  } catch {
    // Whatever broke the line, the answer is to try again; the banner says so meanwhile.
  }
  if (abort !== controller) return
  failures += 1
  become('lost')
  retry = setTimeout(() => void connect(), backoffMs(failures, Math.random()))
}

function disconnect(): void {
  clearTimeout(retry)
  const ended = abort
  abort = null
  ended?.abort()
  failures = 0
  become('off')
}

/** Opens the stream of the chosen environment and keeps it open; gives the way to close it. */
export function openLive(): () => void {
  const onVisibility = () => {
    clearTimeout(hide)
    if (document.visibilityState === 'hidden') hide = setTimeout(disconnect, hiddenMs)
    else if (state === 'off') void connect()
  }
  const onOnline = () => {
    if (state === 'lost') void connect()
  }
  const stopEnvironment = onEnvironment(() => {
    cursor = null
    void connect()
  })
  document.addEventListener('visibilitychange', onVisibility)
  window.addEventListener('online', onOnline)
  void connect()
  return () => {
    stopEnvironment()
    document.removeEventListener('visibilitychange', onVisibility)
    window.removeEventListener('online', onOnline)
    clearTimeout(hide)
    clearTimeout(settle)
    settle = undefined
    cursor = null
    disconnect()
  }
}

/** Tries at once instead of when the wait is over. */
export const reconnectLive = (): void => void connect()

/** Hears of every message of a topic. Gives the way to stop. */
export function subscribe<T extends Topic>(topic: T, listener: (message: LiveMessage<T>) => void): () => void {
  listeners[topic].add(listener)
  return () => listeners[topic].delete(listener)
}

/** Calls `listener` for every message of a topic while the component is shown; with null it hears nothing. */
export function useLive<T extends Topic>(topic: T | null, listener: (message: LiveMessage<T>) => void): void {
  const latest = useRef(listener)
  useEffect(() => {
    latest.current = listener
  })
  useEffect(() => (topic === null ? undefined : subscribe(topic, (message) => latest.current(message))), [topic])
}

/** Whether new data arrives by itself at the moment. */
export const useLiveState = (): LiveState =>
  useSyncExternalStore(
    (listener) => {
      stateListeners.add(listener)
      return () => stateListeners.delete(listener)
    },
    () => state,
  )
