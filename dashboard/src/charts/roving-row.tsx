import { type KeyboardEvent, type ReactNode, useRef, useState } from 'react'
import { stepTo } from './steps.ts'

export interface RovingCell {
  key: string | number
  /** Name of the button, also its tooltip. */
  label: string
  pressed: boolean
  /** Goes to the `data-present` attribute, for the look. */
  present?: boolean
  children?: ReactNode
  onPress: () => void
}

/** A row of buttons that is one stop of the Tab key; arrow keys, Home and End walk inside it. Begins at its last button. */
export function RovingRow(props: { label: string; className: string; cells: readonly RovingCell[]; height?: number }) {
  const { label, className, cells, height } = props
  const row = useRef<HTMLDivElement>(null)
  const [chosen, choose] = useState<number | null>(null)
  const at = Math.min(chosen ?? cells.length - 1, cells.length - 1)
  const key = (event: KeyboardEvent) => {
    const next = stepTo(event.key, at, cells.length)
    if (typeof next !== 'number') return
    event.preventDefault()
    choose(next)
    row.current?.querySelectorAll('button')[next]?.focus()
  }
  return (
    <div
      ref={row}
      className={className}
      role="toolbar"
      aria-label={label}
      onKeyDown={key}
      style={height === undefined ? undefined : { height }}
    >
      {cells.map((cell, index) => (
        <button
          key={cell.key}
          type="button"
          tabIndex={index === at ? 0 : -1}
          aria-label={cell.label}
          aria-pressed={cell.pressed}
          title={cell.label}
          data-present={cell.present}
          onFocus={() => choose(index)}
          onClick={cell.onPress}
        >
          {cell.children}
        </button>
      ))}
    </div>
  )
}
