import { ArrowDown, ArrowUp, GripVertical, X } from 'lucide-react'
import { type PointerEvent, type ReactNode, useLayoutEffect, useRef, useState } from 'react'
import { parts } from '../strings/en/parts.ts'
import { cx } from './cx.ts'
import { IconButton } from './icon-button.tsx'
import { moved, placeAt } from './order.ts'

export type OrderItem = {
  /** Unique in its list. */
  value: string
  label: string
  /** Small print beside it. */
  note?: ReactNode
}

export type OrderListProps = {
  /** What is put in order, for assistive technology. */
  label: string
  items: readonly OrderItem[]
  /** Gets the values in their new order; without it the order is only shown. */
  onOrder?: ((values: string[]) => void) | undefined
  /** Takes one out of the list. */
  onRemove?: ((value: string) => void) | undefined
}

type Step = 'up' | 'down'

/** A list whose order means something: changed by dragging, or by the buttons of a row, which the keyboard reaches. */
export function OrderList({ label, items, onOrder, onRemove }: OrderListProps) {
  const list = useRef<HTMLOListElement>(null)
  /** The button that moved its row: the row takes it along, and some browsers forget that it had the focus. */
  const pressed = useRef<{ value: string; step: Step } | null>(null)
  const [dragged, setDragged] = useState<string | null>(null)
  const [said, setSaid] = useState('')

  useLayoutEffect(() => {
    if (pressed.current === null) return
    const { value, step } = pressed.current
    pressed.current = null
    const buttons = list.current?.querySelectorAll<HTMLElement>(`[data-step=${step}]`) ?? []
    for (const button of buttons) if (button.dataset['value'] === value) button.focus()
  })

  const move = (from: number, to: number) => {
    const item = items[from]
    if (item === undefined || to < 0 || to >= items.length || from === to) return
    onOrder?.(
      moved(
        items.map(({ value }) => value),
        from,
        to,
      ),
    )
    setSaid(parts.movedTo(item.label, to + 1, items.length))
  }
  const step = (value: string, from: number, way: Step) => {
    pressed.current = { value, step: way }
    move(from, way === 'up' ? from - 1 : from + 1)
  }
  const drag = (event: PointerEvent<HTMLElement>) => {
    const at = items.findIndex(({ value }) => value === dragged)
    if (at === -1) return
    const tops = [...(list.current?.children ?? [])].map((row) => row.getBoundingClientRect().top)
    move(at, placeAt(tops, event.clientY))
  }
  const drop = () => setDragged(null)

  return (
    <>
      <ol
        ref={list}
        aria-label={label}
        onPointerMove={dragged === null ? undefined : drag}
        onPointerUp={drop}
        onPointerCancel={drop}
        onLostPointerCapture={drop}
        className="flex flex-col gap-1"
      >
        {items.map(({ value, label: name, note }, at) => (
          <li
            key={value}
            className={cx(
              'flex min-h-10 items-center gap-2 rounded-control border border-line bg-surface px-2',
              value === dragged && 'border-accent bg-accent-tint',
            )}
          >
            {onOrder !== undefined && (
              <span
                aria-hidden
                data-grip
                // The list holds the pointer, for a row is taken out of the page while it moves.
                onPointerDown={(event) => {
                  if (event.button !== 0) return
                  event.preventDefault()
                  list.current?.setPointerCapture(event.pointerId)
                  setDragged(value)
                }}
                className="-ml-1 inline-flex size-6 shrink-0 cursor-grab touch-none items-center justify-center text-muted touch:size-11 [&_svg]:size-4"
              >
                <GripVertical />
              </span>
            )}
            <span aria-hidden className="w-5 shrink-0 text-right text-muted tabular-nums">
              {at + 1}
            </span>
            <span className="flex min-w-0 flex-1 flex-wrap items-baseline gap-x-2">
              <span className="font-medium">{name}</span>
              {note && <span className="text-label text-muted">{note}</span>}
            </span>
            {onOrder !== undefined && (
              <>
                <IconButton
                  label={parts.moveUp(name)}
                  icon={<ArrowUp aria-hidden />}
                  data-value={value}
                  data-step="up"
                  disabled={at === 0}
                  onClick={() => step(value, at, 'up')}
                />
                <IconButton
                  label={parts.moveDown(name)}
                  icon={<ArrowDown aria-hidden />}
                  data-value={value}
                  data-step="down"
                  disabled={at === items.length - 1}
                  onClick={() => step(value, at, 'down')}
                />
              </>
            )}
            {onRemove !== undefined && (
              <IconButton label={parts.takeOut(name)} icon={<X aria-hidden />} onClick={() => onRemove(value)} />
            )}
          </li>
        ))}
      </ol>
      <p role="status" className="sr-only">
        {said}
      </p>
    </>
  )
}
