import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { suite, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { withUpload } from '../../testing/import-run.ts'
import { rowsOfFile } from './brought.ts'
import { delimiterOf, fieldsOf, firstLines, type TableReading } from './csv.ts'
import { createFloatingClock, createOrderFinder, wallTime } from './floating-time.ts'

async function read(bytes: Uint8Array) {
  const reading: TableReading = { damaged: false }
  const context = { signal: new AbortController().signal }
  const rows = await withUpload('x.csv', bytes, (file) =>
    Array.fromAsync(rowsOfFile(file, reading, context, () => undefined)),
  )
  return { rows, damaged: reading.damaged }
}

suite('a table', () => {
  const text = 'made on a day\r\n\r\na;b;c\r\n1;"2;5";3\r\n"two\nlines";;\r\n'
  const rows = [['made on a day'], ['a', 'b', 'c'], ['1', '2;5', '3'], ['two\nlines', '', '']]

  test('is read with what stands above it, whatever parts its fields, in UTF-8, UTF-16 or packed', async () => {
    const utf16 = Buffer.from(`\u{feff}${text}`, 'utf16le')
    for (const bytes of [Buffer.from(text), Buffer.from(`\u{feff}${text}`), utf16, gzipSync(text)]) {
      assert.deepEqual(await read(bytes), { rows, damaged: false })
    }
  })

  test('ends where it breaks off, without the row that is not whole', async () => {
    assert.deepEqual(await read(Buffer.from('a;b;c\n1;2;3\n4;5')), {
      rows: [
        ['a', 'b', 'c'],
        ['1', '2', '3'],
      ],
      damaged: true,
    })
    const packed = gzipSync(text)
    assert.equal((await read(packed.subarray(0, packed.length - 12))).damaged, true)
  })

  test('tells its first lines without being read to its end', async () => {
    let asked = 0
    const endless = Readable.from(
      (function* () {
        for (;;) {
          asked++
          yield Buffer.from('a,b\n'.repeat(1000))
        }
      })(),
    )
    assert.deepEqual(await firstLines(endless, 2), ['a,b', 'a,b'])
    assert.ok(asked < 50, `${asked} pieces were read`)
    assert.equal(endless.destroyed, true)
  })

  test('has the parting mark that its line has most of', () => {
    assert.deepEqual(['a,b;c;d', 'a', 'a\tb'].map(delimiterOf), [';', ',', '\t'])
    assert.deepEqual(fieldsOf('1;"a;b";2,5', ';'), ['1', 'a;b', '2,5'])
    assert.deepEqual(fieldsOf('1,"a'), [])
  })
})

suite('a time without a zone', () => {
  test('is read as it is written: by day or month first, by twelve hours or twenty-four', () => {
    assert.equal(wallTime('29-03-2026 14:05', 'day first'), '2026-03-29T14:05:00')
    assert.equal(wallTime('03/29/2026 2:05 PM', 'month first'), '2026-03-29T14:05:00')
    assert.equal(wallTime('03/29/2026 12:05 am', 'month first'), '2026-03-29T00:05:00')
    assert.equal(wallTime('2026-03-29T14:05:31', 'month first'), '2026-03-29T14:05:31')
    for (const text of ['', 'soon', '03/29/26 14:05', '03/29/2026 14:05 PM', '2026-03-29']) {
      assert.equal(wallTime(text, 'month first'), null, text)
    }
  })

  test('tells its order by a number above twelve, by the clock, or not at all', () => {
    const found = (...texts: string[]) => {
      const finder = createOrderFinder()
      for (const text of texts) finder.see(text)
      return finder.found()
    }
    assert.deepEqual(found('01-02-2026 14:05', '29-03-2026 14:05'), { order: 'day first', isGuessed: false })
    assert.deepEqual(found('03-29-2026 14:05'), { order: 'month first', isGuessed: false })
    assert.deepEqual(found('03-04-2026 02:05 PM'), { order: 'month first', isGuessed: true })
    assert.deepEqual(found('03-04-2026 14:05'), { order: 'day first', isGuessed: true })
    assert.deepEqual(found('04-04-2026 14:05'), { order: 'day first', isGuessed: false })
  })

  test('is the second of the two moments that it names once the first would go back', () => {
    const clock = createFloatingClock('Europe/Oslo', true)
    const walls = ['2026-10-25T02:00:00', '2026-10-25T02:30:00', '2026-10-25T02:00:00', '2026-10-25T02:30:00']
    assert.deepEqual(
      walls.map((wall) => new Date(clock(wall)?.epochMs ?? Number.NaN).toISOString().slice(11, 16)),
      ['00:00', '00:30', '01:00', '01:30'],
    )
    assert.equal(clock('soon'), null)
  })
})
