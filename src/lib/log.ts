import { type Logger, pino } from 'pino'

export type Log = Logger

/** Keys whose values never reach a log line, at the top and one level down. */
const secretKeys = [
  'token',
  'access_token',
  'refresh_token',
  'secret',
  'signing_secret',
  'api_key',
  'apiKey',
  'password',
  'authorization',
  'cookie',
  'x-api-key',
  'body',
  'payload',
  'data',
  'record',
  'headers',
]

/**
 * JSON lines to standard error (standard output belongs to the command's own words). One past-tense sentence a line
 * with the same fields everywhere: `userId provider eventId deliveryId destinationId importId attempt ms`.
 * Never a token, secret, body or health value: `redact` is the net below that rule, and has a test.
 */
export function openLog(level: string, stream: NodeJS.WritableStream = process.stderr): Log {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: {
        paths: secretKeys.flatMap((k) => (k.includes('-') ? [`["${k}"]`, `*["${k}"]`] : [k, `*.${k}`])),
        censor: '[redacted]',
      },
    },
    stream,
  )
}
