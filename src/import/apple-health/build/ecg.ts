import { formatTimestamp } from '../../../normalise/time.ts'
import { AFibFlag } from '../../../schema/enums.ts'
import type { ECGReading } from '../../../schema/records.ts'
import type { ImportContext } from '../../importer.ts'
import { readStamp, type Stamp } from '../collect/stamps.ts'
import type { ExportSource } from '../read/source.ts'

/** What stands above the samples of an electrocardiogram. */
export interface EcgHead {
  stamp: Stamp
  /** Samples per second. */
  rate: number
  afib: AFibFlag
}

const recorded = /\d{4}-\d\d-\d\d \d\d:\d\d:\d\d [+-]\d{4}/
const number = /^"?([+-]?\d+(?:[.,]\d+)?(?:[eE][+-]?\d+)?)"?;?$/
const headLines = 30
/** Apple records 30 seconds at 512 Hz; ten times that is no electrocardiogram of a watch. */
const maxSamples = 153_600

const linesOf = (table: Buffer): string[] =>
  table
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/)

/**
 * Reads the head of an electrocardiogram as the Health app writes it. Its labels are in the phone's language, so they
 * are known by their contents: the date is the first line that holds one, the rate the first `512 hertz` after it, the
 * classification the line after the date. Null when the table is none.
 */
export function readEcgHead(table: Buffer, fallbackZone: string): EcgHead | null {
  const lines = linesOf(table).slice(0, headLines)
  const at = lines.findIndex((line) => recorded.test(line))
  const date = recorded.exec(lines[at] ?? '')?.[0]
  const stamp: Stamp = { seconds: 0, offsetMinutes: 0, day: 0 }
  if (date === undefined || !readStamp(date, stamp, fallbackZone)) return null
  const rate = lines
    .slice(at + 1)
    .map(rateOf)
    .find((found) => found !== null)
  return rate == null ? null : { stamp, rate, afib: afibOf(lines[at + 1] ?? '') }
}

function rateOf(line: string): number | null {
  const found = /[,;\t]\s*"?(\d+(?:[.,]\d+)?)\s?\p{L}+/u.exec(line)
  const rate = Number(found?.[1]?.replace(',', '.') ?? Number.NaN)
  return rate >= 50 && rate <= 5000 ? rate : null
}

/** The words for sinus rhythm and atrial fibrillation in the languages of the watch's ECG app. */
const sinus = /sinus|sinüs|синус|窦|竇|洞調律|동리듬|동성|ไซนัส|جيبي|סינוס/i
const fibrillation = /fibril|flimmer|flimren|väri[nl]|värin|фибрил|房颤|房顫|顫動|颤动|心房細動|細動|세동|رجفان|פרפור/i

const afibOf = (line: string): AFibFlag =>
  fibrillation.test(line) ? AFibFlag.POSITIVE : sinus.test(line) ? AFibFlag.NEGATIVE : AFibFlag.INCONCLUSIVE

/** An electrocardiogram with its samples in microvolts; null when the table is none. */
export function readEcg(table: Buffer, fallbackZone: string): ECGReading | null {
  const head = readEcgHead(table, fallbackZone)
  if (head === null) return null
  const { stamp, rate, afib } = head
  const lines = linesOf(table)
  const unit = lines.slice(0, headLines).find((line) => /[,;]\s*"?(?:mV|µV|μV|uV)"?\s*$/.test(line)) ?? ''
  const factor = /mV"?\s*$/.test(unit) ? 1000 : 1
  const raw: NonNullable<ECGReading['raw_signal']> = []
  for (const line of lines) {
    const value = number.exec(line.trim())?.[1]
    if (value === undefined || raw.length >= maxSamples) continue
    raw.push({
      timestamp: formatTimestamp(stamp.seconds * 1000 + (raw.length * 1000) / rate, stamp.offsetMinutes),
      potential_uV: Number(value.replace(',', '.')) * factor,
    })
  }
  return {
    start_timestamp: formatTimestamp(stamp.seconds * 1000, stamp.offsetMinutes),
    avg_hr_bpm: null,
    afib_classification: afib,
    raw_signal: raw,
  }
}

/** An electrocardiogram that is still in its file. */
export interface EcgFile {
  offsetMinutes: number
  read(): Promise<ECGReading | null>
}

/** The electrocardiograms of an export by local day; their samples are read only when their day is built. */
export async function findEcgs(
  { tables }: ExportSource,
  { fallbackZone, signal }: Pick<ImportContext, 'fallbackZone' | 'signal'>,
): Promise<ReadonlyMap<number, readonly EcgFile[]>> {
  const found = new Map<number, EcgFile[]>()
  for (const table of tables) {
    signal.throwIfAborted()
    const head = readEcgHead(await table.head(), fallbackZone)
    if (head === null) continue
    const { day, offsetMinutes } = head.stamp
    const read = async (): Promise<ECGReading | null> => {
      const whole = await table.whole()
      return whole === null ? null : readEcg(whole, fallbackZone)
    }
    found.set(day, [...(found.get(day) ?? []), { offsetMinutes, read }])
  }
  return found
}
