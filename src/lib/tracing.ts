import {
  type Attributes,
  type Span,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  type TracerProvider,
  trace,
} from '@opentelemetry/api'

/**
 * OpenTelemetry spans, through the API alone: an SDK that was loaded before Tellus (`node --import`) records, samples
 * and exports them. Without one there is no tracer, and a step costs one look at a variable. Names and attributes are
 * ours to keep clean: never a user id, a health value, a token, a header or the query of a URL.
 */
let tracer: Tracer | null = registered()

/** The tracer of an SDK; null when none was registered: the API's own provider then stands for nothing. */
function registered(): Tracer | null {
  const provider: TracerProvider & { getDelegateTracer?: (name: string) => Tracer | undefined } =
    trace.getTracerProvider()
  if (provider.getDelegateTracer === undefined) return provider.getTracer('tellus')
  return provider.getDelegateTracer('tellus') ?? null
}

/** Looks again for an SDK: for one that is registered, or taken away, after Tellus was loaded. */
export function lookForTracing(): void {
  tracer = registered()
}

/** Whether spans go anywhere: what a hot path asks before it makes anything for a span. */
export const isTraced = (): boolean => tracer !== null

/**
 * Runs a step within a span; spans begun inside are its children. The span fails when the step throws, with the kind of
 * error only: messages may quote what must not leave.
 */
export async function traced<T>(
  name: string,
  attributes: Attributes,
  step: (span: Span | null) => Promise<T>,
): Promise<T> {
  if (tracer === null) return step(null)
  return tracer.startActiveSpan(name, { attributes }, async (span) => {
    try {
      return await step(span)
    } catch (error) {
      span.setAttribute('error.type', kindOf(error))
      span.setStatus({ code: SpanStatusCode.ERROR })
      throw error
    } finally {
      span.end()
    }
  })
}

/** A step that is over. */
export interface PastStep {
  startedAtMs: number
  durationMs: number
  attributes: Attributes
  /** Set when it failed: the kind of failure. */
  failure?: string
  /** Whether it was a request of ours to somebody. */
  isRequest?: boolean
}

/** Tells a step after it is over, so that nothing is carried along while it runs. Ask `isTraced` first. */
export function tellSpan(name: string, { startedAtMs, durationMs, attributes, failure, isRequest }: PastStep): void {
  const span = tracer?.startSpan(name, {
    kind: isRequest ? SpanKind.CLIENT : SpanKind.INTERNAL,
    startTime: startedAtMs,
    attributes,
  })
  if (failure !== undefined) span?.setAttribute('error.type', failure).setStatus({ code: SpanStatusCode.ERROR })
  span?.end(startedAtMs + durationMs)
}

const kindOf = (error: unknown): string => {
  if (!(error instanceof Error)) return typeof error
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name
}
