import { Component, type ErrorInfo, type ReactNode } from 'react'
import { asSentence } from '../api/error.ts'
import { Button } from '../components/button.tsx'
import { en } from '../strings/en.ts'

const words = en.shell.broken

interface Props {
  children: ReactNode
  /** Another value shows the children again, as when the reader has gone to another page. */
  resetKey?: string
}
interface State {
  error: Error | null
  resetKey: string | undefined
}

/** Whether code of a page could not be fetched, as after an update of the server. */
const isMissingCode = (error: Error): boolean =>
  /dynamically imported module|module script failed|Importing a module/i.test(error.message)

/** Keeps a page that breaks from taking the rest with it, and says what happened. */
export class PageBoundary extends Component<Props, State> {
  override state: State = { error: null, resetKey: this.props.resetKey }

  static getDerivedStateFromError(error: unknown): Partial<State> {
    return { error: error instanceof Error ? error : new Error(String(error)) }
  }

  static getDerivedStateFromProps(props: Props, state: State): Partial<State> | null {
    return props.resetKey === state.resetKey ? null : { error: null, resetKey: props.resetKey }
  }

  override componentDidCatch(error: Error, info: ErrorInfo): void {
    console.error(error, info.componentStack)
  }

  override render(): ReactNode {
    const { error } = this.state
    if (error === null) return this.props.children
    return <Broken error={error} onRetry={() => this.setState({ error: null })} />
  }
}

function Broken({ error, onRetry }: { error: Error; onRetry: () => void }) {
  const isOld = isMissingCode(error)
  return (
    <div role="alert" className="flex max-w-text flex-col items-start gap-3 p-4 md:p-6">
      <h1 className="font-semibold text-title">{words.title}</h1>
      <p>{isOld ? words.updated : words.detail(asSentence(error.message))}</p>
      <div className="flex gap-2">
        {!isOld && <Button onClick={onRetry}>{words.again}</Button>}
        <Button onClick={() => location.reload()}>{words.reload}</Button>
      </div>
      {error.stack !== undefined && !isOld && (
        <details className="max-w-full text-label text-muted">
          <summary>{words.details}</summary>
          <pre className="overflow-x-auto py-2">{error.stack}</pre>
        </details>
      )}
    </div>
  )
}
