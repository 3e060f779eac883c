import type { Inbox } from '../../api/inboxes.ts'

/** How an inbox answers: takes all, refuses all, or answers later than a destination waits. */
export type AnswerMode = 'ok' | 'error' | 'slow'

export const answers: Readonly<Record<AnswerMode, Pick<Inbox, 'respond_status' | 'respond_delay_ms'>>> = {
  ok: { respond_status: 200, respond_delay_ms: 0 },
  error: { respond_status: 500, respond_delay_ms: 0 },
  slow: { respond_status: 200, respond_delay_ms: 12_000 },
}
export const answerModes = ['ok', 'error', 'slow'] as const satisfies readonly AnswerMode[]

/** The mode an inbox is in; null for an answer of its own, set by the API. */
export const modeOf = ({ respond_status: status, respond_delay_ms: ms }: Inbox): AnswerMode | null =>
  answerModes.find((mode) => answers[mode].respond_status === status && answers[mode].respond_delay_ms === ms) ?? null

/** Whether a destination sends to an inbox: as one of that kind, or by its address. */
export const sendsTo = (inbox: Inbox, destination: { inbox_id: string | null; url: string | null }): boolean =>
  destination.inbox_id === inbox.id ||
  (destination.url !== null &&
    URL.canParse(destination.url) &&
    new URL(destination.url).pathname.endsWith(`/inbox/${inbox.id}`))
