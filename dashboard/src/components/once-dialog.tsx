import type { ReactNode } from 'react'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'

interface Props {
  title: string
  description: string
  /** Of the button. */
  done: string
  onClose: () => void
  children: ReactNode
}

/** Shows what is shown nowhere else, this once: it stays until its button is pressed. */
export function OnceDialog({ done, onClose, children, ...head }: Props) {
  return (
    <Dialog
      open
      onClose={onClose}
      {...head}
      size="wide"
      locked
      footer={
        <Button look="primary" onClick={onClose}>
          {done}
        </Button>
      }
    >
      {children}
    </Dialog>
  )
}
