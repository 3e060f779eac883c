import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { readStamp, type Stamp } from './stamps.ts'

const read = (text: string, zone = 'UTC'): Stamp | null => {
  const stamp = { seconds: 0, offsetMinutes: 0, day: 0 }
  return readStamp(text, stamp, zone) ? stamp : null
}

const two = (n: number): string => `${n}`.padStart(2, '0')

test('reads every time of an export with its offset and local day', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 86_400, max: 4_200_000_000 }),
      fc.integer({ min: -12 * 60, max: 14 * 60 }),
      (seconds, offset) => {
        const local = new Date((seconds + offset * 60) * 1000).toISOString()
        const sign = offset < 0 ? '-' : '+'
        const zone = `${sign}${two(Math.floor(Math.abs(offset) / 60))}${two(Math.abs(offset) % 60)}`
        const found = read(`${local.slice(0, 10)} ${local.slice(11, 19)} ${zone}`)
        assert.equal(found?.seconds, seconds)
        assert.equal(found?.offsetMinutes === 0 ? 0 : found?.offsetMinutes, offset)
        assert.equal(found?.day, Math.floor((seconds + offset * 60) / 86_400))
      },
    ),
  )
})

test('refuses what is no time', () => {
  for (const text of [
    '',
    'not a date',
    '2024-13-01 00:00:00 +0100',
    '2023-02-29 00:00:00 +0100',
    '2024-01-01 24:00:00 +0100',
    '2024-01-01 00:00:60 +0100',
    '2024-01-01 00:00:00 *0100',
    '2024-0a-01 00:00:00 +0100',
    '1969-12-30 00:00:00 +0000',
  ]) {
    assert.equal(read(text), null, text)
  }
})

test('knows leap days and other spellings', () => {
  assert.equal(read('2024-02-29 00:00:00 +0000')?.seconds, Date.UTC(2024, 1, 29) / 1000)
  assert.equal(read('2024-07-01T10:00:00Z', 'Europe/Oslo')?.offsetMinutes, 120)
  assert.equal(read('2024-07-01 10:00:00', '+05:30')?.seconds, Date.UTC(2024, 6, 1, 4, 30) / 1000)
})
