import { useEffect, useState } from 'react'

/** Becomes true when `waiting` has lasted `afterMs`: short waits show nothing at all. */
export function useDelayed(waiting: boolean, afterMs = 150): boolean {
  const [late, setLate] = useState(false)
  useEffect(() => {
    if (!waiting) return
    const timer = setTimeout(() => setLate(true), afterMs)
    return () => {
      clearTimeout(timer)
      setLate(false)
    }
  }, [waiting, afterMs])
  return waiting && late
}
