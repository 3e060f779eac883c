import { setTimeout as sleep } from 'node:timers/promises'
import { fillDisk } from './disk.ts'
import type { Random } from './random.ts'
import type { System } from './system.ts'

export const kinds = ['server', 'worker', 'database', 'both', 'connections', 'slow-commits', 'clock', 'disk'] as const
export type Kind = (typeof kinds)[number]

/** When a fault began, and when what it hit was there again. */
export interface Struck {
  at: number
  /** What comes before this moment may still be from before the fault. */
  overAt: number
  /** The moment from which the first delivery is timed. */
  readyAt: number
}

export interface Fault {
  says: string
  /** Whether `tellus worker` runs beside the server. */
  withWorker: boolean
  /** Whether the first delivery that counts as resumed is a repeated one: others never stopped. */
  resumesWithRepeat: boolean
  /** How much each process may have under way; 32. So little that one process does not suffice makes two share the work. */
  maxInFlight?: number
  prepare?(system: System): Promise<void>
  strike(system: System, random: Random): Promise<Struck>
  /** Before what is still owed is waited for. */
  settle?(system: System): Promise<void>
}

const sharedInFlight = 6

const now = () => performance.now()

async function restarted(system: System, random: Random, at: number): Promise<Struck> {
  const overAt = now()
  // One start in four does not get far either.
  if (random.chance(0.25)) await system.killInStart(random.between(50, 1_500))
  await system.startServer()
  return { at, overAt, readyAt: now() }
}

/** Waits until the database answers a new connection. */
async function answeredAgain(system: System, at: number): Promise<Struck> {
  const overAt = now()
  await system.withDatabase(async () => undefined)
  return { at, overAt, readyAt: now() }
}

export const faults: Record<Kind, Fault> = {
  server: {
    says: 'kill -9 of `tellus serve`, started again; one start in four is killed too',
    withWorker: false,
    resumesWithRepeat: false,
    async strike(system, random) {
      const at = now()
      await system.killServer()
      return restarted(system, random, at)
    },
  },
  worker: {
    says: 'kill -9 of `tellus worker` beside a server',
    withWorker: true,
    resumesWithRepeat: true,
    maxInFlight: sharedInFlight,
    async strike(system, random) {
      const at = now()
      await system.killWorker()
      const goneAt = now()
      await sleep(random.between(0, 1_500))
      await system.startWorker()
      return { at, overAt: goneAt, readyAt: goneAt }
    },
  },
  database: {
    says: 'kill -9 of the embedded database; the server starts it again',
    withWorker: false,
    resumesWithRepeat: false,
    async strike(system) {
      const at = now()
      system.killDatabase()
      await sleep(20) // a server that is dying may still take a connection
      return answeredAgain(system, at)
    },
  },
  both: {
    says: 'kill -9 of `tellus serve` and the database at once',
    withWorker: false,
    resumesWithRepeat: false,
    async strike(system, random) {
      const at = now()
      system.killDatabase()
      await system.killServer()
      return restarted(system, random, at)
    },
  },
  connections: {
    says: 'every connection to the database cut, of the server and of a worker beside it',
    withWorker: true,
    resumesWithRepeat: false,
    maxInFlight: sharedInFlight,
    async strike(system, random) {
      const at = now()
      await system.withDatabase(async (client) => {
        for (let cuts = random.whole(1, 3); cuts > 0; cuts--) {
          await client.query(`select pg_terminate_backend(pid) from pg_stat_activity
            where datname = current_database() and pid <> pg_backend_pid()`)
          await sleep(random.between(0, 100))
        }
      })
      return answeredAgain(system, at)
    },
  },
  'slow-commits': {
    says: 'commits of the queue that take up to 3 s, for up to 2 s',
    withWorker: false,
    resumesWithRepeat: false,
    prepare: (system) =>
      system.withDatabase(async (client) => {
        // A deferred trigger runs inside the commit; once in a transaction is enough.
        await client.query(`
          create table chaos_stall (seconds float8 not null);
          insert into chaos_stall values (0);
          create function chaos_stall() returns trigger language plpgsql as $$
            begin
              if current_setting('chaos.stalled', true) is distinct from txid_current()::text then
                perform set_config('chaos.stalled', txid_current()::text, true);
                perform pg_sleep(seconds * random()) from chaos_stall where seconds > 0;
              end if;
              return null;
            end $$;
          create constraint trigger chaos_stall after insert or update or delete on deliveries
            deferrable initially deferred for each row execute function chaos_stall()`)
      }),
    async strike(system, random) {
      const at = now()
      await system.withDatabase((client) =>
        client.query('update chaos_stall set seconds = $1', [random.between(0.2, 3)]),
      )
      await sleep(random.between(300, 2_000))
      await system.withDatabase((client) => client.query('update chaos_stall set seconds = 0'))
      return answeredAgain(system, at)
    },
  },
  clock: {
    says: "the database's clock jumps up to 2 h forwards or backwards, and back after up to 1.5 s",
    withWorker: true,
    resumesWithRepeat: false,
    maxInFlight: sharedInFlight,
    prepare: (system) =>
      system.withDatabase(async (client) => {
        await client.query(`
          create table chaos_clock (shift_by interval not null);
          insert into chaos_clock values ('0');
          create or replace function clock() returns timestamptz language sql stable
            as $$ select clock_timestamp() + shift_by from chaos_clock $$`)
      }),
    async strike(system, random) {
      const at = now()
      const seconds = random.between(10, 7_200) * (random.chance(0.5) ? 1 : -1)
      await shiftClock(system, seconds)
      await sleep(random.between(200, 1_500))
      await shiftClock(system, 0)
      return answeredAgain(system, at)
    },
    // What was accepted while the clock was ahead is due then: the time is made to come.
    settle: (system) => shiftClock(system, 7_300),
  },
  disk: {
    says: 'no space left on the disk of the database, for up to 2.5 s',
    withWorker: false,
    resumesWithRepeat: false,
    async strike(system, random) {
      const at = now()
      await fillDisk(system, random.between(500, 2_500), random.chance(0.5))
      return answeredAgain(system, at)
    },
  },
}

const shiftClock = (system: System, seconds: number) =>
  system.withDatabase(async (client) => {
    await client.query('update chaos_clock set shift_by = make_interval(secs => $1)', [seconds])
  })
