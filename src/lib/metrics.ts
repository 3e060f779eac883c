import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

/** Seconds of a statement of the delivery engine. */
const statementBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5]
const batchBuckets = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000]

/** The Prometheus metrics of one process. A registry each, so that tests do not share counts. */
export function openMetrics() {
  const registry = new Registry()
  const registers = [registry]
  const gauge = (name: string, help: string) => new Gauge({ name, help, registers })
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
    accepted: new Counter({
      name: 'tellus_deliveries_accepted_total',
      help: 'Deliveries owed to destinations by the events stored',
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
    retries: new Counter({
      name: 'tellus_retries_scheduled_total',
      help: 'Attempts that failed and will be followed by another',
      registers,
    }),
    resent: new Counter({
      name: 'tellus_deliveries_resent_total',
      help: 'Deliveries owed again by a person, by how: one resent, a bulk resend, a recovery',
      labelNames: ['by'],
      registers,
    }),
    disabled: new Counter({
      name: 'tellus_destinations_disabled_total',
      help: 'Destinations that Tellus switched off because of how they answered',
      registers,
    }),
    leasesExpired: new Counter({
      name: 'tellus_leases_expired_total',
      help: 'Deliveries claimed again because the lease of an earlier claim had run out',
      registers,
    }),
    leasesFreed: new Counter({
      name: 'tellus_leases_freed_total',
      help: 'Deliveries given back because the process that had claimed them was gone',
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
    inFlight: gauge('tellus_deliveries_in_flight', 'Requests to destinations under way'),
    breakersOpen: sampled(
      registry,
      'tellus_breakers_open',
      'Destinations this process does not try because none of their receivers answered',
    ),
    acknowledgementsWaiting: sampled(
      registry,
      'tellus_acknowledgements_waiting',
      'Results of attempts that are not saved yet',
    ),
    claimSize: new Histogram({
      name: 'tellus_claim_batch_size',
      help: 'Deliveries taken by one claim that found any',
      buckets: batchBuckets,
      registers,
    }),
    claimSeconds: new Histogram({
      name: 'tellus_claim_duration_seconds',
      help: 'Time of one claim, also of those that found nothing',
      buckets: statementBuckets,
      registers,
    }),
    acknowledgementSize: new Histogram({
      name: 'tellus_acknowledgement_batch_size',
      help: 'Results saved by one statement',
      buckets: batchBuckets,
      registers,
    }),
    acknowledgementSeconds: new Histogram({
      name: 'tellus_acknowledgement_duration_seconds',
      help: 'Time to save one batch of results',
      buckets: statementBuckets,
      registers,
    }),
    databaseUp: gauge('tellus_database_up', 'Whether the database answered when these gauges were last read'),
    due: gauge(
      'tellus_deliveries_due',
      'Deliveries due now, those under way included; exact up to a bound, estimated above',
    ),
    waiting: gauge('tellus_deliveries_waiting', 'All deliveries in the queue: due, due later and held'),
    held: gauge('tellus_deliveries_held', 'Deliveries that wait for a person to switch their destination on'),
    oldestDueAge: gauge('tellus_oldest_due_age_seconds', 'How long ago the oldest delivery in the queue fell due'),
    dueByDestination: new Gauge({
      name: 'tellus_destination_deliveries_due',
      help: 'Deliveries due now, of the 20 destinations with most of them',
      labelNames: ['destination'],
      registers,
    }),
    deadRows: gauge('tellus_dead_rows', 'Dead rows of the queue table that vacuum has not removed yet'),
    oldestSnapshotAge: gauge(
      'tellus_oldest_snapshot_age_seconds',
      'Age of the oldest transaction that keeps vacuum from removing rows',
    ),
    jobsWaiting: gauge('tellus_jobs_waiting', 'Background jobs that could start now; counted up to 10,000'),
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

/** A gauge that asks what the process holds when it is read, so that nothing is counted on the way. */
function sampled(registry: Registry, name: string, help: string) {
  const sources = new Set<() => number>()
  new Gauge({
    name,
    help,
    registers: [registry],
    collect() {
      let sum = 0
      for (const read of sources) sum += read()
      this.set(sum)
    },
  })
  return {
    /** Adds something to ask; gives the function that takes it away. */
    from(read: () => number): () => void {
      sources.add(read)
      return () => {
        sources.delete(read)
      }
    },
  }
}

export type Metrics = ReturnType<typeof openMetrics>
