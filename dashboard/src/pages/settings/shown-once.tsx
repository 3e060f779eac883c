import { CopyButton } from '../../components/copy-button.tsx'

/** A text that is on the page this once: whole, broken anywhere, with its button. */
export function ShownOnce({ label, text, copy }: { label: string; text: string; copy: string }) {
  return (
    <div className="min-w-0 rounded-panel border border-line bg-sunken p-3">
      <p className="text-label text-muted">{label}</p>
      <p className="my-1 break-all font-mono">{text}</p>
      <CopyButton look="quiet" text={text} label={copy} />
    </div>
  )
}
