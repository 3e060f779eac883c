import type { RawData, WebSocket } from 'ws'
import type { Hub } from '../hub.ts'
import { closeCodes, identifyFrame, opcodes, replayFrame, sessionTypes, submitFrame } from '../schema/terra/live.ts'
import type { Feed } from './feed.ts'
import { dispatchText, type Frame, payloadText, readFrame } from './frame.ts'
import { type LiveToken, selectBetween } from './store.ts'
import { redeemLiveToken } from './tokens.ts'
import type { Writer } from './writer.ts'

export const heartbeatIntervalMs = 40_000
/** A heartbeat that comes later than this after the one before was missed: half an interval is left for a slow network. */
const heartbeatDeadlineMs = 60_000
const identifyWithinMs = 15_000
/** Frames of a connection in a second. */
const mostFrames = 100
/** Frames of a connection that wait for the one before, as for a long replay. */
const mostWaitingFrames = 200
/** A listener for whom this much waits does not read. */
const mostWaitingBytes = 4 * 1024 * 1024
/** Dispatches of a replay that are read at once; the next are read when these have been sent. */
const replayPage = 50
/** So long a client has to answer that it is ended. */
const goodbyeMs = 5_000

/** What a connection works with, shared by all of a process. */
export interface Surroundings {
  hub: Pick<Hub, 'db' | 'clock' | 'log'>
  feed: Feed
  writer: Writer
  /** Whether one more may listen to an environment. */
  hasRoom(environmentId: string): boolean
}

/** A connection of the live stream, from HELLO to its end. */
export interface Connection {
  /** Whose it is, once it has identified itself. */
  readonly who: LiveToken | null
  /** Ends it when its time to identify itself or its heartbeat is past. */
  tend(): void
  end(code: number, reason: string): void
  /** Cuts it off without a word. */
  drop(): void
}

/** Greets a client and heeds its frames, one after the other, until it is gone. */
export function openConnection({ hub, feed, writer, hasRoom }: Surroundings, socket: WebSocket): Connection {
  const openedAtMs = hub.clock.now()
  let who: LiveToken | null = null
  let isEnding = false
  let lastBeatMs = openedAtMs
  let leave: () => void = () => undefined
  let frames = { count: 0, endsAtMs: 0 }
  let waiting = 0
  let before: Promise<void> = Promise.resolve()

  const send = (text: string) => {
    if (!isEnding) socket.send(text)
  }
  const end = (code: number, reason: string) => {
    if (isEnding) return
    isEnding = true
    leave()
    const fields = { environmentId: who?.environmentId, role: who === null ? null : roleOf(who), code, reason }
    hub.log.info(fields, 'ended a connection of the live stream')
    socket.close(code, reason)
    setTimeout(() => socket.terminate(), goodbyeMs).unref()
  }
  const hear = (dispatch: string) => {
    if (socket.bufferedAmount > mostWaitingBytes)
      end(closeCodes.tryAgain, 'you do not read what is sent: come back, and replay from the last seq you have')
    else send(dispatch)
  }

  async function identify({ whole }: Frame): Promise<void> {
    if (who !== null) return end(closeCodes.identifiedTwice, 'this session is identified already')
    const { data: frame } = identifyFrame.safeParse(whole)
    if (frame === undefined) return end(closeCodes.malformed, 'IDENTIFY takes d.type 0 or 1 and d.token')
    const token = await redeemLiveToken(hub, frame.d.token)
    if (token === null || sessionTypes[roleOf(token)] !== frame.d.type)
      return end(closeCodes.badToken, 'the token is unknown, used, expired or of the other type: make a new one')
    if (roleOf(token) === 'consumer') {
      if (!hasRoom(token.environmentId))
        return end(closeCodes.tooManySessions, 'too many listen to this environment already: close one')
      who = token
      const joined = await feed.join(token.environmentId, hear)
      if (isEnding) return joined()
      leave = joined
    }
    who = token
    hub.log.info({ environmentId: token.environmentId, role: roleOf(token) }, 'opened a session of the live stream')
    send(JSON.stringify({ op: opcodes.ready }))
  }

  function submit(frame: Frame, { environmentId, userId }: LiveToken) {
    if (userId === null) return end(closeCodes.badOpcode, 'SUBMIT is for user sessions')
    const { data } = submitFrame.safeParse(frame.whole)
    if (data === undefined)
      return end(closeCodes.malformed, 'SUBMIT takes an object as d and a text of 1 to 100 characters as t')
    writer.add(environmentId, { userId, type: data.t, body: payloadText(frame), end })
  }

  async function replay({ whole }: Frame, { environmentId, userId }: LiveToken): Promise<void> {
    if (userId !== null) return end(closeCodes.badOpcode, 'REPLAY is for developer sessions')
    const { data } = replayFrame.safeParse(whole)
    if (data === undefined) return end(closeCodes.malformed, 'REPLAY takes whole numbers as d.after and d.before')
    let { after } = data.d
    while (!isEnding) {
      const page = await selectBetween(hub.db, environmentId, after, data.d.before, replayPage)
      const last = page.at(-1)
      if (last === undefined) return
      after = last.seq
      const texts = page.map(dispatchText)
      for (const text of texts.slice(0, -1)) send(text)
      // Whoever is slow gets a slow replay, not a full memory.
      await new Promise<void>((resolve) => (isEnding ? resolve() : socket.send(texts.at(-1) ?? '', () => resolve())))
    }
  }

  async function heed(frame: Frame): Promise<void> {
    if (isEnding) return
    if (frame.op === opcodes.identify) return identify(frame)
    if (who !== null && frame.op === opcodes.submit) return submit(frame, who)
    if (who !== null && frame.op === opcodes.replay) return replay(frame, who)
    // Whether a phone has its sensor is kept nowhere; a STATUS is right, and passed over.
    if (who !== null && who.userId !== null && frame.op === opcodes.status) return
    end(closeCodes.badOpcode, `opcode ${frame.op} is not one that this session may send now`)
  }

  function receive(data: RawData, isBinary: boolean) {
    if (isEnding) return
    const nowMs = hub.clock.now()
    if (nowMs >= frames.endsAtMs) frames = { count: 0, endsAtMs: nowMs + 1000 }
    frames.count += 1
    if (frames.count > mostFrames) return end(closeCodes.policy, `more than ${mostFrames} frames came in a second`)
    const frame = isBinary ? null : readFrame(data.toString())
    if (frame === null) return end(closeCodes.malformed, 'a frame is JSON text with a whole number as op')
    if (frame.op === opcodes.heartbeat) {
      lastBeatMs = nowMs
      return send(JSON.stringify({ op: opcodes.heartbeatAck }))
    }
    if (waiting >= mostWaitingFrames) return end(closeCodes.policy, 'too many frames wait for the one before')
    waiting += 1
    before = before
      .then(() => heed(frame))
      .catch((error: unknown) => {
        hub.log.warn({ error: error instanceof Error ? error.stack : undefined }, 'the live stream failed on a frame')
        end(closeCodes.internal, 'something went wrong here: come back in a moment')
      })
      .finally(() => {
        waiting -= 1
      })
  }

  socket.on('message', receive)
  // What breaks the protocol is answered by the library with its code; the end follows.
  socket.on('error', () => undefined)
  socket.on('close', () => {
    isEnding = true
    leave()
  })
  send(JSON.stringify({ op: opcodes.hello, d: { heartbeat_interval: heartbeatIntervalMs } }))

  return {
    get who() {
      return who
    },
    tend() {
      const nowMs = hub.clock.now()
      if (who === null && nowMs - openedAtMs >= identifyWithinMs)
        end(closeCodes.notIdentified, `no IDENTIFY came within ${identifyWithinMs / 1000} seconds`)
      else if (nowMs - lastBeatMs >= heartbeatDeadlineMs)
        end(closeCodes.noHeartbeat, `no HEARTBEAT came for ${heartbeatDeadlineMs / 1000} seconds`)
    },
    end,
    drop: () => socket.terminate(),
  }
}

const roleOf = ({ userId }: LiveToken): keyof typeof sessionTypes => (userId === null ? 'consumer' : 'producer')
