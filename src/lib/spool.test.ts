import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { test } from 'node:test'
import fc from 'fast-check'
import { dataFolder } from '../testing/tellus.ts'
import { TellusError } from './errors.ts'
import { spool } from './spool.ts'

const limits = { mostBytes: 10_000, inMemoryBytes: 100 }

test('what is spooled is read as it came, however it came', async () => {
  using data = dataFolder()
  const chunks = fc.array(fc.uint8Array({ maxLength: 400 }), { maxLength: 20 })
  await fc.assert(
    fc.asyncProperty(chunks, async (parts) => {
      const buffers = parts.map((part) => Buffer.from(part))
      await using spooled = await spool(Readable.from(buffers), data.path, limits)
      assert.ok((await spooled.read()).equals(Buffer.concat(buffers)))
      assert.ok((await spooled.read()).equals(Buffer.concat(buffers)), 'and a second time')
    }),
  )
})

test('a small body never sees the disk, and of a large one no name is left there while it waits', async () => {
  using data = dataFolder()
  const folder = join(data.path, 'spool')
  await using small = await spool(Readable.from([randomBytes(100)]), folder, limits)
  assert.equal(existsSync(folder), false)
  await using large = await spool(Readable.from([randomBytes(101)]), folder, limits)
  assert.deepEqual(readdirSync(folder), [])
  assert.deepEqual([(await small.read()).length, (await large.read()).length], [100, 101])
})

test('what is too large is refused as soon as it is, and its stream left open', async () => {
  using data = dataFolder()
  let made = 0
  const endless = Readable.from(
    (function* () {
      for (;;) yield randomBytes(made++ && 1000)
    })(),
    { highWaterMark: 1 },
  )
  await assert.rejects(spool(endless, data.path, limits), (error) => {
    assert.ok(error instanceof TellusError)
    assert.equal(error.code, 'too_large')
    return true
  })
  assert.ok(made < 20, `${made} chunks were taken`)
  assert.equal(endless.destroyed, false)
  endless.destroy()
})

test('a sender that breaks off is told so, and what cannot be written is no fault of theirs', async () => {
  using data = dataFolder()
  const broken = new Readable({ read: () => undefined })
  broken.push(randomBytes(500))
  setImmediate(() => broken.destroy())
  await assert.rejects(spool(broken, data.path, limits), /^TellusError: the body broke off: send it again/)
  const file = join(data.path, 'file')
  writeFileSync(file, '')
  await assert.rejects(spool(Readable.from([randomBytes(500)]), join(file, 'spool'), limits), /ENOTDIR/)
})
