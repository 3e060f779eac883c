import { isObject, isWord, type JsonObject } from './shape.ts'

/** What most samples say: neither a series nor metadata. */
export interface PlainSample extends JsonObject {
  id: string
  type: string
  value?: number | string | null
  unit?: string | null
  tz?: string | null
  manual?: boolean | null
  source?: Partial<Record<(typeof sourceNames)[number], string | null>> | null
  device?: Partial<Record<(typeof deviceNames)[number], string | null>> | null
  meta?: null
  series?: null
}

export const sourceNames = ['name', 'bundle', 'version', 'product'] as const
export const deviceNames = ['name', 'manufacturer', 'model', 'hw', 'sw', 'kind'] as const

/**
 * Whether something is a sample as most are, and fits the shape of all. Asked first, since uploads are long: it takes a tenth
 * of the time, and copies nothing. What it does not know is for the shape to judge, and to say what is wrong with it.
 */
export const isPlainSample = (raw: unknown): raw is PlainSample =>
  isObject(raw) &&
  isWord(raw['id']) &&
  isWord(raw['type']) &&
  (isText(raw['value']) || Number.isFinite(raw['value'])) &&
  isText(raw['unit']) &&
  isText(raw['tz']) &&
  (raw['manual'] == null || typeof raw['manual'] === 'boolean') &&
  areTexts(raw['source'], sourceNames) &&
  areTexts(raw['device'], deviceNames) &&
  raw['meta'] == null &&
  raw['series'] == null

const isText = (value: unknown): boolean => value == null || typeof value === 'string'

const areTexts = (value: unknown, names: readonly string[]): boolean =>
  value == null || (isObject(value) && names.every((each) => isText(value[each])))
