import { z } from 'zod'

/** What a frame of the live stream is, by the number that Terra's clients send and expect. */
export const opcodes = {
  heartbeat: 0,
  heartbeatAck: 1,
  hello: 2,
  identify: 3,
  ready: 4,
  dispatch: 5,
  submit: 6,
  replay: 7,
  status: 8,
} as const

/** Why a connection ended; those from 4000 on are Terra's, the others are every WebSocket's. */
export const closeCodes = {
  goingAway: 1001,
  malformed: 1003,
  policy: 1008,
  tooLarge: 1009,
  internal: 1011,
  tryAgain: 1013,
  notIdentified: 4000,
  badToken: 4001,
  tooManySessions: 4002,
  identifiedTwice: 4003,
  badOpcode: 4004,
  noHeartbeat: 4005,
} as const

/** The `type` of an IDENTIFY: who submits for a user, and who listens for an app. */
export const sessionTypes = { producer: 0, consumer: 1 } as const

/** The answer of `POST /auth/user` and `POST /auth/developer`. */
export const liveTokenSchema = z
  .strictObject({ token: z.string().meta({ description: 'what IDENTIFY presents; good once, for three minutes' }) })
  .meta({ id: 'LiveToken' })

const anObject = z.record(z.string(), z.unknown())
const bound = z.int()
/** A label that a text column takes: no control characters. */
const label = z
  .string()
  .min(1)
  .max(100)
  .regex(/^\P{Cc}*$/u)

/** Frames that clients send; what a frame has beyond its fields is passed over. */
export const identifyFrame = z.object({
  op: z.literal(opcodes.identify),
  d: z.object({ type: z.union([z.literal(0), z.literal(1)]), token: z.string() }),
})
export const submitFrame = z.object({ op: z.literal(opcodes.submit), d: anObject, t: label })
/** Without `before` it matches nothing, as with Terra. */
export const replayFrame = z.object({
  op: z.literal(opcodes.replay),
  d: z.object({ after: bound.default(0), before: bound.default(0) }),
})

/** Frames that the server sends. */
export const helloFrame = z.strictObject({
  op: z.literal(opcodes.hello),
  d: z.strictObject({ heartbeat_interval: z.int().positive() }),
})
export const heartbeatAckFrame = z.strictObject({ op: z.literal(opcodes.heartbeatAck) })
export const readyFrame = z.strictObject({ op: z.literal(opcodes.ready) })
export const dispatchFrame = z.strictObject({
  op: z.literal(opcodes.dispatch),
  d: anObject,
  t: z.string(),
  uid: z.guid(),
  seq: z.int().positive(),
})
export const serverFrame = z.discriminatedUnion('op', [helloFrame, heartbeatAckFrame, readyFrame, dispatchFrame])
