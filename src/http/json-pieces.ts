import { Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'

const wholeUpTo = 1024 * 1024

/** A JSON list of texts that are JSON already, put together without reading them; `tail` learns how many there were. */
export async function* listPieces(
  head: string,
  chunks: AsyncIterable<readonly string[]>,
  tail: (count: number) => string,
): AsyncGenerator<string, void, undefined> {
  let count = 0
  yield head
  for await (const texts of chunks) {
    if (texts.length === 0) continue
    yield `${count === 0 ? '' : ','}${texts.join(',')}`
    count += texts.length
  }
  yield tail(count)
}

/** Answers with JSON made piece by piece: up to 1 MiB whole, more as a stream that is only as fast as its reader. */
export async function sendPieces(reply: FastifyReply, pieces: AsyncGenerator<string, void, undefined>) {
  reply.type('application/json; charset=utf-8')
  const begun: string[] = []
  let length = 0
  while (length < wholeUpTo) {
    const next = await pieces.next()
    if (next.done === true) return reply.send(begun.join(''))
    begun.push(next.value)
    length += next.value.length
  }
  return reply.send(Readable.from(continued(begun, pieces), { objectMode: false }))
}

async function* continued(begun: string[], pieces: AsyncGenerator<string, void, undefined>) {
  yield begun.join('')
  yield* pieces
}
