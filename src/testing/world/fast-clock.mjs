// Loaded before Tellus (`node --import`): its clock is that of the file TEST_CLOCK, a number of milliseconds that it is
// ahead of the real one. Whoever writes the file moves time for every process; Tellus itself knows nothing of it.
import { readFileSync } from 'node:fs'

const file = process.env['TEST_CLOCK']
const RealDate = Date
const realNow = Date.now.bind(Date)
const lookEveryMs = 25
let aheadMs = 0
let lookedAt = Number.NEGATIVE_INFINITY

function now() {
  const at = performance.now()
  if (at - lookedAt > lookEveryMs) {
    lookedAt = at
    aheadMs = Number(readFileSync(file, 'utf8')) || aheadMs
  }
  return realNow() + aheadMs
}

class FastDate extends RealDate {
  constructor(...given) {
    if (given.length === 0) super(now())
    else super(...given)
  }
  static now() {
    return now()
  }
}
Object.defineProperty(FastDate, 'name', { value: 'Date' })
globalThis.Date = FastDate
