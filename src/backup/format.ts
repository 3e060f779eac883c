import { z } from 'zod'

/**
 * A backup is a zip: a file of rows for each table, as `COPY` writes them; background jobs, uploaded files and secrets;
 * and last `manifest.json`, which says what there is, how much, and with which checksums.
 */
export const formatVersion = 1
export const manifestName = 'manifest.json'
export const jobsName = 'jobs.json'
export const keysName = 'secrets/secret.key'
export const credentialsName = 'secrets/credentials.json'
export const tableEntry = (table: string): string => `tables/${table}.copy`
/** Uploads are kept under their path in the data directory: `raw/<id>`. */
export const uploadPattern = /^raw\/[A-Za-z0-9-]+$/

const count = z.int().min(0)
const identifier = z.string().regex(/^[a-z_][a-z0-9_]*$/)

export const manifestSchema = z.object({
  format: z.literal('tellus-backup'),
  version: z.literal(formatVersion),
  /** The version of Tellus that wrote it. */
  tellus: z.string(),
  made_at: z.string(),
  /** How far the database was. */
  migrations: z.array(z.object({ name: z.string(), checksum: z.string() })).min(1),
  tables: z.array(z.object({ name: identifier, columns: z.array(identifier).min(1), rows: count })),
  /** The days that have partitions. */
  days: z.array(z.iso.date()),
  /** Where sequences stand, so that no number is given twice. */
  sequences: z.array(z.object({ name: identifier, last_value: z.string().regex(/^\d+$/), is_called: z.boolean() })),
  jobs: count,
  /** Uploads that the database knows and the data directory had no more. */
  missing_uploads: z.array(z.string()),
  /** Names the keys that secrets in the tables are sealed with, the current one first. */
  key_ids: z.array(z.string()),
  has_secrets: z.boolean(),
  entries: z.array(z.object({ name: z.string(), bytes: count, sha256: z.string() })),
})
export type Manifest = z.output<typeof manifestSchema>

/** A background job, without what belongs to the process that may have been running it. */
export const jobSchema = z.object({
  task: z.string(),
  payload: z.unknown(),
  queue: z.string().nullable(),
  run_at: z.string(),
  priority: z.int(),
  attempts: z.int(),
  max_attempts: z.int(),
  key: z.string().nullable(),
  last_error: z.string().nullable(),
  flags: z.array(z.string()).nullable(),
})
export type Job = z.output<typeof jobSchema>
