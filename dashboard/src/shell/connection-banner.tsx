import { useEffect, useState } from 'react'
import { reconnectLive, useLiveState } from '../api/live.ts'
import { Button } from '../components/button.tsx'
import { en } from '../strings/en.ts'

const words = en.shell.lost
/** A line that breaks and comes back at once is nobody's concern. */
const patienceMs = 3_000

/** Says that the stream is gone, once it has been for a moment, and offers to try at once. */
export function ConnectionBanner() {
  const isLost = useLiveState() === 'lost'
  const [isShown, setShown] = useState(false)
  useEffect(() => {
    if (!isLost) return setShown(false)
    const timer = setTimeout(() => setShown(true), patienceMs)
    return () => clearTimeout(timer)
  }, [isLost])
  return (
    <div role="status">
      {isShown && (
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line bg-warn-tint px-4 py-2 text-warn">
          <strong className="font-medium">{words.title}</strong>
          <span>{words.detail}</span>
          <Button onClick={reconnectLive}>{words.action}</Button>
        </p>
      )}
    </div>
  )
}
