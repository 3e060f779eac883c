import { FileUp } from 'lucide-react'
import { type DragEvent, useId, useState } from 'react'
import { buttonClass } from '../../components/button.tsx'
import { cx } from '../../components/cx.ts'
import { en } from '../../strings/en.ts'

const words = en.imports.form

/** What the file chooser offers; the server looks at the content, not at the name. */
const accepted = '.zip,.xml,.fit,.tcx,.gpx,.gz,.csv,.db'

/** Takes files by drop or by choice, several at once. */
export function DropZone({ onFiles }: { onFiles: (files: File[]) => void }) {
  const id = useId()
  const [isOver, setIsOver] = useState(false)
  const over = (event: DragEvent) => {
    event.preventDefault()
    setIsOver(true)
  }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setIsOver(false)
    const files = [...event.dataTransfer.files]
    if (files.length > 0) onFiles(files)
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is one way; the button inside is the other
    <div
      data-drop
      onDragEnter={over}
      onDragOver={over}
      onDragLeave={() => setIsOver(false)}
      onDrop={drop}
      className={cx(
        'flex flex-col items-center gap-2 rounded-panel border-2 border-dashed px-4 py-8 text-center transition-colors',
        isOver ? 'border-accent bg-accent-tint' : 'border-control bg-sunken',
      )}
    >
      <FileUp aria-hidden className={cx('size-6', isOver ? 'text-accent' : 'text-muted')} />
      <p className="font-medium text-section">{isOver ? words.dropNow : words.drop}</p>
      <p className="max-w-text text-muted">{words.or}</p>
      <label
        htmlFor={id}
        className={cx(
          buttonClass('primary'),
          'relative mt-1 cursor-pointer hover:opacity-85 has-focus-visible:outline-2 has-focus-visible:outline-accent has-focus-visible:outline-offset-2',
        )}
      >
        {words.choose}
        <input
          id={id}
          type="file"
          multiple
          accept={accepted}
          className="sr-only"
          onChange={(event) => {
            const files = [...(event.target.files ?? [])]
            // The same file may be chosen again after it was refused.
            event.target.value = ''
            if (files.length > 0) onFiles(files)
          }}
        />
      </label>
    </div>
  )
}
