import { v5 } from 'uuid'
import { tryParseInstant } from '../../normalise/time.ts'
import type { DeviceData } from '../../schema/records.ts'
import { deviceName } from '../device-name.ts'
import type { Category, Coding, Measure, Part, Unit } from './codes.ts'

/** As much of the resources of FHIR R4 as an export writes. */
interface CodeableConcept {
  coding?: readonly Coding[]
  text?: string
}
interface Quantity {
  value: number
  unit: string
  system: 'http://unitsofmeasure.org'
  code: string
}
interface Component {
  code: CodeableConcept
  valueQuantity?: Quantity
  dataAbsentReason?: { coding: { system: string; code: 'unknown' }[] }
}
interface Identifier {
  system: string
  value: string
}

export interface Observation {
  resourceType: 'Observation'
  id: string
  meta?: { profile: string[] }
  identifier: Identifier[]
  status: 'final' | 'preliminary'
  category: { coding: { system: string; code: Category }[] }[]
  code: CodeableConcept
  subject: { reference: string }
  effectiveDateTime?: string
  effectivePeriod?: { start?: string; end?: string }
  valueQuantity?: Quantity
  method?: CodeableConcept
  device?: { display: string }
  component?: Component[]
}

/** When something was: an instant, or from one to another; timestamps of the schema. */
export type When = { at: string } | { from: string; to: string }

/** What a record says of one measure. */
export interface Finding {
  measure: Measure
  /** Tells it from others of its record: the field it was in, and the time of a reading. */
  name: string
  when: When
  value: number | null | undefined
  parts?: readonly { part: Part; value: number | null | undefined }[]
  /** True for a mean of what was measured in between. */
  isMean?: boolean
}

/** The record that findings are of. */
export interface FoundIn {
  userId: string
  /** Its type and key, which stay the same when it is corrected. */
  record: string
  device: DeviceData | null | undefined
  /** When the export was begun, epoch milliseconds: what lasts beyond it may still change. */
  nowMs: number
}

/** The URN of a UUID, which FHIR takes for an identifier without a system of its own. */
export const urnOf = (uuid: string): Identifier => ({ system: 'urn:ietf:rfc:3986', value: `urn:uuid:${uuid}` })

/**
 * The findings of one record as Observations; those that say nothing have none. An id is made of the user, the record and the
 * name of the finding, so that every export says the same of the same, and a receiver can tell what it has already.
 */
export function observationsOf(findings: readonly Finding[], found: FoundIn): Observation[] {
  const taken = new Set<string>()
  return findings.flatMap((finding) => {
    const parts = finding.parts ?? []
    if (![finding, ...parts].some(({ value }) => isNumber(value))) return []
    const id = idOf(`${found.record} ${finding.name}`, found.userId, taken)
    return observationOf(finding, parts.flatMap(componentOf), id, found)
  })
}

function componentOf({ part, value }: { part: Part; value: number | null | undefined }): Component[] {
  const code = conceptOf(part)
  if (isNumber(value)) return [{ code, valueQuantity: quantityOf(value, part.unit) }]
  if (part.isNeeded !== true) return []
  const system = 'http://terminology.hl7.org/CodeSystem/data-absent-reason'
  return [{ code, dataAbsentReason: { coding: [{ system, code: 'unknown' }] } }]
}

const isNumber = (value: number | null | undefined): value is number => typeof value === 'number'

/** Two readings of one instant have names of their own, in their order. */
function idOf(name: string, userId: string, taken: Set<string>): string {
  let whole = name
  for (let copy = 2; taken.has(whole); copy++) whole = `${name} ${copy}`
  taken.add(whole)
  return v5(whole, userId)
}

function observationOf(finding: Finding, component: Component[], id: string, found: FoundIn): Observation {
  const { measure, value, when, isMean } = finding
  const device = deviceName(found.device)
  return {
    resourceType: 'Observation',
    id,
    ...(measure.profile === undefined
      ? {}
      : { meta: { profile: [`http://hl7.org/fhir/StructureDefinition/${measure.profile}`] } }),
    identifier: [urnOf(id)],
    status: isOver(when, found.nowMs) ? 'final' : 'preliminary',
    category: [
      {
        coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: measure.category }],
      },
    ],
    code: conceptOf(measure),
    subject: { reference: `urn:uuid:${found.userId}` },
    ...effective(when),
    ...(isNumber(value) ? { valueQuantity: quantityOf(value, measure.unit) } : {}),
    ...(isMean === true ? { method: { text: 'Mean of what was measured in the period' } } : {}),
    ...(device === null ? {} : { device: { display: device } }),
    ...(component.length === 0 ? {} : { component }),
  }
}

const conceptOf = ({ coding, text }: Pick<Part, 'coding' | 'text'>): CodeableConcept => ({
  ...(coding.length === 0 ? {} : { coding }),
  ...(text === undefined ? {} : { text }),
})

const quantityOf = (value: number, { unit, code }: Unit): Quantity => ({
  value,
  unit,
  system: 'http://unitsofmeasure.org',
  code,
})

/** A time without an offset is taken for one in UTC: how far off that is matters to today's records alone. */
const isOver = (when: When, nowMs: number): boolean =>
  (tryParseInstant('at' in when ? when.at : when.to)?.epochMs ?? 0) <= nowMs

const effective = (when: When): Pick<Observation, 'effectiveDateTime' | 'effectivePeriod'> =>
  'at' in when
    ? { effectiveDateTime: dateTime(when.at) }
    : { effectivePeriod: { start: dateTime(when.from), end: dateTime(when.to) } }

/**
 * A timestamp of the schema as FHIR has it: no fraction of a second where it is 0. FHIR wants an offset beside every time, so
 * of a local time in an unknown zone only the day is told.
 */
export function dateTime(timestamp: string): string {
  if (!/(?:Z|[+-]\d\d:\d\d)$/.test(timestamp)) return timestamp.slice(0, 10)
  return timestamp.replace(/\.0+(?=Z|[+-])/, '').replace(/(\.\d*?[1-9])0+(?=Z|[+-])/, '$1')
}
