/** One message of a server-sent-events stream. */
export interface StreamMessage {
  event: string
  id: string | null
  data: string
}

/**
 * Reads a server-sent-events stream piece by piece (WHATWG HTML 9.2.6): feed `read` text as it comes, it gives the
 * messages that are complete. Comments keep the line open and give nothing. `lastId` is where to go on after a break;
 * an id without data moves it too.
 */
export function streamReader(): { read: (piece: string) => StreamMessage[]; lastId: () => string | null } {
  let rest = ''
  let event = ''
  let id: string | null = null
  let data: string[] = []
  const take = (line: string): StreamMessage | null => {
    if (line === '') {
      const message = data.length === 0 ? null : { event: event === '' ? 'message' : event, id, data: data.join('\n') }
      event = ''
      data = []
      return message
    }
    const colon = line.indexOf(':')
    const field = colon === -1 ? line : line.slice(0, colon)
    const value = colon === -1 ? '' : line.slice(line.charAt(colon + 1) === ' ' ? colon + 2 : colon + 1)
    if (field === 'event') event = value
    else if (field === 'data') data.push(value)
    else if (field === 'id' && !value.includes('\0')) id = value
    return null
  }
  const read = (piece: string) => {
    const lines = (rest + piece).split(/\r\n|\n|\r(?!\n|$)/)
    rest = lines.pop() ?? ''
    return lines.flatMap((line) => take(line) ?? [])
  }
  return { read, lastId: () => id }
}

/** How long to wait before the nth try to reach the stream again, in ms: 0.5 s doubling to 30 s, spread by a fifth. */
export function backoffMs(failures: number, random: number): number {
  const wait = Math.min(30_000, 500 * 2 ** Math.max(0, failures - 1))
  return Math.round(wait * (0.8 + 0.4 * random))
}
