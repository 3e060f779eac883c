import assert from 'node:assert/strict'
import type { z } from 'zod'
import { opcodes, serverFrame, sessionTypes } from '../schema/terra/live.ts'

type ServerFrame = z.infer<typeof serverFrame>

/** A client of the live stream, over the WebSocket that Node itself brings. */
export interface LiveClient {
  /** The next frame that was not taken yet; fails when the connection ends first. Each must fit the schema of the wire. */
  take(): Promise<ServerFrame>
  /** The same, as text. */
  takeText(): Promise<string>
  send(frame: unknown): void
  /** Sends a text as it is, or bytes as a binary frame. */
  sendRaw(data: string | Uint8Array<ArrayBuffer>): void
  /** How it ended. */
  ended: Promise<{ code: number; reason: string }>
  close(): void
}

/** Connects to a server, whose HELLO is the first frame. */
export function openLiveClient(url: string): LiveClient {
  const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/connect`)
  const texts: string[] = []
  let arrived = () => {}
  let over: { code: number; reason: string } | null = null
  const opened = new Promise<void>((resolve) => {
    socket.addEventListener('open', () => resolve())
    socket.addEventListener('close', () => resolve())
  })
  socket.addEventListener('message', ({ data }) => {
    texts.push(String(data))
    arrived()
  })
  const ended = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.addEventListener('close', ({ code, reason }) => {
      over = { code, reason }
      arrived()
      resolve(over)
    })
  })
  const takeText = async (): Promise<string> => {
    for (;;) {
      const text = texts.shift()
      if (text !== undefined) return text
      if (over !== null) throw new Error(`The connection ended with ${over.code}: ${over.reason}`)
      await new Promise<void>((resolve) => {
        arrived = resolve
      })
    }
  }
  const sendRaw = (data: string | Uint8Array<ArrayBuffer>) => void opened.then(() => socket.send(data))
  return {
    take: async () => serverFrame.parse(JSON.parse(await takeText())),
    takeText,
    send: (frame) => sendRaw(JSON.stringify(frame)),
    sendRaw,
    ended,
    close: () => socket.close(),
  }
}

/** A client that has heard HELLO, identified itself with a token, and is told that it is ready. */
export async function openLiveSession(
  url: string,
  type: keyof typeof sessionTypes,
  token: string,
): Promise<LiveClient> {
  const client = openLiveClient(url)
  assert.equal((await client.take()).op, opcodes.hello)
  client.send({ op: opcodes.identify, d: { type: sessionTypes[type], token } })
  assert.equal((await client.take()).op, opcodes.ready)
  return client
}
