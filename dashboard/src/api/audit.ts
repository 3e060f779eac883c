import type { AuditEntry } from '../../../src/client/operations.ts'
import { type List, useList } from './list.ts'

export type { AuditEntry } from '../../../src/client/operations.ts'

/** What the audit log is narrowed to; empty or null is all. */
export interface AuditAsked {
  /** An action, or with a `*` at its end all that begin so. */
  action: string
  /** An e-mail, or the name of a key. */
  actor: string
  since: string | null
  until: string | null
}

/** Who did what, the newest first. */
export const useAudit = ({ action, actor, since, until }: AuditAsked): List<AuditEntry> =>
  useList('/audit', { query: { action, actor, since, until } })
