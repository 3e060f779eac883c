import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { parts } from '../strings/en/parts.ts'
import { Button, type ButtonLook } from './button.tsx'
import { IconButton } from './icon-button.tsx'
import { toast } from './toast.tsx'

/** Puts a text on the clipboard; says in a toast when the browser does not allow it. Gives whether it worked. */
export async function copyText(text: string): Promise<boolean> {
  try {
    // Outside https and loopback there is no clipboard interface; a selected field is the way that remains.
    if (navigator.clipboard) await navigator.clipboard.writeText(text)
    else copyBySelection(text)
    return true
  } catch {
    toast({ text: parts.copyFailed, tone: 'bad' })
    return false
  }
}

function copyBySelection(text: string) {
  const before = document.activeElement
  const field = document.createElement('textarea')
  field.value = text
  field.className = 'sr-only'
  const host = document.querySelector('[role="dialog"]') ?? document.body
  host.append(field)
  field.select()
  const copied = document.execCommand('copy')
  field.remove()
  if (before instanceof HTMLElement) before.focus()
  if (!copied) throw new Error('copy refused')
}

/** What is copied, or how to get it when asked; nothing is copied when that gives undefined. */
export type Copyable = string | (() => string | undefined | Promise<string | undefined>)

/** `copied` for two seconds after `copy` has worked. */
export function useCopy(text: Copyable): { copied: boolean; copy: () => Promise<void> } {
  const [copied, setCopied] = useState(0)
  useEffect(() => {
    if (copied === 0) return
    const timer = setTimeout(() => setCopied(0), 2000)
    return () => clearTimeout(timer)
  }, [copied])
  const copy = async () => {
    const copied = typeof text === 'string' ? text : await text()
    if (copied !== undefined && (await copyText(copied))) setCopied((count) => count + 1)
  }
  return { copied: copied > 0, copy }
}

export type CopyButtonProps = {
  text: Copyable
  /** What it does: "Copy callback URL". With `look` these are its words, otherwise its name and tooltip. */
  label?: string | undefined
  /** Shows words beside the icon, in this look. */
  look?: ButtonLook | undefined
  /** Size of the icon-only form. */
  size?: 'small' | 'normal' | undefined
}

/** Copies a text and says that it did. */
export function CopyButton({ text, label = parts.copy, look, size }: CopyButtonProps) {
  const { copied, copy } = useCopy(text)
  const icon = copied ? <Check aria-hidden className="text-ok" /> : <Copy aria-hidden />
  return (
    <>
      {look ? (
        <Button look={look} icon={icon} onClick={copy}>
          {label}
        </Button>
      ) : (
        <IconButton label={copied ? parts.copied : label} icon={icon} size={size} onClick={copy} />
      )}
      <span role="status" className="sr-only">
        {copied ? parts.copied : ''}
      </span>
    </>
  )
}
