import { useSyncExternalStore } from 'react'
import { addressOf, caller, headersOf, refusalOf } from '../../api/client.ts'
import { keyOf, queryClient } from '../../api/query.ts'
import { en } from '../../strings/en.ts'

/** Whose a file is, as the API takes it, and the zone for times without one. */
export interface Whose {
  reference_id?: string
  user_id?: string
  zone?: string | null
}

/** A file on its way to the server. `taken` is one that the server has; its import is at `importId`. */
export interface Upload {
  id: number
  name: string
  bytes: number
  sent: number
  startedAt: number | null
  state: 'waiting' | 'sending' | 'taken' | 'refused' | 'stopped'
  importId: string | null
  /** Why it was refused, in the server's words. */
  error: string | null
}

// Outside of the page, so that a long upload goes on while one looks at something else.
let uploads: readonly Upload[] = []
let lastId = 0
/** What is to be sent; another environment may be chosen by the time its turn comes. */
interface Parcel {
  file: File
  whose: Whose
  environment: string | null
}
const parcels = new Map<number, Parcel>()
const listeners = new Set<() => void>()
let sending: { id: number; request: XMLHttpRequest } | null = null

function become(next: readonly Upload[]): void {
  uploads = next
  const isBusy = uploads.some(({ state }) => state === 'waiting' || state === 'sending')
  window.removeEventListener('beforeunload', warn)
  if (isBusy) window.addEventListener('beforeunload', warn)
  for (const listener of listeners) listener()
}

// Closing the tab would end the upload: the browser asks first.
const warn = (event: BeforeUnloadEvent) => event.preventDefault()

const change = (id: number, to: Partial<Upload>): void =>
  become(uploads.map((upload) => (upload.id === id ? { ...upload, ...to } : upload)))

/** Puts files into the queue; they are sent one after another. Gives their ids. */
export function startUploads(files: readonly File[], whose: Whose): number[] {
  const added = files.map((file): Upload => {
    lastId += 1
    parcels.set(lastId, { file, whose, environment: caller.environment })
    const none = { sent: 0, startedAt: null, importId: null, error: null }
    return { id: lastId, name: file.name, bytes: file.size, state: 'waiting', ...none }
  })
  become([...uploads.filter(({ state }) => state !== 'taken'), ...added])
  void pump()
  return added.map(({ id }) => id)
}

/** Stops a file that is sent or waits; the server keeps nothing of it. */
export function stopUpload(id: number): void {
  parcels.delete(id)
  change(id, { state: 'stopped' })
  if (sending?.id === id) sending.request.abort()
}

/** Takes a file that was refused or stopped off the list. */
export const forgetUpload = (id: number): void => become(uploads.filter((upload) => upload.id !== id))

async function pump(): Promise<void> {
  if (sending !== null) return
  for (;;) {
    const next = uploads.find(({ state }) => state === 'waiting')
    const parcel = next && parcels.get(next.id)
    if (next === undefined || parcel === undefined) return
    try {
      const importId = await send(next.id, parcel)
      change(next.id, { state: 'taken', importId })
      void queryClient.invalidateQueries({ queryKey: keyOf(parcel.environment, '/imports') })
    } catch (error) {
      const isStopped = uploads.some(({ id, state }) => id === next.id && state === 'stopped')
      if (!isStopped)
        change(next.id, { state: 'refused', error: error instanceof Error ? error.message : String(error) })
    } finally {
      parcels.delete(next.id)
      sending = null
    }
  }
}

/** Sends a file as the raw body; `fetch` does not tell how much of a body has gone. */
function send(id: number, { file, whose, environment }: Parcel): Promise<string> {
  const request = new XMLHttpRequest()
  sending = { id, request }
  change(id, { state: 'sending', startedAt: Date.now() })
  return new Promise((taken, refused) => {
    request.open('POST', addressOf('/imports', { ...whose, filename: file.name }))
    for (const [name, value] of Object.entries(headersOf('POST', environment))) request.setRequestHeader(name, value)
    request.setRequestHeader('content-type', 'application/octet-stream')
    request.upload.onprogress = ({ loaded }) => change(id, { sent: Math.min(loaded, file.size) })
    request.onload = () => {
      if (request.status === 202) return taken(JSON.parse(request.responseText).import_id)
      const headers = { 'terra-reference': request.getResponseHeader('terra-reference') ?? '' }
      void refusalOf(new Response(request.responseText, { status: request.status, headers })).then(refused)
    }
    request.onerror = () => refused(new Error(en.imports.uploads.lost))
    request.onabort = () => refused(new Error(en.imports.uploads.stopped))
    request.send(file)
  })
}

/** The files on their way, and those that did not get through. */
export const useUploads = (): readonly Upload[] =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => uploads,
  )
