import { useChosenEnvironment } from '../../api/session.ts'
import { cx } from '../../components/cx.ts'
import { Panel } from '../../components/panel.tsx'
import { en } from '../../strings/en.ts'
import { isColour, textOn, type WidgetDraft } from './widget-form.ts'

const words = en.settings.widget
const schemes = { auto: undefined, light: 'scheme-light', dark: 'scheme-dark' } as const

/** A drawing of the page on which a user agrees, from what the form holds; the real one opens by a sample session. */
export function WidgetPreview({ draft }: { draft: WidgetDraft }) {
  const environment = useChosenEnvironment()
  const app = draft.title.trim() || (environment?.name ?? '')
  const accent = isColour(draft.accent) ? draft.accent : null
  return (
    <Panel title={words.preview} description={words.previewHint}>
      <div className={cx('rounded-panel border border-line bg-canvas p-4 text-ink', schemes[draft.theme])}>
        <div className="mb-4 flex min-h-11 items-center gap-3 font-medium">
          {draft.logo !== null && <img src={draft.logo} alt="" className="max-h-11 max-w-40" />}
          <span className="min-w-0 break-words">{app}</span>
        </div>
        <div className="rounded-panel border border-line bg-surface p-4">
          <p className="font-semibold text-section">{words.previewTitle}</p>
          <p className="mt-2">{words.previewReceives(app)}</p>
          <ul className="mt-1 list-disc pl-5">
            {words.previewTypes.map((type) => (
              <li key={type}>{type}</li>
            ))}
          </ul>
          <p
            className={cx(
              'mt-4 flex min-h-11 w-fit items-center rounded-control px-4 font-medium',
              accent === null && 'bg-ink text-canvas',
            )}
            style={accent === null ? undefined : { backgroundColor: accent, color: textOn(accent) }}
          >
            {words.previewButton}
          </p>
        </div>
        {draft.privacy.trim() !== '' && <p className="mt-4 text-accent underline">{words.previewPrivacy(app)}</p>}
      </div>
    </Panel>
  )
}
