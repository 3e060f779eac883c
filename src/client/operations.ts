// Made by `npm run client` from the description of the management API, which is made from its routes. A change of a
// route changes this file; a test fails while the two differ.

export type Role = 'owner' | 'developer' | 'viewer'
export type DeliveryStatus = 'pending' | 'held' | 'delivered' | 'failed' | 'superseded'
export type AttemptTrigger = 'auto' | 'retry' | 'manual' | 'replay' | 'test'
export type SignatureProblem =
  'missing_header' | 'other_scheme' | 'no_time' | 'no_signature' | 'not_hex' | 'body_changed' | 'wrong_secret' | 'stale'
export type BodyChange =
  | 'reserialised'
  | 'whitespace_added'
  | 'keys_sorted'
  | 'line_ends_changed'
  | 'newline_added'
  | 'newline_removed'
  | 'byte_order_mark_added'
  | 'non_ascii_escaped'
  | 'slashes_escaped'

/**
 * Every call of the management API by its method and path.
 */
export interface Operations {
  /**
   * Who may sign in
   */
  'GET /accounts': {
    answer: {
      items: ListedAccount[]
      next_cursor: string | null
    }
  }
  /**
   * Changes a role, which signs the account out, or a name; the last owner stays one
   */
  'PATCH /accounts/{id}': {
    path: {
      id: string
    }
    body: {
      role?: 'owner' | 'developer' | 'viewer'
      name?: string | null
    }
    answer: Account
  }
  /**
   * Removes an account with its sessions; the last owner stays
   */
  'DELETE /accounts/{id}': {
    path: {
      id: string
    }
    answer: null
  }
  /**
   * Invitations that wait, without their links
   */
  'GET /invitations': {
    answer: {
      items: Invitation[]
      next_cursor: string | null
    }
  }
  /**
   * Invites somebody and shows the link, this once; an earlier one to the address ends
   */
  'POST /invitations': {
    body: {
      email: string
      role?: 'owner' | 'developer' | 'viewer'
    }
    answer: Invitation
  }
  /**
   * Takes an invitation back
   */
  'DELETE /invitations/{id}': {
    path: {
      id: string
    }
    answer: null
  }
  /**
   * Who did what, the newest first
   */
  'GET /audit': {
    query: {
      limit?: string | number
      cursor?: string
      /**
       * Actions, separated by commas; with a * at its end, all that begin so: destination.*
       */
      action?: string
      actor?: string
      since?: string
      until?: string
    }
    answer: {
      items: AuditEntry[]
      next_cursor: string | null
    }
  }
  /**
   * Fetches the history of a user, window by window, and sends it when all is there
   */
  'POST /users/{id}/backfill': {
    path: {
      id: string
    }
    body: {
      from?: string
      to?: string
      /**
       * @minItems 1
       */
      types?: (
        | 'activity'
        | 'sleep'
        | 'body'
        | 'daily'
        | 'nutrition'
        | 'menstruation'
        | 'athlete'
        | 'hormone'
        | 'health_observation'
        | 'planned_workout'
      )[]
    }
    answer: Backfill
  }
  /**
   * The backfills of a user, newest first
   */
  'GET /users/{id}/backfills': {
    path: {
      id: string
    }
    query: {
      limit?: string | number
      cursor?: string
    }
    answer: {
      items: Backfill[]
      next_cursor: string | null
    }
  }
  /**
   * Backfills, newest first
   */
  'GET /backfills': {
    query: {
      limit?: string | number
      cursor?: string
    }
    answer: {
      items: Backfill[]
      next_cursor: string | null
    }
  }
  /**
   * How far a backfill is
   */
  'GET /backfills/{id}': {
    path: {
      id: string
    }
    answer: Backfill
  }
  /**
   * Stops a backfill; what it fetched stays, and what it has not sent is not sent
   */
  'POST /backfills/{id}/cancel': {
    path: {
      id: string
    }
    answer: Backfill
  }
  /**
   * Asks the provider for the last days of a user at once
   */
  'POST /users/{id}/fetch': {
    path: {
      id: string
    }
    body: {
      days?: number
      /**
       * @minItems 1
       */
      types?: (
        | 'activity'
        | 'sleep'
        | 'body'
        | 'daily'
        | 'nutrition'
        | 'menstruation'
        | 'athlete'
        | 'hormone'
        | 'health_observation'
        | 'planned_workout'
      )[]
    }
    answer: FetchedNow
  }
  /**
   * How the Connect pages of the environment look.
   */
  'GET /branding': {
    answer: Branding
  }
  /**
   * Changes how the Connect pages look; what is left out stays.
   */
  'PATCH /branding': {
    body: {
      /**
       * What the app is called; null for the name of the environment.
       */
      title?: string | null
      logo?: string | null
      /**
       * Colour of the main button; words on it are black or white, whichever is easier to read.
       */
      accent?: string | null
      theme?: 'auto' | 'light' | 'dark'
      /**
       * Where a session names none; auto asks the browser.
       */
      language?: 'auto' | 'en' | 'de' | 'fr' | 'es' | 'pt' | 'it' | 'nl' | 'ja'
      /**
       * The app's privacy policy.
       */
      privacy_url?: string | null
      /**
       * Origins whose pages may frame Connect; none unless named.
       *
       * @maxItems 10
       */
      frame_ancestors?: string[]
    }
    answer: Branding
  }
  /**
   * Opens a widget session, as `POST /v2/auth/generateWidgetSession` does.
   */
  'POST /widget-sessions': {
    body: {
      language?: string | null
      reference_id?: string | null
      auth_success_redirect_url?: string | null
      auth_failure_redirect_url?: string | null
      providers?: (string | string[]) | null
      show_disconnect?: boolean | null
    }
    answer: WidgetSession
  }
  /**
   * Where events go, each with its last 24 hours
   */
  'GET /destinations': {
    answer: {
      items: Destination[]
      next_cursor: string | null
    }
  }
  /**
   * Makes a destination
   */
  'POST /destinations': {
    body:
      | {
          kind: 'webhook'
          url: string
          name?: string
          event_types?: string[] | null
          enabled?: boolean
          mode?: 'push' | 'ping'
          timeout_seconds?: number
          headers?: {
            [k: string]: string
          } | null
          min_interval_seconds?: {
            [k: string]: number
          } | null
          max_in_flight?: number
          rate_limit_per_second?: number | null
          retry?: ('terra' | 'long') | number[]
          standard_webhooks?: boolean
          disable_on_gone?: boolean
        }
      | {
          kind: 'inbox'
          inbox_id: string
          name?: string
          event_types?: string[] | null
          enabled?: boolean
          mode?: 'push' | 'ping'
          timeout_seconds?: number
          headers?: {
            [k: string]: string
          } | null
          min_interval_seconds?: {
            [k: string]: number
          } | null
          max_in_flight?: number
          rate_limit_per_second?: number | null
          retry?: ('terra' | 'long') | number[]
          standard_webhooks?: boolean
          disable_on_gone?: boolean
        }
    answer: Destination
  }
  /**
   * One destination with its last 24 hours
   */
  'GET /destinations/{id}': {
    path: {
      id: string
    }
    answer: Destination
  }
  /**
   * Changes a destination; switching it on says what was missed
   */
  'PATCH /destinations/{id}': {
    path: {
      id: string
    }
    body: {
      url?: string
      name?: string
      event_types?: string[] | null
      enabled?: boolean
      mode?: 'push' | 'ping'
      timeout_seconds?: number
      headers?: {
        [k: string]: string
      } | null
      min_interval_seconds?: {
        [k: string]: number
      } | null
      max_in_flight?: number
      rate_limit_per_second?: number | null
      retry?: ('terra' | 'long') | number[]
      standard_webhooks?: boolean
      disable_on_gone?: boolean
      deliver_missed?: boolean
    }
    answer: Destination
  }
  /**
   * Deletes a destination and what waits for it; its history stays
   */
  'DELETE /destinations/{id}': {
    path: {
      id: string
    }
    answer: null
  }
  /**
   * Replaces the signing secret; both sign until the overlap ends
   */
  'POST /destinations/{id}/rotate-secret': {
    path: {
      id: string
    }
    body: {
      overlap_seconds?: number
    }
    answer: {
      signing_secret: string
      previous_expires_at: string | null
    }
  }
  /**
   * Ends the overlap of a rotation now
   */
  'POST /destinations/{id}/rotate-secret/finish': {
    path: {
      id: string
    }
    answer: {
      signing_secret: string
      previous_expires_at: string | null
    }
  }
  /**
   * Shows the signing secret, and writes down who asked
   */
  'POST /destinations/{id}/reveal-secret': {
    path: {
      id: string
    }
    answer: {
      signing_secret?: string
      previous_signing_secret?: string | null
      standard_webhooks_secret?: string
    }
  }
  /**
   * Sends a healthcheck event
   */
  'POST /destinations/{id}/test': {
    path: {
      id: string
    }
    answer: {
      /**
       * an id that begins with evt_
       */
      event_id: string
    }
  }
  /**
   * Sends again what a destination did not get, as a job; with dry_run, counts it
   */
  'POST /destinations/{id}/recover': {
    path: {
      id: string
    }
    query: {
      dry_run?: string | boolean
    }
    body: {
      since: string
      until?: string
      include?: 'failed' | 'missed' | 'all'
      rate_per_second?: number
      dry_run?: boolean
    }
    answer:
      | {
          /**
           * an id that begins with job_
           */
          job_id: string
        }
      | {
          count: number
        }
  }
  /**
   * Environments, the first one first
   */
  'GET /environments': {
    answer: {
      items: Environment[]
      next_cursor: string | null
    }
  }
  /**
   * Makes an environment and shows its first API key, this once
   */
  'POST /environments': {
    body: {
      name: string
    }
    answer: NewEnvironment
  }
  /**
   * An environment, and how much is in it
   */
  'GET /environments/{dev_id}': {
    path: {
      dev_id: string
    }
    answer: EnvironmentDetail
  }
  /**
   * Renames an environment
   */
  'PATCH /environments/{dev_id}': {
    path: {
      dev_id: string
    }
    body: {
      name: string
    }
    answer: Environment
  }
  /**
   * Deletes an environment and everything in it; the last one stays
   */
  'DELETE /environments/{dev_id}': {
    path: {
      dev_id: string
    }
    body: {
      confirm?: string
    }
    answer: null
  }
  /**
   * Events, newest first; with since_cursor as a receiver polls them, oldest first and with bodies
   */
  'GET /events': {
    query: {
      limit?: string | number
      cursor?: string
      type?: string
      user_id?: string
      destination_id?: string
      status?: 'pending' | 'held' | 'delivered' | 'failed' | 'superseded'
      since?: string
      until?: string
      provider?: string
      reference_id?: string
      code?: string
      body?: string
      since_cursor?: string
    }
    answer:
      | {
          items: EventSummary[]
          next_cursor: string | null
          /**
           * set when the search stopped early: older events were not looked at yet; go on by next_cursor
           */
          scanned_until?: string | null
        }
      | {
          items: {
            /**
             * an id that begins with evt_
             */
            id: string
            type: string
            body: unknown
            [k: string]: unknown
          }[]
          next_cursor: string
          has_more: boolean
          /**
           * ISO 8601, UTC
           */
          complete_until: string
        }
  }
  /**
   * Takes events of an app’s own: one as JSON, or many as NDJSON
   */
  'POST /events': {
    body: {
      event_id?: string | null
      type: string
      user_id?: string | null
      body: unknown
    }
    answer: {
      accepted: number
      duplicates: number
      /**
       * Items: an id that begins with evt_
       */
      event_ids: string[]
    }
  }
  /**
   * One event: its timeline, exact body, deliveries and attempts
   */
  'GET /events/{id}': {
    path: {
      id: string
    }
    answer: EventDetail
  }
  /**
   * Sends again what a filter finds, as a job; with dry_run, counts it
   */
  'POST /events/resend': {
    query: {
      dry_run?: string | boolean
    }
    body: {
      type?: string
      user_id?: string
      destination_id?: string
      status?: 'pending' | 'held' | 'delivered' | 'failed' | 'superseded'
      since?: string
      until?: string
      rate_per_second?: number
      dry_run?: boolean
    }
    answer:
      | {
          /**
           * an id that begins with job_
           */
          job_id: string
        }
      | {
          count: number
        }
  }
  /**
   * Sends one event again, to all its destinations or to one
   */
  'POST /events/{id}/resend': {
    path: {
      id: string
    }
    body: {
      destination_id?: string
    }
    answer: {
      deliveries: number
    }
  }
  /**
   * Invents a payload; with send, sends it to the destinations
   */
  'POST /generate': {
    body: {
      provider: string
      type:
        | 'activity'
        | 'sleep'
        | 'body'
        | 'daily'
        | 'nutrition'
        | 'menstruation'
        | 'athlete'
        | 'hormone'
        | 'health_observation'
        | 'planned_workout'
      days?: number
      seed?: string | number
      with_samples?: boolean
      user_id?: string
      reference_id?: string
      zone?: string
      end_date?: string
      send?: boolean
    }
    answer: Generated
  }
  /**
   * Files that were brought, newest first
   */
  'GET /imports': {
    query: {
      limit?: string | number
      cursor?: string
    }
    answer: {
      items: ImportStatus[]
      next_cursor: string | null
    }
  }
  /**
   * Takes a file as the raw body
   */
  'POST /imports': {
    query: {
      kind?:
        | 'auto'
        | 'apple-health'
        | 'google-takeout'
        | 'garmin-export'
        | 'samsung-health'
        | 'health-connect'
        | 'libre-csv'
        | 'dexcom-clarity-csv'
        | 'fit'
        | 'tcx'
        | 'gpx'
      user_id?: string
      reference_id?: string
      provider?: string
      filename?: string
      zone?: string
    }
    body: Blob | ReadableStream<Uint8Array>
    answer: {
      /**
       * an id that begins with imp_
       */
      import_id: string
      /**
       * the UUID of a user
       */
      user_id: string
    }
  }
  /**
   * How an import goes
   */
  'GET /imports/{id}': {
    path: {
      id: string
    }
    answer: ImportStatus
  }
  /**
   * Stops an import; what it stored stays
   */
  'POST /imports/{id}/cancel': {
    path: {
      id: string
    }
    answer: ImportStatus
  }
  /**
   * Built-in receivers
   */
  'GET /inboxes': {
    query: {
      limit?: string | number
      cursor?: string
    }
    answer: {
      items: Inbox[]
      next_cursor: string | null
    }
  }
  /**
   * Makes a built-in receiver
   */
  'POST /inboxes': {
    body: {
      name?: string
    }
    answer: Inbox
  }
  /**
   * One built-in receiver
   */
  'GET /inboxes/{id}': {
    path: {
      id: string
    }
    answer: Inbox
  }
  /**
   * Changes how a built-in receiver is called or answers
   */
  'PATCH /inboxes/{id}': {
    path: {
      id: string
    }
    body: {
      name?: string
      respond_status?: number
      respond_delay_ms?: number
    }
    answer: Inbox
  }
  /**
   * Deletes a built-in receiver with its messages
   */
  'DELETE /inboxes/{id}': {
    path: {
      id: string
    }
    answer: null
  }
  /**
   * What was received, newest first; with order=asc and after, what arrives
   */
  'GET /inboxes/{id}/messages': {
    path: {
      id: string
    }
    query: {
      limit?: string | number
      cursor?: string
      order?: 'asc' | 'desc'
      after?: string
    }
    answer: {
      items: InboxMessage[]
      next_cursor: string | null
    }
  }
  /**
   * Deletes all messages of a built-in receiver
   */
  'DELETE /inboxes/{id}/messages': {
    path: {
      id: string
    }
    answer: {
      deleted: number
    }
  }
  /**
   * Recoveries and bulk resends, newest first
   */
  'GET /jobs': {
    query: {
      limit?: string | number
      cursor?: string
    }
    answer: {
      items: Job[]
      next_cursor: string | null
    }
  }
  /**
   * One recovery or bulk resend
   */
  'GET /jobs/{id}': {
    path: {
      id: string
    }
    answer: Job
  }
  /**
   * Stops a job; what it sent stays sent
   */
  'POST /jobs/{id}/cancel': {
    path: {
      id: string
    }
    answer: Job
  }
  /**
   * Reads kept answers and files anew, as a job, and sends the records that change; with dry_run, sends and changes nothing
   */
  'POST /replays': {
    body: {
      provider?: string
      type?:
        | 'activity'
        | 'sleep'
        | 'body'
        | 'daily'
        | 'nutrition'
        | 'menstruation'
        | 'athlete'
        | 'hormone'
        | 'health_observation'
        | 'planned_workout'
      user_id?: string
      since?: string
      until?: string
      dry_run?: boolean
    }
    answer: Replay
  }
  /**
   * Replays, newest first
   */
  'GET /replays': {
    query: {
      limit?: string | number
      cursor?: string
    }
    answer: {
      items: Replay[]
      next_cursor: string | null
    }
  }
  /**
   * One replay: how far it is, and what it found
   */
  'GET /replays/{id}': {
    path: {
      id: string
    }
    answer: Replay
  }
  /**
   * Stops a replay; what it changed stays so
   */
  'POST /replays/{id}/cancel': {
    path: {
      id: string
    }
    answer: Replay
  }
  /**
   * Kept answers of the provider about a user, newest first, without what they say
   */
  'GET /users/{id}/raw': {
    path: {
      id: string
    }
    query: {
      limit?: string | number
      cursor?: string
      type?:
        | 'activity'
        | 'sleep'
        | 'body'
        | 'daily'
        | 'nutrition'
        | 'menstruation'
        | 'athlete'
        | 'hormone'
        | 'health_observation'
        | 'planned_workout'
      day?: string
    }
    answer: {
      items: RawAnswer[]
      next_cursor: string | null
    }
  }
  /**
   * One kept answer, as the provider wrote it
   */
  'GET /users/{id}/raw/{rawId}': {
    path: {
      id: string
      rawId: string
    }
    answer: RawAnswerDetail
  }
  /**
   * API keys, without what they are
   */
  'GET /credentials/keys': {
    answer: {
      items: ApiKey[]
      next_cursor: string | null
    }
  }
  /**
   * Makes an API key and shows it, this once
   */
  'POST /credentials/keys': {
    body: {
      name?: string
    }
    answer: NewApiKey
  }
  /**
   * Revokes an API key; the last one stays
   */
  'DELETE /credentials/keys/{id}': {
    path: {
      id: string
    }
    answer: null
  }
  /**
   * How a user of the sandbox stands on the provider’s own side
   */
  'GET /users/{id}/sandbox': {
    path: {
      id: string
    }
    answer: SandboxState
  }
  /**
   * Makes something happen at the sandbox: a sync, a change of consent, a fault
   */
  'POST /users/{id}/sandbox': {
    path: {
      id: string
    }
    body:
      | {
          action: 'sync'
          activity?: {
            /**
             * the name of an activity type: biking, elliptical, gravel_cycling, hiit, hiking, road_biking, rowing_machine, running, stationary_biking, strength_training, stretching, swimming_in_pool, trail_running, treadmill_running, walking, yoga
             */
            type?: string
            minutes?: number
            ended_minutes_ago?: number
          }
        }
      | {
          action: 'revoke'
          told?: boolean
        }
      | {
          action: 'scopes'
          /**
           * as the provider spells them
           *
           * @minItems 1
           */
          scopes: string[]
          told?: boolean
        }
      | {
          action: 'correct'
          type: 'sleep' | 'activity'
          /**
           * its local day, of a night the one it ends on; the last one unless told
           */
          date?: string
          /**
           * when it began, as the record’s metadata.start_time says, to the minute; instead of date
           */
          start_time?: string
        }
      | {
          action: 'delete'
          type: 'sleep' | 'activity'
          /**
           * its local day, of a night the one it ends on; the last one unless told
           */
          date?: string
          /**
           * when it began, as the record’s metadata.start_time says, to the minute; instead of date
           */
          start_time?: string
        }
      | {
          action: 'expire'
        }
      | {
          action: 'fault'
          fault?:
            | ('rate_limited' | 'unavailable' | 'slow' | 'malformed' | 'unauthorized' | 'not_ready' | 'refresh_down')
            | null
          calls?: number
          retry_after_seconds?: number
          delay_seconds?: number
          notifications?: ('duplicate' | 'reorder' | 'malformed') | null
        }
    answer: SandboxOrdered
  }
  /**
   * Who is signed in
   */
  'GET /session': {
    answer: Session
  }
  /**
   * Signs in with e-mail and password
   */
  'POST /session': {
    body: {
      email: string
      password: string
    }
    answer: Session
  }
  /**
   * Signs out; without a session it does nothing
   */
  'DELETE /session': {
    answer: null
  }
  /**
   * Makes the first owner, with the link that a first start prints
   */
  'POST /session/setup': {
    body: {
      token: string
      password: string
      email: string
      name?: string | null
    }
    answer: Session
  }
  /**
   * Whom the invitation in the header x-token invites
   */
  'GET /session/invitation': {
    answer: InvitationOffer
  }
  /**
   * Makes the account of an invitation, and signs it in
   */
  'POST /session/join': {
    body: {
      token: string
      password: string
      name?: string | null
    }
    answer: Session
  }
  /**
   * Sets a new password with a reset link, ends every session, and signs in
   */
  'POST /session/reset': {
    body: {
      token: string
      password: string
    }
    answer: Session
  }
  /**
   * Changes the own password, which ends every other session
   */
  'POST /session/password': {
    body: {
      current_password: string
      new_password: string
    }
    answer: Session
  }
  /**
   * Where you are signed in
   */
  'GET /sessions': {
    answer: {
      items: ListedSession[]
      next_cursor: string | null
    }
  }
  /**
   * Signs you out everywhere
   */
  'DELETE /sessions': {
    answer: null
  }
  /**
   * Ends one of your sessions
   */
  'DELETE /sessions/{id}': {
    path: {
      id: string
    }
    answer: null
  }
  /**
   * Users in order of creation
   */
  'GET /users': {
    query: {
      limit?: string | number
      cursor?: string
      search?: string
      provider?: string
      status?: 'connected' | 'needs_reauth' | 'disconnected'
    }
    answer: {
      items: User[]
      next_cursor: string | null
    }
  }
  /**
   * One user, with stored records by type
   */
  'GET /users/{id}': {
    path: {
      id: string
    }
    answer: UserDetail
  }
  /**
   * Ends a user: everything about them is erased
   */
  'DELETE /users/{id}': {
    path: {
      id: string
    }
    answer: null
  }
  /**
   * Stored records of one type, exactly as they are sent, and of what each was made
   */
  'GET /users/{id}/data': {
    path: {
      id: string
    }
    query: {
      type:
        | 'activity'
        | 'sleep'
        | 'body'
        | 'daily'
        | 'nutrition'
        | 'menstruation'
        | 'athlete'
        | 'hormone'
        | 'health_observation'
        | 'planned_workout'
      start_date?: string
      end_date?: string
      with_samples?: string | boolean
    }
    answer: {
      items: {
        [k: string]: unknown
      }[]
      /**
       * of what each was made, in the order of the items
       */
      provenance: Provenance[]
      next_cursor: string | null
    }
  }
  /**
   * What a person should look at, newest first, each with its remedy
   */
  'GET /attention': {
    answer: {
      items: Attention[]
      next_cursor: null
    }
  }
  /**
   * The five first steps, from what is really there
   */
  'GET /first-steps': {
    answer: FirstSteps
  }
  /**
   * What an id in any of its forms leads to
   */
  'GET /search': {
    query: {
      q: string
    }
    answer: {
      items: Found[]
      next_cursor: null
    }
  }
  /**
   * Deliveries, those of the newest events first
   */
  'GET /deliveries': {
    query: {
      limit?: string | number
      cursor?: string
      destination_id?: string
      status?: 'pending' | 'held' | 'delivered' | 'failed' | 'superseded'
      code?: string
      type?: string
      user_id?: string
      provider?: string
      since?: string
      until?: string
    }
    answer: {
      items: DeliveryRow[]
      next_cursor: string | null
      /**
       * set when the search stopped early: older ones were not looked at yet; go on by next_cursor
       */
      scanned_until: string | null
    }
  }
  /**
   * Makes a delivery that waits for its next attempt due now
   */
  'POST /deliveries/{id}/retry-now': {
    path: {
      id: string
    }
    answer: {
      /**
       * an id that begins with dlv_
       */
      id: string
      /**
       * an id that begins with evt_
       */
      event_id: string
      /**
       * an id that begins with dst_
       */
      destination_id: string
      status: 'pending'
      /**
       * ISO 8601, UTC
       */
      next_attempt_at: string
    }
  }
  /**
   * This description, as OpenAPI 3.1
   */
  'GET /openapi.json': {
    answer: {
      openapi: string
      paths: {
        [k: string]: unknown
      }
      [k: string]: unknown
    }
  }
  /**
   * Every source, with its state and its users here
   */
  'GET /sources': {
    answer: {
      items: Source[]
      next_cursor: string | null
    }
  }
  /**
   * Which provider fills which fields of a type of data
   */
  'GET /coverage': {
    query: {
      type:
        | 'activity'
        | 'sleep'
        | 'body'
        | 'daily'
        | 'nutrition'
        | 'menstruation'
        | 'athlete'
        | 'hormone'
        | 'health_observation'
        | 'planned_workout'
    }
    answer: Coverage
  }
  /**
   * Switches a source on or off for this environment
   */
  'PATCH /sources/{provider}': {
    path: {
      provider: string
    }
    body: {
      enabled: boolean
    }
    answer: Source
  }
  /**
   * The keys of your apps at providers, without their secrets, and what to enter there
   */
  'GET /provider-keys': {
    answer: {
      items: ProviderKey[]
      next_cursor: string | null
    }
  }
  /**
   * Enters the keys of your app at a provider, in place of those before
   */
  'POST /provider-keys/{provider}': {
    path: {
      provider: string
    }
    body: {
      client_id: string
      client_secret: string
      client_key?: string
    }
    answer: ProviderKey
  }
  /**
   * Forgets the keys that were entered for a provider
   */
  'DELETE /provider-keys/{provider}': {
    path: {
      provider: string
    }
    answer: ProviderKey
  }
  /**
   * Asks a provider whether it knows keys: those in force, or others before they are entered
   */
  'POST /provider-keys/{provider}/test': {
    path: {
      provider: string
    }
    body: {
      client_id?: string
      client_secret?: string
      client_key?: string
    }
    answer: KeyVerdict
  }
  /**
   * Shows the secret that is entered at a provider beside the webhook URL, and writes down who asked
   */
  'POST /provider-keys/{provider}/reveal-webhook-secret': {
    path: {
      provider: string
    }
    answer: WebhookSecret
  }
  /**
   * Users, events, share delivered and median delay, by the hour
   */
  'GET /stats': {
    query: {
      hours?: string | number
    }
    answer: Stats
  }
  /**
   * How deliveries to each destination went, by the hour
   */
  'GET /destinations/stats': {
    query: {
      hours?: string | number
    }
    answer: {
      items: {
        [k: string]: DestinationStats
      }
    }
  }
  /**
   * How deliveries to one destination went, by the hour
   */
  'GET /destinations/{id}/stats': {
    path: {
      id: string
    }
    query: {
      hours?: string | number
    }
    answer: DestinationStats
  }
  /**
   * For each type, how many records begin on each local day
   */
  'GET /users/{id}/presence': {
    path: {
      id: string
    }
    query: {
      days?: string | number
      zone?: string
    }
    answer: Presence
  }
  /**
   * The events about a user, newest first
   */
  'GET /users/{id}/events': {
    path: {
      id: string
    }
    query: {
      limit?: string | number
      cursor?: string
    }
    answer: {
      items: EventSummary[]
      next_cursor: string | null
      /**
       * set when the search stopped early: older events were not looked at yet; go on by next_cursor
       */
      scanned_until?: string | null
    }
  }
  /**
   * Checks a signature and says which rule was broken
   */
  'POST /verify': {
    body: {
      header: string
      body: string
      secret: string
      now?: number | string
      tolerance_seconds?: number
    }
    answer: Verification
  }
}
export interface ListedAccount {
  /**
   * an id that begins with acc_
   */
  id: string
  email: string
  name: string | null
  role: Role
  /**
   * ISO 8601, UTC
   */
  created_at: string
  /**
   * null when it has no session
   */
  last_seen_at: string | null
}
export interface Account {
  /**
   * an id that begins with acc_
   */
  id: string
  email: string
  name: string | null
  role: Role
  /**
   * ISO 8601, UTC
   */
  created_at: string
}
export interface Invitation {
  email: string
  role: Role
  /**
   * ISO 8601, UTC
   */
  expires_at: string
  /**
   * an id that begins with inv_
   */
  id: string
  /**
   * its link, in the answer that makes it; null ever after
   */
  url: string | null
  /**
   * ISO 8601, UTC
   */
  created_at: string
}
export interface AuditEntry {
  /**
   * an id that begins with aud_
   */
  id: string
  /**
   * ISO 8601, UTC
   */
  at: string
  actor: {
    /**
     * operator: somebody at the command line of the server; nobody: somebody who is not signed in
     */
    kind: 'account' | 'key' | 'operator' | 'nobody'
    id: string | null
    /**
     * an e-mail, or the name of a key
     */
    name: string
  }
  action: string
  /**
   * the id or e-mail of what it was done to
   */
  target: string
  detail: {
    [k: string]: string | number | boolean | null
  } | null
  /**
   * null for what concerns the whole installation
   */
  dev_id: string | null
}
export interface Backfill {
  /**
   * an id that begins with bkf_
   */
  id: string
  /**
   * the UUID of a user
   */
  user_id: string
  status: 'queued' | 'running' | 'completed' | 'failed' | 'cancelled'
  /**
   * its events are sent when all is fetched
   */
  phase: 'fetching' | 'sending'
  types: string[]
  /**
   * null: as far back as the provider goes
   */
  from: string | null
  to: string
  /**
   * terra-reference of its events
   */
  reference: string
  windows_done: number
  /**
   * null while nobody knows how far back there is something
   */
  windows_total: number | null
  /**
   * stored new or changed
   */
  records: number
  /**
   * from that day on all types have been fetched
   */
  oldest_day: string | null
  payloads_sent: number
  /**
   * data events there are to be; null until all is fetched
   */
  payloads_total: number | null
  /**
   * when the provider is asked again, where it asked to wait
   */
  waits_until: string | null
  error: string | null
  /**
   * ISO 8601, UTC
   */
  created_at: string
  started_at: string | null
  finished_at: string | null
}
export interface FetchedNow {
  /**
   * processing and rate_limited: it goes on in the background
   */
  status: 'done' | 'processing' | 'rate_limited' | 'failed'
  /**
   * stored new or changed so far
   */
  records: number
  retry_after_seconds: number | null
  error: string | null
}
export interface Branding {
  /**
   * What the app is called; null for the name of the environment.
   */
  title: string | null
  logo: string | null
  /**
   * Colour of the main button; words on it are black or white, whichever is easier to read.
   */
  accent: string | null
  theme: 'auto' | 'light' | 'dark'
  /**
   * Where a session names none; auto asks the browser.
   */
  language: 'auto' | 'en' | 'de' | 'fr' | 'es' | 'pt' | 'it' | 'nl' | 'ja'
  /**
   * The app's privacy policy.
   */
  privacy_url: string | null
  /**
   * Origins whose pages may frame Connect; none unless named.
   *
   * @maxItems 10
   */
  frame_ancestors: string[]
}
export interface WidgetSession {
  status: 'success'
  session_id: string
  /**
   * The page to send the end user to.
   */
  url: string
  /**
   * How long it is open, seconds.
   */
  expires_in: number
}
export interface Destination {
  /**
   * an id that begins with dst_
   */
  id: string
  kind: 'webhook' | 'inbox'
  name: string
  url: string | null
  inbox_id: string | null
  /**
   * null takes every type
   */
  event_types: string[] | null
  enabled: boolean
  status: 'active' | 'failing' | 'disabled'
  disabled_at: string | null
  disabled_reason: string | null
  failing_since: string | null
  failing_attempts: number
  warned_percent: number
  disables_at: string | null
  mode: 'push' | 'ping'
  timeout_seconds: number
  /**
   * masked for viewers
   */
  headers: {
    [k: string]: string
  }
  min_interval_seconds: {
    [k: string]: number
  } | null
  max_in_flight: number
  rate_limit_per_second: number | null
  retry: ('terra' | 'long') | number[]
  standard_webhooks: boolean
  disable_on_gone: boolean
  /**
   * the end of a rotation’s overlap
   */
  previous_expires_at: string | null
  /**
   * null for a session, which asks by reveal-secret; absent where a key sees a list
   */
  signing_secret?: string | null
  previous_signing_secret?: string | null
  standard_webhooks_secret?: string
  /**
   * its last four characters, for a session
   */
  signing_secret_hint?: string
  /**
   * what did not reach it, in the answer to switching it on
   */
  missed?: {
    held: number
    failed: number
    /**
     * ISO 8601, UTC
     */
    since: string
  }
  counts?: {
    pending: number
    held: number
    delivered: number
    failed: number
  }
  /**
   * of the last 24 hours, in GET
   */
  stats?: DestinationStats
  /**
   * ISO 8601, UTC
   */
  created_at: string
  /**
   * ISO 8601, UTC
   */
  updated_at: string
}
export interface DestinationStats {
  /**
   * oldest first, none left out
   */
  hours: {
    /**
     * ISO 8601, UTC
     */
    hour: string
    /**
     * attempts answered 2xx
     */
    delivered: number
    /**
     * attempts that failed and are followed by another
     */
    retrying: number
    /**
     * attempts that failed and were the last
     */
    failed: number
  }[]
  delivered: number
  retrying: number
  failed: number
  /**
   * attempts answered 2xx of all; null without any
   */
  success_rate: number | null
  /**
   * 95th percentile of what receivers took to answer; null without any
   */
  p95_ms: number | null
  last_attempt_at: string | null
}
export interface Environment {
  dev_id: string
  name: string
  /**
   * ISO 8601, UTC
   */
  created_at: string
}
export interface NewEnvironment {
  dev_id: string
  name: string
  /**
   * ISO 8601, UTC
   */
  created_at: string
  /**
   * shown this once
   */
  api_key: string
}
export interface EnvironmentDetail {
  dev_id: string
  name: string
  /**
   * ISO 8601, UTC
   */
  created_at: string
  counts: {
    users: number
    destinations: number
    /**
     * that are not revoked
     */
    keys: number
    /**
     * counted up to 100,000
     */
    events: number
    has_more_events: boolean
  }
}
export interface EventSummary {
  /**
   * an id that begins with evt_
   */
  id: string
  type: string
  user_id: string | null
  /**
   * of its user; null without one, or once that is erased
   */
  provider: string | null
  /**
   * of its user
   */
  reference_id: string | null
  /**
   * the terra-reference header
   */
  reference: string
  bytes: number
  /**
   * ISO 8601, UTC
   */
  created_at: string
  deliveries: {
    pending: number
    held: number
    delivered: number
    failed: number
    superseded: number
  }
  /**
   * one for each delivery, in the order of the destinations: for dots; at most 50
   */
  delivery_statuses: DeliveryStatus[]
}
export interface EventDetail {
  /**
   * an id that begins with evt_
   */
  id: string
  type: string
  user_id: string | null
  /**
   * of its user; null without one, or once that is erased
   */
  provider: string | null
  /**
   * of its user
   */
  reference_id: string | null
  /**
   * the terra-reference header
   */
  reference: string
  bytes: number
  /**
   * ISO 8601, UTC
   */
  created_at: string
  chunk: number | null
  /**
   * the x-terra-ordering-timestamp header
   */
  ordering_timestamp: number
  timeline: Timeline
  provider_data: ProviderData | null
  /**
   * exactly as it is sent
   */
  body: string
  deliveries: DeliveryDetail[]
}
export interface Timeline {
  /**
   * the file, request or notification it came from
   */
  received_at: string | null
  /**
   * when its payload was made
   */
  normalised_at: string | null
  /**
   * ISO 8601, UTC
   */
  stored_at: string
  first_sent_at: string | null
  /**
   * the first 2xx
   */
  first_delivered_at: string | null
}
export interface ProviderData {
  kind: 'import'
  /**
   * an id that begins with imp_
   */
  import_id: string
  filename: string
  is_kept: boolean
}
export interface DeliveryDetail {
  /**
   * an id that begins with dlv_
   */
  id: string
  /**
   * the x-terra-trace-id header
   */
  trace_id: string
  /**
   * an id that begins with dst_
   */
  destination_id: string
  /**
   * null once it is deleted
   */
  destination: DeliveryTarget | null
  status: DeliveryStatus
  next_attempt_at: string | null
  /**
   * of this run: the 3 of "attempt 3 of 11"; null unless pending
   */
  next_attempt: number | null
  /**
   * of this run: the 11 of "attempt 3 of 11", by the retry schedule of now; null without a destination
   */
  attempts_allowed: number | null
  superseded_by: string | null
  /**
   * the headers of the latest attempt, or of one made now; headers of your own are masked, and so are signatures where the destination was changed since
   */
  headers_sent: {
    [k: string]: string
  } | null
  attempts: Attempt[]
}
export interface DeliveryTarget {
  name: string
  url: string | null
  kind: 'webhook' | 'inbox'
  enabled: boolean
}
export interface Attempt {
  /**
   * from 1, over all runs
   */
  number: number
  /**
   * null in attempts of older versions
   */
  trigger: AttemptTrigger | null
  /**
   * ISO 8601, UTC
   */
  at: string
  /**
   * null when no answer came
   */
  status_code: number | null
  duration_ms: number
  /**
   * where it was connected to; null when no connection came about
   */
  address: string | null
  error: string | null
  /**
   * at most the first 16 KiB
   */
  response_body: string | null
}
export interface Generated {
  event_id?: string
  user_id?: string
  /**
   * fields of the schema that the payload leaves empty; a wholly empty group by itself
   */
  empty_fields: string[]
  payload: {
    type: string
    [k: string]: unknown
  }
}
export interface ImportStatus {
  /**
   * an id that begins with imp_
   */
  import_id: string
  /**
   * the UUID of a user
   */
  user_id: string
  kind: string
  filename: string
  status: 'queued' | 'running' | 'completed' | 'failed' | 'cancelled'
  bytes_read: number
  bytes_total: number
  /**
   * records found in the file, by type
   */
  counts: {
    [k: string]: number
  }
  /**
   * of them, stored new or changed
   */
  saved: {
    [k: string]: number
  }
  warnings: string[]
  error: string | null
  /**
   * ISO 8601, UTC
   */
  created_at: string
  started_at: string | null
  finished_at: string | null
}
export interface Inbox {
  /**
   * an id that begins with inb_
   */
  id: string
  name: string
  /**
   * any POST to it is kept and shown
   */
  url: string
  respond_status: number
  respond_delay_ms: number
  /**
   * ISO 8601, UTC
   */
  created_at: string
}
export interface InboxMessage {
  /**
   * an id that begins with msg_
   */
  id: string
  /**
   * ISO 8601, UTC
   */
  received_at: string
  method: string
  path: string
  /**
   * those that carry secrets masked
   */
  headers: {
    [k: string]: string | string[]
  }
  body: string
  encoding: 'utf8' | 'base64'
  bytes: number
  type: string | null
  verdict: InboxVerdict
  /**
   * the status it was answered with
   */
  answered: number
}
export interface InboxVerdict {
  verdict: 'verified' | 'invalid' | 'unsigned'
  reason: string
  /**
   * what was checked, in order
   */
  steps?: {
    step: string
    ok: boolean
    sentence: string
  }[]
  /**
   * null in messages of older versions
   */
  parts: VerdictParts | null
  trace_id: string | null
  /**
   * which attempt of its trace id it was, from 1
   */
  attempt: number | null
}
export interface VerdictParts {
  t: VerdictPart
  body: VerdictPart
  secret: VerdictPart
}
export interface VerdictPart {
  ok: boolean | null
  sentence: string
}
export interface Job {
  /**
   * an id that begins with job_
   */
  id: string
  kind: 'recover' | 'resend'
  status: 'queued' | 'running' | 'completed' | 'failed' | 'cancelled'
  /**
   * deliveries put into the queue
   */
  done: number
  /**
   * of so many; null until they are counted
   */
  total: number | null
  error: string | null
  rate_per_second: number | null
  request:
    | {
        destination_id: string | null
        include: 'failed' | 'missed' | 'all'
        since: string | null
        until: string | null
      }
    | {
        type: string | null
        user_id: string | null
        destination_id: string | null
        status: string | null
        since: string | null
        until: string | null
      }
  /**
   * ISO 8601, UTC
   */
  created_at: string
  started_at: string | null
  finished_at: string | null
}
export interface Replay {
  /**
   * an id that begins with rpl_
   */
  id: string
  status: 'queued' | 'running' | 'completed' | 'failed' | 'cancelled'
  /**
   * true: the counts are of what would change
   */
  dry_run: boolean
  request: {
    provider: string | null
    type:
      | (
          | 'activity'
          | 'sleep'
          | 'body'
          | 'daily'
          | 'nutrition'
          | 'menstruation'
          | 'athlete'
          | 'hormone'
          | 'health_observation'
          | 'planned_workout'
        )
      | null
    user_id: string | null
    since: string | null
    until: string | null
  }
  /**
   * answers and files that were gone through
   */
  done: number
  /**
   * of so many
   */
  total: number
  /**
   * kept answers that the request finds
   */
  answers: number
  /**
   * kept files of imports likewise
   */
  files: number
  /**
   * whose they are
   */
  users: number
  types: {
    type:
      | 'activity'
      | 'sleep'
      | 'body'
      | 'daily'
      | 'nutrition'
      | 'menstruation'
      | 'athlete'
      | 'hormone'
      | 'health_observation'
      | 'planned_workout'
    /**
     * records that were made anew
     */
    checked: number
    /**
     * of them, those that say something else than before
     */
    changed: number
    /**
     * records of which there was none
     */
    added: number
    /**
     * stored records that are not made any more; they stay
     */
    unmade: number
    examples: {
      /**
       * the UUID of a user
       */
      user_id: string
      raw_id: string
      day: string | null
      is_new: boolean
      /**
       * where it differs, without values
       */
      paths: string[]
    }[]
  }[]
  /**
   * answers and files that are not understood: they change nothing
   */
  refused: number
  /**
   * the first of them
   */
  refusals: {
    raw_id: string
    why: string
  }[]
  error: string | null
  /**
   * ISO 8601, UTC
   */
  created_at: string
  started_at: string | null
  finished_at: string | null
}
export interface RawAnswer {
  /**
   * an id that begins with raw_
   */
  id: string
  provider: string
  type:
    | 'activity'
    | 'sleep'
    | 'body'
    | 'daily'
    | 'nutrition'
    | 'menstruation'
    | 'athlete'
    | 'hormone'
    | 'health_observation'
    | 'planned_workout'
  /**
   * the days that were asked for
   */
  first_day: string
  last_day: string
  /**
   * in which times without one were read
   */
  zone: string | null
  /**
   * when it was last given
   */
  observed_at: string
  /**
   * before it is compressed
   */
  bytes: number
}
export interface RawAnswerDetail {
  /**
   * an id that begins with raw_
   */
  id: string
  provider: string
  type:
    | 'activity'
    | 'sleep'
    | 'body'
    | 'daily'
    | 'nutrition'
    | 'menstruation'
    | 'athlete'
    | 'hormone'
    | 'health_observation'
    | 'planned_workout'
  /**
   * the days that were asked for
   */
  first_day: string
  last_day: string
  /**
   * in which times without one were read
   */
  zone: string | null
  /**
   * when it was last given
   */
  observed_at: string
  /**
   * before it is compressed
   */
  bytes: number
  /**
   * what the provider answered, as it wrote it
   */
  answer: {
    [k: string]: unknown
  }
}
export interface ApiKey {
  /**
   * an id that begins with key_
   */
  id: string
  name: string
  hint: string
  /**
   * ISO 8601, UTC
   */
  created_at: string
  revoked_at: string | null
}
export interface NewApiKey {
  /**
   * an id that begins with key_
   */
  id: string
  name: string
  hint: string
  dev_id: string
  api_key: string
}
export interface SandboxState {
  /**
   * who signed in at the sandbox
   */
  person: string
  /**
   * what they allow now
   */
  scopes: string[]
  /**
   * when they took access back
   */
  revoked_at: string | null
  /**
   * when the access token ends at the sandbox
   */
  token_expires_at: string
  /**
   * until when the device has told what it has
   */
  last_synced_at: string
  /**
   * null once access was taken back
   */
  next_sync_at: string | null
  fault: {
    fault: 'rate_limited' | 'unavailable' | 'slow' | 'malformed' | 'unauthorized' | 'not_ready' | 'refresh_down'
    /**
     * null: until it is changed
     */
    calls_left: number | null
    /**
     * of Retry-After, or how long an answer takes
     */
    seconds: number | null
  } | null
  /**
   * what happens to notifications
   */
  notifications: ('duplicate' | 'reorder' | 'malformed') | null
}
export interface SandboxOrdered {
  /**
   * who signed in at the sandbox
   */
  person: string
  /**
   * what they allow now
   */
  scopes: string[]
  /**
   * when they took access back
   */
  revoked_at: string | null
  /**
   * when the access token ends at the sandbox
   */
  token_expires_at: string
  /**
   * until when the device has told what it has
   */
  last_synced_at: string
  /**
   * null once access was taken back
   */
  next_sync_at: string | null
  fault: {
    fault: 'rate_limited' | 'unavailable' | 'slow' | 'malformed' | 'unauthorized' | 'not_ready' | 'refresh_down'
    /**
     * null: until it is changed
     */
    calls_left: number | null
    /**
     * of Retry-After, or how long an answer takes
     */
    seconds: number | null
  } | null
  /**
   * what happens to notifications
   */
  notifications: ('duplicate' | 'reorder' | 'malformed') | null
  /**
   * whether the sandbox posted a notification of it
   */
  notified: boolean
}
export interface Session {
  /**
   * null when nobody is signed in
   */
  account: {
    /**
     * an id that begins with acc_
     */
    id: string
    email: string
    name: string | null
    role: Role
  } | null
  /**
   * to be sent as x-csrf-token with all but GET
   */
  csrf_token: string | null
  environments: Environment[]
  /**
   * there is no owner yet
   */
  first_run: boolean
  version: string
  public_url: string
  sandbox: boolean
  /**
   * destinations may have private addresses
   */
  private_destinations: boolean
}
export interface InvitationOffer {
  email: string
  role: Role
  /**
   * ISO 8601, UTC
   */
  expires_at: string
}
export interface ListedSession {
  /**
   * an id that begins with ses_
   */
  id: string
  /**
   * of the sign-in; its first 160 characters
   */
  user_agent: string | null
  /**
   * of the sign-in
   */
  address: string | null
  /**
   * ISO 8601, UTC
   */
  created_at: string
  /**
   * to the minute
   */
  last_seen_at: string
  /**
   * the one that asks
   */
  current: boolean
}
export interface User {
  /**
   * the UUID of a user
   */
  user_id: string
  provider: string
  reference_id: string | null
  scopes: string | null
  /**
   * false: disconnected, nothing is pushed
   */
  active: boolean
  /**
   * true: the token has ended and cannot be renewed; the person has to connect again
   */
  needs_reauth: boolean
  /**
   * IANA zone for times that come without one
   */
  zone: string | null
  /**
   * ISO 8601, UTC
   */
  created_at: string
  last_webhook_update: string | null
  last_data_at: string | null
}
export interface UserDetail {
  /**
   * the UUID of a user
   */
  user_id: string
  provider: string
  reference_id: string | null
  scopes: string | null
  /**
   * false: disconnected, nothing is pushed
   */
  active: boolean
  /**
   * true: the token has ended and cannot be renewed; the person has to connect again
   */
  needs_reauth: boolean
  /**
   * IANA zone for times that come without one
   */
  zone: string | null
  /**
   * ISO 8601, UTC
   */
  created_at: string
  last_webhook_update: string | null
  last_data_at: string | null
  /**
   * stored records by type
   */
  counts: {
    [k: string]: number
  }
  /**
   * how old the token of the provider is; null where there is none, as for files
   */
  token: {
    /**
     * when the provider gave it
     */
    renewed_at: string
    expires_at: string | null
    /**
     * renewed by itself before it ends
     */
    is_renewable: boolean
  } | null
  /**
   * how the link to the provider stands; null for files and phones
   */
  connection: {
    /**
     * when the provider last gave what was asked
     */
    last_polled_at: string | null
    /**
     * when it is asked next; null for never
     */
    next_poll_at: string | null
    /**
     * since when it gives nothing; null while all is well
     */
    failing_since: string | null
  } | null
}
export interface Provenance {
  /**
   * the answer or the import that was the last to make it; null where none was kept
   */
  raw_id: string | null
  /**
   * what read it, and its version
   */
  mapper: string | null
}
export interface Attention {
  kind:
    | 'destination_failing'
    | 'destination_disabled'
    | 'destination_paused'
    | 'destination_backlog'
    | 'import_failed'
    | 'job_failed'
  target: {
    kind: 'destination' | 'import' | 'job'
    id: string
    label: string
  }
  /**
   * ISO 8601, UTC
   */
  since: string
  sentence: string
  attempts: number | null
  disables_at: string | null
  /**
   * deliveries that wait for it
   */
  waiting: number | null
  /**
   * how many of this kind the line stands for
   */
  count: number
  remedy: {
    action: 'open' | 'resume' | 'recover' | 'edit' | 'import_again'
    label: string
    /**
     * of the dashboard
     */
    path: string
  }
}
export interface FirstSteps {
  done: boolean
  steps: {
    step: 'key' | 'destination' | 'source' | 'generated' | 'user'
    done: boolean
    /**
     * when it was done, where that is known
     */
    since: string | null
  }[]
}
export interface Found {
  kind: 'event' | 'delivery' | 'destination' | 'import' | 'job' | 'inbox' | 'user'
  id: string
  label: string
  /**
   * of the dashboard
   */
  path: string
}
export interface DeliveryRow {
  /**
   * an id that begins with dlv_
   */
  id: string
  /**
   * an id that begins with evt_
   */
  event_id: string
  /**
   * an id that begins with dst_
   */
  destination_id: string
  type: string
  user_id: string | null
  provider: string | null
  reference_id: string | null
  status: DeliveryStatus
  /**
   * made so far, over all runs
   */
  attempts: number
  last_attempt_at: string | null
  last_status_code: number | null
  last_duration_ms: number | null
  last_error: string | null
  next_attempt_at: string | null
  /**
   * when the event was stored
   */
  created_at: string
}
export interface Source {
  /**
   * its slug, such as APPLE
   */
  provider: string
  label: string
  kind: 'file' | 'phone' | 'cloud' | 'sandbox'
  types: string[]
  state: 'ready' | 'needs_keys' | 'sandbox' | 'off'
  /**
   * offered to end users of this environment
   */
  enabled: boolean
  /**
   * connected in this environment
   */
  users: number
  /**
   * why nobody can connect it any more, and what to do instead; null where one can
   */
  retired: string | null
  /**
   * of files that are imported for it, such as apple-health
   */
  file_kinds: string[]
}
export interface Coverage {
  type: string
  /**
   * slugs of all that have this type of data
   */
  providers: string[]
  /**
   * those that Tellus connects to: what they fill is read off their own answers, of the others off generated data
   */
  recorded: string[]
  /**
   * those of them that users of this environment are connected to
   */
  in_use: string[]
  fields: {
    /**
     * dotted; `[]` stands behind a list
     */
    path: string
    /**
     * slugs of those that fill it
     */
    providers: string[]
  }[]
}
export interface ProviderKey {
  /**
   * its slug, such as OURA
   */
  provider: string
  label: string
  /**
   * where the keys in force come from; null where there are none
   */
  from: ('environment' | 'dashboard') | null
  client_id: string | null
  /**
   * the last four characters of the secret, of a long one
   */
  secret_hint: string | null
  /**
   * keys that were entered here, also where those of the environment count more
   */
  entered: {
    at: string
    by: string
  } | null
  /**
   * a further key that the source wants, and the last four characters of it; null for most
   */
  client_key: {
    label: string
    hint: string | null
  } | null
  variables: {
    client_id: string
    client_secret: string
    client_key: string | null
  }
  /**
   * a variable that is set without another
   */
  half_set: string | null
  /**
   * that other one
   */
  half_lacks: string | null
  /**
   * the sandbox plays this source while there are no keys
   */
  stands_in: boolean
  /**
   * connected by it, in all environments
   */
  users: number
  callback_url: string
  /**
   * null for a source that does not tell of news
   */
  webhook: {
    url: string
    /**
     * the developer enters it at the provider
     */
    by_hand: boolean
    /**
     * with a secret, which reveal-webhook-secret shows
     */
    has_secret: boolean
  } | null
  setup: {
    url: string
    steps: string[]
  } | null
}
export interface KeyVerdict {
  result: 'right' | 'wrong' | 'unknown'
  /**
   * a sentence for the developer
   */
  says: string
}
export interface WebhookSecret {
  secret: string
}
export interface Stats {
  /**
   * ISO 8601, UTC
   */
  since: string
  /**
   * ISO 8601, UTC
   */
  until: string
  /**
   * Items: ISO 8601, UTC
   */
  hours: string[]
  /**
   * at the end of the period and of each hour
   */
  users_connected: Figure
  events: Figure
  /**
   * of the deliveries that ended: those that were taken, 0 to 1
   */
  delivered_share: Figure
  /**
   * from what came in (where unknown, from being stored) to the 2xx, of deliveries that were not sent again
   */
  median_delay_ms: Figure
  /**
   * true where the median is of a sample of many
   */
  is_sampled: boolean
}
export interface Figure {
  value: number | null
  previous: number | null
  /**
   * one for each of `hours`; null where there is nothing
   */
  series: (number | null)[]
}
export interface Presence {
  zone: string
  first_day: string
  /**
   * today, in the zone
   */
  last_day: string
  types: {
    type: string
    /**
     * of all time
     */
    total: number
    first_day: string | null
    last_day: string | null
    /**
     * from first_day to last_day of the answer, none left out
     */
    days: number[]
  }[]
}
export interface Verification {
  ok: boolean
  problem: SignatureProblem | null
  /**
   * what is right, or which rule was broken and how to mend it
   */
  sentence: string
  scheme: 'terra' | 'standard_webhooks' | 'unknown'
  /**
   * unix seconds
   */
  t: number | null
  /**
   * negative for a time to come
   */
  age_seconds: number | null
  tolerance_seconds: number
  signatures: {
    value: string
    is_hex: boolean
    matches: boolean
  }[]
  /**
   * undone, this makes the signature match
   */
  body_change: BodyChange | null
  parts: VerdictParts
}
