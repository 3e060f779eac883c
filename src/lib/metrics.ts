import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

/** The Prometheus metrics of one process. A registry each, so that tests do not share counts. */
export function openMetrics() {
  const registry = new Registry()
  const registers = [registry]
  return {
    registry,
    collectDefaults: () => collectDefaultMetrics({ register: registry }),
    /** A payload that did not fit the schema: always a defect of ours. */
    schemaDefects: new Counter({
      name: 'tellus_schema_defects_total',
      help: 'Payloads that did not fit the schema',
      labelNames: ['type'],
      registers,
    }),
    records: new Counter({
      name: 'tellus_records_total',
      help: 'Records by type and what became of them',
      labelNames: ['type', 'result'],
      registers,
    }),
    events: new Counter({
      name: 'tellus_events_total',
      help: 'Events stored, by type',
      labelNames: ['type'],
      registers,
    }),
    attempts: new Counter({
      name: 'tellus_attempts_total',
      help: 'Delivery attempts by outcome class',
      labelNames: ['outcome'],
      registers,
    }),
    exhausted: new Counter({
      name: 'tellus_deliveries_exhausted_total',
      help: 'Deliveries given up after the last retry',
      registers,
    }),
    fenced: new Counter({
      name: 'tellus_acknowledgements_fenced_total',
      help: 'Results dropped because the lease had passed on',
      registers,
    }),
    replaced: new Counter({
      name: 'tellus_connections_replaced_total',
      help: 'Requests sent again at once because a kept connection had died',
      registers,
    }),
    blocked: new Counter({
      name: 'tellus_addresses_blocked_total',
      help: 'Connections refused by the address guard',
      registers,
    }),
    inFlight: new Gauge({ name: 'tellus_deliveries_in_flight', help: 'Requests to destinations under way', registers }),
    attemptSeconds: new Histogram({
      name: 'tellus_attempt_duration_seconds',
      help: 'Time of one delivery attempt',
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers,
    }),
    firstAttemptSeconds: new Histogram({
      name: 'tellus_accept_to_first_attempt_seconds',
      help: 'From the commit of an event to its first attempt',
      buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 30],
      registers,
    }),
    importBytes: new Counter({
      name: 'tellus_import_bytes_total',
      help: 'Bytes of imported files read',
      labelNames: ['kind'],
      registers,
    }),
  }
}
export type Metrics = ReturnType<typeof openMetrics>
