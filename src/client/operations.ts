// Made by `npm run client` from the description of the management API, which is made from its routes. A change of a
// route changes this file; a test fails while the two differ.

export type Role = 'owner' | 'developer' | 'viewer'
export type DeliveryStatus = 'pending' | 'held' | 'delivered' | 'failed' | 'superseded'
export type AttemptTrigger = 'auto' | 'retry' | 'manual' | 'replay' | 'test'
/**
 * ISO 8601 instant with microseconds and a numeric offset, never "Z". Without an offset it is local time of an unknown zone.
 */
export type Timestamp = string
/**
 * Calendar date, YYYY-MM-DD.
 */
export type LocalDate = string
/**
 * Calendar date YYYY-MM-DD, or an ISO 8601 instant with microseconds and a numeric offset.
 */
export type DateOrTimestamp = string
/**
 * One of: 0 Unknown, 1 Rest, 2 Inactive, 3 Low Intensity, 4 Medium Intensity, 5 High Intensity.
 */
export type ActivityLevel = 0 | 1 | 2 | 3 | 4 | 5
/**
 * One of: STEPS, ACTIVE_MINUTES, BMR, CALORIES, DISTANCE, HEART_RATE, OXYGEN_SATURATION, SLEEP_TYPE, SPEED, CADENCE.
 */
export type DeviceDataType =
  | 'STEPS'
  | 'ACTIVE_MINUTES'
  | 'BMR'
  | 'CALORIES'
  | 'DISTANCE'
  | 'HEART_RATE'
  | 'OXYGEN_SATURATION'
  | 'SLEEP_TYPE'
  | 'SPEED'
  | 'CADENCE'
/**
 * One of: 0 Not Set, 1 Active, 2 Not Active.
 */
export type HeartRateContext = 0 | 1 | 2
/**
 * One of: 0 UTC, 1 Local.
 */
export type TimestampLocalization = 0 | 1
/**
 * One of: 0 In Vehicle, 1 Biking, 3 Still, 4 Unknown, 5 Tilting, 7 Walking, 8 Running, 9 Aerobics, 10 Badminton, 11 Baseball, 12 Basketball, 13 Biathlon, 14 Hand Biking, 15 Mountain Biking, 16 Road Biking, 17 Spinning, 18 Stationary Biking, 19 Utility Biking, 20 Boxing, 21 Calisthenics, 22 Circuit Training, 23 Cricket, 24 Dancing, 25 Elliptical, 26 Fencing, 27 American Football, 28 Australian Football, 29 English Football, 30 Frisbee, 31 Gardening, 32 Golf, 33 Gymnastics, 34 Handball, 35 Hiking, 36 Hockey, 37 Horseback Riding, 38 Housework, 39 Jumping Rope, 40 Kayaking, 41 Kettlebell Training, 42 Kickboxing, 43 Kitesurfing, 44 Martial Arts, 45 Meditation, 46 Mixed Martial Arts, 47 P90X Exercises, 48 Paragliding, 49 Pilates, 50 Polo, 51 Racquetball, 52 Rock Climbing, 53 Rowing, 54 Rowing Machine, 55 Rugby, 56 Jogging, 57 Running on Sand, 58 Treadmill Running, 59 Sailing, 60 Scuba Diving, 61 Skateboarding, 62 Skating, 63 Cross Skating, 64 Indoor Rollerblading, 65 Skiing, 66 Back Country Skiing, 67 Cross Country Skiing, 68 Downhill Skiing, 69 Kite Skiing, 70 Roller Skiing, 71 Sledding, 73 Snowboarding, 74 Snowmobile, 75 Snowshoeing, 76 Squash, 77 Stair Climbing, 78 Stair Climbing Machine, 79 Stand Up Paddleboarding, 80 Strength Training, 81 Surfing, 82 Swimming, 83 Swimming in Pool, 84 Open Water Swimming, 85 Table Tennis, 86 Team Sports, 87 Tennis, 88 Treadmill, 89 Volleyball, 90 Beach Volleyball, 91 Indoor Volleyball, 92 Wakeboarding, 93 Walking for Fitness, 94 Nordic Walking, 95 Treadmill Walking, 96 Water Polo, 97 Weightlifting, 98 Wheelchair, 99 Windsurfing, 100 Yoga, 101 Zumba, 102 Diving, 103 Ergometer, 104 Ice Skating, 105 Indoor Skating, 106 Curling, 108 Other, 113 CrossFit, 114 HIIT, 115 Interval Training, 116 Walking with Stroller, 117 Elevator, 118 Escalator, 119 Archery, 120 Softball, 122 Guided Breathing, 123 Cardio Training, 124 Lacrosse, 125 Stretching, 126 Triathlon, 127 Inline Skating, 128 Sky Diving, 129 Paddling, 130 Mountaineering, 131 Fishing, 132 Water Skiing, 133 Indoor Running, 134 Padel Tennis, 135 Driving, 136 Off-Road Driving, 137 Motorbiking, 138 Motor Racing, 139 Enduro, 140 Canoeing, 141 Orienteering, 142 Hang Gliding, 143 Flying, 144 Hot Air Ballooning, 145 Jet Skiing, 146 Power Boating, 147 Gaelic Football, 148 Hurling, 149 Trail Running, 150 Gravel Cycling, 151 Multisport, 152 E-Biking, 153 E-Mountain Biking, 154 Physical Therapy.
 */
export type ActivityType =
  | 0
  | 1
  | 3
  | 4
  | 5
  | 7
  | 8
  | 9
  | 10
  | 11
  | 12
  | 13
  | 14
  | 15
  | 16
  | 17
  | 18
  | 19
  | 20
  | 21
  | 22
  | 23
  | 24
  | 25
  | 26
  | 27
  | 28
  | 29
  | 30
  | 31
  | 32
  | 33
  | 34
  | 35
  | 36
  | 37
  | 38
  | 39
  | 40
  | 41
  | 42
  | 43
  | 44
  | 45
  | 46
  | 47
  | 48
  | 49
  | 50
  | 51
  | 52
  | 53
  | 54
  | 55
  | 56
  | 57
  | 58
  | 59
  | 60
  | 61
  | 62
  | 63
  | 64
  | 65
  | 66
  | 67
  | 68
  | 69
  | 70
  | 71
  | 73
  | 74
  | 75
  | 76
  | 77
  | 78
  | 79
  | 80
  | 81
  | 82
  | 83
  | 84
  | 85
  | 86
  | 87
  | 88
  | 89
  | 90
  | 91
  | 92
  | 93
  | 94
  | 95
  | 96
  | 97
  | 98
  | 99
  | 100
  | 101
  | 102
  | 103
  | 104
  | 105
  | 106
  | 108
  | 113
  | 114
  | 115
  | 116
  | 117
  | 118
  | 119
  | 120
  | 122
  | 123
  | 124
  | 125
  | 126
  | 127
  | 128
  | 129
  | 130
  | 131
  | 132
  | 133
  | 134
  | 135
  | 136
  | 137
  | 138
  | 139
  | 140
  | 141
  | 142
  | 143
  | 144
  | 145
  | 146
  | 147
  | 148
  | 149
  | 150
  | 151
  | 152
  | 153
  | 154
/**
 * One of: 0 Unknown, 1 Automatic, 2 Manual, 3 Update, 4 Delete, 5 Pending, 6 Third Party Upload.
 */
export type UploadType = 0 | 1 | 2 | 3 | 4 | 5 | 6
/**
 * One of: 0 Blood, 1 Muscle.
 */
export type OxygenSaturationType = 0 | 1
/**
 * Latitude and longitude in WGS84 degrees; either may be null.
 *
 * @minItems 2
 * @maxItems 2
 */
export type Position = (number | null)[]
/**
 * One of: 0 Negative, 1 Positive, 2 Inconclusive.
 */
export type AFibFlag = 0 | 1 | 2
/**
 * One of: 0 Unknown, 1 Blood, 2 Urine, 3 Breath.
 */
export type KetoneSampleType = 0 | 1 | 2 | 3
/**
 * One of: 0 Normal, 1 High, 2 Low.
 */
export type GlucoseFlag = 0 | 1 | 2
/**
 * One of: 0 Unknown, 1 Falling Quickly, 2 Falling, 3 Flat, 4 Rising, 5 Rising Quickly.
 */
export type TrendArrow = 0 | 1 | 2 | 3 | 4 | 5
/**
 * One of: 0 Unknown, 1 Rest, 2 Low, 3 Medium, 4 High.
 */
export type StressLevel = 0 | 1 | 2 | 3 | 4
/**
 * One of: 0 Unknown, 1 Period, 2 Follicular, 3 Fertile Window, 4 Ovulation, 5 Luteal, 6 PMS, 7 First Trimester, 8 Second Trimester, 9 Third Trimester.
 */
export type MenstruationInterval = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9
/**
 * One of: 0 Unknown, 1 None, 2 Light, 3 Medium, 4 Heavy, 5 Had.
 */
export type MenstruationFlow = 0 | 1 | 2 | 3 | 4 | 5
/**
 * One of: 0 Unknown, 1 Gram, 2 Teaspoon, 3 Tablespoon, 4 Cup, 5 Medium Egg, 6 Large Egg, 7 Small Egg, 8 Milliliter, 9 Ounce, 10 Count, 11 Scoop, 12 Fluid Ounce.
 */
export type NutritionUnits = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12
/**
 * One of: 0 Unknown, 1 Breakfast, 2 Morning Snack, 3 Lunch, 4 Afternoon Snack, 5 Dinner, 6 Snack.
 */
export type MealType = 0 | 1 | 2 | 3 | 4 | 5 | 6
/**
 * One of: 0 Unknown, 1 Manual, 2 Automatic, 3 Tentative, 4 Indeterminate.
 */
export type SleepUploadType = 0 | 1 | 2 | 3 | 4
/**
 * One of: 0 Unknown, 1 Awake, 2 Sleeping, 3 Out of Bed, 4 Light Sleep, 5 Deep Sleep, 6 REM Sleep.
 */
export type SleepLevel = 0 | 1 | 2 | 3 | 4 | 5 | 6
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
          view?: 'all' | 'merged'
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
          view?: 'all' | 'merged'
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
      view?: 'all' | 'merged'
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
      view?: 'all' | 'merged'
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
   * Tokens with which AI clients read a person, without what they are
   */
  'GET /mcp-tokens': {
    answer: {
      items: McpToken[]
      next_cursor: string | null
    }
  }
  /**
   * Makes a token with which an AI client reads one user or one person, and shows it, this once
   */
  'POST /mcp-tokens': {
    body: {
      /**
       * reads this user alone; either this or reference_id
       */
      user_id?: string
      /**
       * reads all accounts of this person
       */
      reference_id?: string
      /**
       * left out: good until it is revoked
       */
      expires_in_days?: number
    }
    answer: NewMcpToken
  }
  /**
   * Revokes a token: the next call with it is refused
   */
  'DELETE /mcp-tokens/{id}': {
    path: {
      id: string
    }
    answer: null
  }
  /**
   * Makes a token with which an app on a phone connects, as `POST /v2/auth/generateAuthToken` does.
   */
  'POST /phone-tokens': {
    answer: MadePhoneToken
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
   * All accounts of a person, the most trusted first
   */
  'GET /person': {
    query: {
      reference_id: string
    }
    answer: Person
  }
  /**
   * Which sources count first: of everybody who has no order of their own, or the order that holds for a person
   */
  'GET /person/priority': {
    query: {
      reference_id?: string
    }
    answer: HeldPriority
  }
  /**
   * Says which sources count first, for a person or for everybody
   */
  'POST /person/priority': {
    body: {
      /**
       * whose order; left out: of everybody who has none of their own
       */
      reference_id?: string | null
      /**
       * the most trusted first; empty takes the order back
       *
       * @maxItems 200
       */
      providers: string[]
    }
    answer: SourcePriority
  }
  /**
   * Who a person is, by all their sources
   */
  'GET /person/athlete': {
    query: {
      reference_id: string
    }
    answer: {
      reference_id: string
      type: 'athlete'
      /**
       * @maxItems 1
       */
      data: Athlete[]
      /**
       * for each of `data`, the records that it stands for: the one that counts first
       */
      made_of: MergedPart[][]
      version: '2022-03-16'
    }
  }
  /**
   * A person’s activity of a range of local days over all their sources, each thing once
   */
  'GET /person/activity': {
    query: {
      reference_id: string
      start_date: string
      end_date?: string
      with_samples?: string | boolean
    }
    answer: {
      reference_id: string
      type: 'activity'
      data: Activity[]
      /**
       * for each of `data`, the records that it stands for: the one that counts first
       */
      made_of: MergedPart[][]
      version: '2022-03-16'
    }
  }
  /**
   * A person’s body of a range of local days over all their sources, each thing once
   */
  'GET /person/body': {
    query: {
      reference_id: string
      start_date: string
      end_date?: string
      with_samples?: string | boolean
    }
    answer: {
      reference_id: string
      type: 'body'
      data: Body[]
      /**
       * for each of `data`, the records that it stands for: the one that counts first
       */
      made_of: MergedPart[][]
      version: '2022-03-16'
    }
  }
  /**
   * A person’s daily of a range of local days over all their sources, each thing once
   */
  'GET /person/daily': {
    query: {
      reference_id: string
      start_date: string
      end_date?: string
      with_samples?: string | boolean
    }
    answer: {
      reference_id: string
      type: 'daily'
      data: Daily[]
      /**
       * for each of `data`, the records that it stands for: the one that counts first
       */
      made_of: MergedPart[][]
      version: '2022-03-16'
    }
  }
  /**
   * A person’s menstruation of a range of local days over all their sources, each thing once
   */
  'GET /person/menstruation': {
    query: {
      reference_id: string
      start_date: string
      end_date?: string
      with_samples?: string | boolean
    }
    answer: {
      reference_id: string
      type: 'menstruation'
      data: Menstruation[]
      /**
       * for each of `data`, the records that it stands for: the one that counts first
       */
      made_of: MergedPart[][]
      version: '2022-03-16'
    }
  }
  /**
   * A person’s nutrition of a range of local days over all their sources, each thing once
   */
  'GET /person/nutrition': {
    query: {
      reference_id: string
      start_date: string
      end_date?: string
      with_samples?: string | boolean
    }
    answer: {
      reference_id: string
      type: 'nutrition'
      data: Nutrition[]
      /**
       * for each of `data`, the records that it stands for: the one that counts first
       */
      made_of: MergedPart[][]
      version: '2022-03-16'
    }
  }
  /**
   * A person’s sleep of a range of local days over all their sources, each thing once
   */
  'GET /person/sleep': {
    query: {
      reference_id: string
      start_date: string
      end_date?: string
      with_samples?: string | boolean
    }
    answer: {
      reference_id: string
      type: 'sleep'
      data: Sleep[]
      /**
       * for each of `data`, the records that it stands for: the one that counts first
       */
      made_of: MergedPart[][]
      version: '2022-03-16'
    }
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
  /**
   * of a person with several accounts, what each of them tells, or each thing once
   */
  view: 'all' | 'merged'
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
export interface McpToken {
  /**
   * an id that begins with mcp_
   */
  id: string
  /**
   * the one user that it reads; null for one of a person
   */
  user_id: string | null
  /**
   * the person whose accounts it reads; null for one of a user
   */
  reference_id: string | null
  /**
   * ISO 8601, UTC
   */
  created_at: string
  /**
   * null: until it is revoked
   */
  expires_at: string | null
}
export interface NewMcpToken {
  /**
   * an id that begins with mcp_
   */
  id: string
  /**
   * the one user that it reads; null for one of a person
   */
  user_id: string | null
  /**
   * the person whose accounts it reads; null for one of a user
   */
  reference_id: string | null
  /**
   * ISO 8601, UTC
   */
  created_at: string
  /**
   * null: until it is revoked
   */
  expires_at: string | null
  /**
   * shown this once
   */
  token: string
  /**
   * where an MCP client connects to, with the token as its Bearer token
   */
  url: string
}
export interface MadePhoneToken {
  token: string
  /**
   * how long it can be used, once; seconds
   */
  expires_in: number
  /**
   * a page that uploads as a phone would, with the token in it; null where the sandbox is off
   */
  try_url: string | null
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
export interface Person {
  reference_id: string
  /**
   * the accounts of the person, the most trusted first
   */
  users: TerraUser[]
  priority: HeldPriority
}
/**
 * One link between an account at a provider and a developer.
 */
export interface TerraUser {
  /**
   * UUID of the link between one account at a provider and one developer.
   */
  user_id: string
  /**
   * Provider slug in capitals, such as GARMIN.
   */
  provider: string
  /**
   * When it was made.
   */
  created_at?: Timestamp | null
  /**
   * When data was last sent for the user.
   */
  last_webhook_update?: Timestamp | null
  /**
   * What the user allowed, comma-separated.
   */
  scopes?: string | null
  /**
   * The developer's own id of the person.
   */
  reference_id?: string | null
  /**
   * Whether data is still sent; false after the link has ended.
   */
  active?: boolean | null
}
export interface HeldPriority {
  /**
   * the most trusted first
   */
  providers: string[]
  /**
   * whose order it is; null where none was given
   */
  from: ('person' | 'environment') | null
}
export interface SourcePriority {
  /**
   * null: the order of the environment
   */
  reference_id: string | null
  /**
   * the most trusted first; empty: none was given
   */
  providers: string[]
}
/**
 * The person, as the provider knows them.
 */
export interface Athlete {
  /**
   * Age, years.
   */
  age?: number | null
  /**
   * Country the user lives in.
   */
  country?: string | null
  /**
   * What the user says of themselves.
   */
  bio?: string | null
  /**
   * State or region the user lives in.
   */
  state?: string | null
  /**
   * Family name.
   */
  last_name?: string | null
  /**
   * Sex, a lower-case word.
   */
  sex?: string | null
  /**
   * City the user lives in.
   */
  city?: string | null
  /**
   * E-mail address.
   */
  email?: string | null
  /**
   * Day of birth.
   */
  date_of_birth?: LocalDate | null
  /**
   * Given name.
   */
  first_name?: string | null
  /**
   * Gender, a lower-case word.
   */
  gender?: string | null
  /**
   * When the account at the provider was made.
   */
  account_creation_date?: DateOrTimestamp | null
  /**
   * The provider's id of the user.
   */
  provider_user_id?: string | null
}
export interface MergedPart {
  user_id: string
  provider: string
  /**
   * its `summary_id`, or its local day
   */
  key: string
}
/**
 * One workout.
 */
export interface Activity {
  /**
   * Time spent at each intensity.
   */
  active_durations_data?: ActiveDurationsData | null
  /**
   * Energy burned and eaten.
   */
  calories_data?: CaloriesData | null
  /**
   * The provider's sign that the workout may be false; 0 is none.
   */
  cheat_detection?: number | null
  /**
   * Scores computed over the provider's data.
   */
  data_enrichment?: DataEnrichment | null
  /**
   * The device that recorded it.
   */
  device_data?: DeviceData | null
  /**
   * Distance, steps and climb.
   */
  distance_data?: DistanceData | null
  /**
   * Energy spent and planned.
   */
  energy_data?: EnergyData | null
  /**
   * Heart rate and its variability.
   */
  heart_rate_data?: HeartRateData | null
  /**
   * The laps.
   */
  lap_data?: LapData | null
  /**
   * Effort in metabolic equivalents.
   */
  MET_data?: METData | null
  /**
   * What the record is about and when.
   */
  metadata: ActivityMetadata
  /**
   * Speed, pace, cadence and torque.
   */
  movement_data?: MovementData | null
  /**
   * Oxygen saturation and VO2 max.
   */
  oxygen_data?: OxygenData | null
  /**
   * The route, encoded.
   */
  polyline_map_data?: PolylineMapData | null
  /**
   * Where the user was.
   */
  position_data?: PositionData | null
  /**
   * Power.
   */
  power_data?: PowerData | null
  /**
   * Strain as the provider judges it.
   */
  strain_data?: StrainData | null
  /**
   * Training stress scores.
   */
  TSS_data?: TSSData | null
  /**
   * Work done.
   */
  work_data?: WorkData | null
}
/**
 * Time spent at each intensity.
 */
export interface ActiveDurationsData {
  /**
   * Intensity over time.
   */
  activity_levels_samples?: ActivityLevelSample[] | null
  /**
   * Time active, seconds.
   */
  activity_seconds?: number | null
  /**
   * Time inactive, seconds.
   */
  inactivity_seconds?: number | null
  /**
   * Time at low intensity, seconds.
   */
  low_intensity_seconds?: number | null
  /**
   * Time at moderate intensity, seconds.
   */
  moderate_intensity_seconds?: number | null
  /**
   * Count of unbroken inactive periods.
   */
  num_continuous_inactive_periods?: number | null
  /**
   * Time at rest, seconds.
   */
  rest_seconds?: number | null
  /**
   * Time at vigorous intensity, seconds.
   */
  vigorous_intensity_seconds?: number | null
  /**
   * Count of hours in which the user stood up.
   */
  standing_hours_count?: number | null
  /**
   * Time standing, seconds.
   */
  standing_seconds?: number | null
}
/**
 * Intensity at an instant.
 */
export interface ActivityLevelSample {
  /**
   * When it was recorded.
   */
  timestamp?: Timestamp | null
  /**
   * How hard the body worked.
   */
  activity_level?: ActivityLevel | null
  /**
   * Seconds since the start of the record, pauses removed.
   */
  timer_duration_seconds?: number | null
}
/**
 * Energy burned and eaten.
 */
export interface CaloriesData {
  /**
   * Energy burned by the body at rest, kilocalories.
   */
  BMR_calories?: number | null
  /**
   * Energy burned over time.
   */
  calorie_samples?: CalorieSample[] | null
  /**
   * Energy burned by moving, without that of the body at rest, kilocalories.
   */
  net_activity_calories?: number | null
  /**
   * Energy eaten and drunk, kilocalories.
   */
  net_intake_calories?: number | null
  /**
   * All energy burned, at rest and by moving, kilocalories.
   */
  total_burned_calories?: number | null
}
/**
 * Energy burned at an instant.
 */
export interface CalorieSample {
  /**
   * When it was recorded.
   */
  timestamp?: Timestamp | null
  /**
   * Energy burned, kilocalories.
   */
  calories?: number | null
  /**
   * Seconds since the start of the record, pauses removed.
   */
  timer_duration_seconds?: number | null
}
/**
 * Scores computed over an activity.
 */
export interface DataEnrichment {
  /**
   * Efficiency score, 0–100.
   */
  efficiency_score?: number | null
  /**
   * What made the efficiency score.
   */
  efficiency_contributors?: RecordFloat | null
  /**
   * Strain score, 0–100.
   */
  strain_score?: number | null
  /**
   * What made the strain score.
   */
  strain_contributors?: RecordFloat | null
  /**
   * Recovery-corrected strain score.
   */
  rcrs_score?: number | null
  /**
   * What made the recovery-corrected strain score.
   */
  rcrs_contributors?: RecordFloat | null
  /**
   * Training impulse (TRIMP).
   */
  trimp_score?: number | null
  /**
   * What made the training impulse.
   */
  trimp_contributors?: RecordFloat | null
}
/**
 * Numbers by name.
 */
export interface RecordFloat {
  [k: string]: number
}
/**
 * The device that made a record.
 */
export interface DeviceData {
  /**
   * When the device was first used.
   */
  activation_timestamp?: Timestamp | null
  /**
   * Kinds of data the device measures.
   */
  data_provided?: DeviceDataType[] | null
  /**
   * Version of the hardware.
   */
  hardware_version?: string | null
  /**
   * When the device last sent data.
   */
  last_upload_date?: DateOrTimestamp | null
  /**
   * Who made the device.
   */
  manufacturer?: string | null
  /**
   * Name of the device or app.
   */
  name?: string | null
  /**
   * Other devices that contributed.
   */
  other_devices?: OtherDeviceData[] | null
  /**
   * Serial number of the device.
   */
  serial_number?: string | null
  /**
   * Version of the software.
   */
  software_version?: string | null
}
/**
 * A device that contributed to a record.
 */
export interface OtherDeviceData {
  /**
   * Who made the device.
   */
  manufacturer?: string | null
  /**
   * Version of the hardware.
   */
  hardware_version?: string | null
  /**
   * Serial number of the device.
   */
  serial_number?: string | null
  /**
   * Name of the device or app.
   */
  name?: string | null
  /**
   * Version of the software.
   */
  software_version?: string | null
  /**
   * Kinds of data the device measures.
   */
  data_provided?: DeviceDataType[] | null
  /**
   * When the device last sent data.
   */
  last_upload_date?: DateOrTimestamp | null
}
/**
 * Distance of an activity: figures and samples.
 */
export interface DistanceData {
  /**
   * The samples.
   */
  detailed?: DistanceDataDetailed | null
  /**
   * The figures of the whole record.
   */
  summary?: DistanceDataSummary | null
}
/**
 * Samples of distance, altitude, floors and steps.
 */
export interface DistanceDataDetailed {
  /**
   * Distance over time.
   */
  distance_samples?: DistanceSample[] | null
  /**
   * Altitude over time.
   */
  elevation_samples?: ElevationSample[] | null
  /**
   * Floors climbed over time.
   */
  floors_climbed_samples?: FloorsClimbedSample[] | null
  /**
   * Steps over time.
   */
  step_samples?: StepSample[] | null
}
/**
 * Distance so far at an instant.
 */
export interface DistanceSample {
  /**
   * When it was recorded.
   */
  timestamp?: Timestamp | null
  /**
   * Distance since the start of the record, metres.
   */
  distance_meters?: number | null
  /**
   * Seconds since the start of the record, pauses removed.
   */
  timer_duration_seconds?: number | null
}
/**
 * Altitude at an instant.
 */
export interface ElevationSample {
  /**
   * When it was recorded.
   */
  timestamp?: Timestamp | null
  /**
   * Altitude above sea level, metres.
   */
  elev_meters?: number | null
  /**
   * Seconds since the start of the record, pauses removed.
   */
  timer_duration_seconds?: number | null
}
/**
 * Floors climbed so far at an instant.
 */
export interface FloorsClimbedSample {
  /**
   * When it was recorded.
   */
  timestamp?: Timestamp | null
  /**
   * Floors climbed since the start of the record, a count.
   */
  floors_climbed?: number | null
  /**
   * Seconds since the start of the record, pauses removed.
   */
  timer_duration_seconds?: number | null
}
/**
 * Steps so far at an instant.
 */
export interface StepSample {
  /**
   * When it was recorded.
   */
  timestamp?: Timestamp | null
  /**
   * Steps since the start of the record, a count.
   */
  steps?: number | null
  /**
   * Seconds since the start of the record, pauses removed.
   */
  timer_duration_seconds?: number | null
}
/**
 * Distance, steps and climb of an activity.
 */
export interface DistanceDataSummary {
  /**
   * Distance, metres.
   */
  distance_meters?: number | null
  /**
   * Altitude and climb.
   */
  elevation?: ElevationData | null
  /**
   * Floors climbed, a count.
   */
  floors_climbed?: number | null
  /**
   * Steps, a count.
   */
  steps?: number | null
  /**
   * Swimming figures.
   */
  swimming?: SwimmingData | null
}
/**
 * Altitude and climb.
 */
export interface ElevationData {
  /**
   * Mean altitude, metres.
   */
  avg_meters?: number | null
  /**
   * All metres climbed, descents not taken off.
   */
  gain_actual_meters?: number | null
  /**
   * Metres meant to be climbed.
   */
  gain_planned_meters?: number | null
  /**
   * All metres descended.
   */
  loss_actual_meters?: number | null
  /**
   * Highest altitude, metres.
   */
  max_meters?: number | null
  /**
   * Lowest altitude, metres.
   */
  min_meters?: number | null
}
/**
 * Swimming figures.
 */
export interface SwimmingData {
  /**
   * Count of pool lengths swum.
   */
  num_laps?: number | null
  /**
   * Count of strokes.
   */
  num_strokes?: number | null
  /**
   * Length of the pool, metres.
   */
  pool_length_meters?: number | null
}
/**
 * Energy spent in an activity.
 */
export interface EnergyData {
  /**
   * Energy spent, kilojoules.
   */
  energy_kilojoules?: number | null
  /**
   * Energy meant to be spent, kilojoules.
   */
  energy_planned_kilojoules?: number | null
}
/**
 * Heart rate: figures and samples.
 */
export interface HeartRateData {
  /**
   * The samples.
   */
  detailed?: HeartRateDataDetailed | null
  /**
   * The figures of the whole record.
   */
  summary?: HeartRateDataSummary | null
}
/**
 * Samples of heart rate and its variability.
 */
export interface HeartRateDataDetailed {
  /**
   * Heart rate over time.
   */
  hr_samples?: HeartRateDataSample[] | null
  /**
   * Heart rate variability as RMSSD over time.
   */
  hrv_samples_rmssd?: HeartRateVariabilityDataSampleRMSSD[] | null
  /**
   * Heart rate variability as SDNN over time.
   */
  hrv_samples_sdnn?: HeartRateVariabilityDataSampleSDNN[] | null
}
/**
 * One heart rate reading.
 */
export interface HeartRateDataSample {
  /**
   * When it was recorded.
   */
  timestamp?: Timestamp | null
  /**
   * Heart rate, beats per minute.
   */
  bpm?: number | null
  /**
   * Seconds since the start of the record, pauses removed.
   */
  timer_duration_seconds?: number | null
  /**
   * What the user was doing.
   */
  context?: HeartRateContext | null
}
/**
 * One heart rate variability reading, RMSSD.
 */
export interface HeartRateVariabilityDataSampleRMSSD {
  /**
   * When it was recorded.
   */
  timestamp?: Timestamp | null
  /**
   * Heart rate variability as RMSSD, milliseconds.
   */
  hrv_rmssd?: number | null
}
/**
 * One heart rate variability reading, SDNN.
 */
export interface HeartRateVariabilityDataSampleSDNN {
  /**
   * When it was recorded.
   */
  timestamp?: Timestamp | null
  /**
   * Heart rate variability as SDNN, milliseconds.
   */
  hrv_sdnn?: number | null
}
/**
 * Heart rate of the whole record.
 */
export interface HeartRateDataSummary {
  /**
   * Mean heart rate, beats per minute.
   */
  avg_hr_bpm?: number | null
  /**
   * Mean heart rate variability as RMSSD, milliseconds.
   */
  avg_hrv_rmssd?: number | null
  /**
   * Mean heart rate variability as SDNN, milliseconds.
   */
  avg_hrv_sdnn?: number | null
  /**
   * Time spent in each heart rate zone.
   */
  hr_zone_data?: HeartRateZoneData[] | null
  /**
   * Highest heart rate, beats per minute.
   */
  max_hr_bpm?: number | null
  /**
   * Lowest heart rate, beats per minute.
   */
  min_hr_bpm?: number | null
  /**
   * Resting heart rate, beats per minute.
   */
  resting_hr_bpm?: number | null
  /**
   * The user's maximum heart rate as the provider assumes it, beats per minute.
   */
  user_max_hr_bpm?: number | null
}
/**
 * Time spent in one heart rate zone.
 */
export interface HeartRateZoneData {
  /**
   * Number of the zone, from 0.
   */
  zone?: number | null
  /**
   * Lower end of the zone, percent of the user's maximum heart rate.
   */
  start_percentage?: number | null
  /**
   * Upper end of the zone, percent of the user's maximum heart rate.
   */
  end_percentage?: number | null
  /**
   * Name of the zone.
   */
  name?: string | null
  /**
   * Time in the zone, seconds.
   */
  duration_seconds?: number | null
}
/**
 * The laps of an activity.
 */
export interface LapData {
  /**
   * The laps.
   */
  laps?: LapSample[] | null
}
/**
 * One lap.
 */
export interface LapSample {
  /**
   * Energy burned in the lap, kilocalories.
   */
  calories?: number | null
  /**
   * Mean heart rate, beats per minute.
   */
  avg_hr_bpm?: number | null
  /**
   * When it began.
   */
  start_time?: Timestamp | null
  /**
   * Mean speed, metres per second.
   */
  avg_speed_meters_per_second?: number | null
  /**
   * Length of the lap, metres.
   */
  distance_meters?: number | null
  /**
   * Count of swimming strokes.
   */
  total_strokes?: number | null
  /**
   * When it ended.
   */
  end_time?: Timestamp | null
  /**
   * Swimming stroke, as the provider calls it.
   */
  stroke_type?: string | null
  /**
   * Mean power, watts.
   */
  avg_watts?: number | null
  /**
   * Time moving, whole seconds.
   */
  active_duration_seconds?: number | null
  /**
   * What ended the lap: MANUAL, TIME, DISTANCE, POSITION_START, POSITION_LAP, POSITION_WAYPOINT, POSITION_MARKED, SESSION_END, FITNESS_EQUIPMENT or UNSPECIFIED.
   */
  trigger_method?: string | null
}
/**
 * Effort in metabolic equivalents; one MET is the effort of sitting still.
 */
export interface METData {
  /**
   * Effort over time.
   */
  MET_samples?: METSample[] | null
  /**
   * Mean effort, MET.
   */
  avg_level?: number | null
  /**
   * Time at high intensity, minutes.
   */
  num_high_intensity_minutes?: number | null
  /**
   * Time inactive, minutes.
   */
  num_inactive_minutes?: number | null
  /**
   * Time at low intensity, minutes.
   */
  num_low_intensity_minutes?: number | null
  /**
   * Time at moderate intensity, minutes.
   */
  num_moderate_intensity_minutes?: number | null
}
/**
 * Effort at an instant.
 */
export interface METSample {
  /**
   * When it was recorded.
   */
  timestamp?: Timestamp | null
  /**
   * Effort, MET.
   */
  level?: number | null
}
/**
 * What the activity was, and when and where.
 */
export interface ActivityMetadata {
  /**
   * City it took place in.
   */
  city?: string | null
  /**
   * Country it took place in.
   */
  country?: string | null
  /**
   * When the activity ended.
   */
  end_time: Timestamp
  /**
   * What the workout is called.
   */
  name?: string | null
  /**
   * When the activity began.
   */
  start_time: Timestamp
  /**
   * State or region it took place in.
   */
  state?: string | null
  /**
   * Key of the record, unique for the user only; a re-sent record keeps it.
   */
  summary_id: string
  /**
   * Whether the times are UTC or local.
   */
  timestamp_localization?: TimestampLocalization | null
  /**
   * Kind of activity.
   */
  type: ActivityType
  /**
   * How the record came to the provider.
   */
  upload_type: UploadType
}
/**
 * Speed, pace, cadence and torque.
 */
export interface MovementData {
  /**
   * Highest speed without outliers, metres per second.
   */
  adjusted_max_speed_meters_per_second?: number | null
  /**
   * Mean cadence, revolutions (or strides) per minute.
   */
  avg_cadence_rpm?: number | null
  /**
   * Mean pace, minutes per kilometre.
   */
  avg_pace_minutes_per_kilometer?: number | null
  /**
   * Mean speed, metres per second.
   */
  avg_speed_meters_per_second?: number | null
  /**
   * Mean torque, newton metres.
   */
  avg_torque_newton_meters?: number | null
  /**
   * Mean velocity where the provider tells it apart from speed, metres per second.
   */
  avg_velocity_meters_per_second?: number | null
  /**
   * Cadence over time.
   */
  cadence_samples?: CadenceSample[] | null
  /**
   * Highest cadence, revolutions (or strides) per minute.
   */
  max_cadence_rpm?: number | null
  /**
   * Fastest pace, minutes per kilometre.
   */
  max_pace_minutes_per_kilometer?: number | null
  /**
   * Highest speed, metres per second.
   */
  max_speed_meters_per_second?: number | null
  /**
   * Highest torque, newton metres.
   */
  max_torque_newton_meters?: number | null
  /**
   * Highest velocity where the provider tells it apart from speed, metres per second.
   */
  max_velocity_meters_per_second?: number | null
  /**
   * Speed normalised by the provider, metres per second.
   */
  normalized_speed_meters_per_second?: number | null
  /**
   * Speed over time.
   */
  speed_samples?: SpeedSample[] | null
  /**
   * Torque over time.
   */
  torque_samples?: TorqueSample[] | null
}
/**
 * Cadence at an instant.
 */
export interface CadenceSample {
  /**
   * When it was recorded.
   */
  timestamp?: Timestamp | null
  /**
   * Cadence, revolutions (or strides) per minute.
   */
  cadence_rpm?: number | null
  /**
   * Seconds since the start of the record, pauses removed.
   */
  timer_duration_seconds?: number | null
}
/**
 * Speed at an instant.
 */
export interface SpeedSample {
  /**
   * When it was recorded.
   */
  timestamp?: Timestamp | null
  /**
   * Speed, metres per second.
   */
  speed_meters_per_second?: number | null
  /**
   * Seconds since the start of the record, pauses removed.
   */
  timer_duration_seconds?: number | null
}
/**
 * Torque at an instant.
 */
export interface TorqueSample {
  /**
   * When it was recorded.
   */
  timestamp?: Timestamp | null
  /**
   * Seconds since the start of the record, pauses removed.
   */
  timer_duration_seconds?: number | null
  /**
   * Torque, newton metres.
   */
  torque_newton_meters?: number | null
}
/**
 * Oxygen saturation and VO2 max.
 */
export interface OxygenData {
  /**
   * Mean oxygen saturation, percent 0–100.
   */
  avg_saturation_percentage?: number | null
  /**
   * Oxygen saturation over time.
   */
  saturation_samples?: OxygenSaturationSample[] | null
  /**
   * VO2 max over time.
   */
  vo2_samples?: Vo2MaxSample[] | null
  /**
   * VO2 max, millilitres per minute per kilogram of body weight.
   */
  vo2max_ml_per_min_per_kg?: number | null
  /**
   * Mean VO2 max of the day, millilitres per minute per kilogram of body weight.
   */
  day_avg_vo2max_ml_per_min_per_kg?: number | null
}
/**
 * One oxygen saturation reading.
 */
export interface OxygenSaturationSample {
  /**
   * When it was recorded.
   */
  timestamp?: Timestamp | null
  /**
   * Oxygen saturation, percent 0–100.
   */
  percentage?: number | null
  /**
   * Whether it is of blood or muscle.
   */
  type?: OxygenSaturationType | null
}
/**
 * One VO2 max estimate.
 */
export interface Vo2MaxSample {
  /**
   * When it was recorded.
   */
  timestamp?: Timestamp | null
  /**
   * VO2 max, millilitres per minute per kilogram of body weight.
   */
  vo2max_ml_per_min_per_kg?: number | null
}
/**
 * The route, encoded.
 */
export interface PolylineMapData {
  /**
   * The route as a Google encoded polyline, precision 5.
   */
  summary_polyline?: string | null
}
/**
 * Where the user was.
 */
export interface PositionData {
  /**
   * Where the user was in the middle of the activity, WGS84 degrees.
   */
  center_pos_lat_lng_deg?: Position | null
  /**
   * Where it ended, WGS84 degrees.
   */
  end_pos_lat_lng_deg?: Position | null
  /**
   * Position over time.
   */
  position_samples?: PositionSample[] | null
  /**
   * Where it began, WGS84 degrees.
   */
  start_pos_lat_lng_deg?: Position | null
}
/**
 * Position at an instant.
 */
export interface PositionSample {
  /**
   * When it was recorded.
   */
  timestamp?: Timestamp | null
  /**
   * Where the user was, WGS84 degrees.
   */
  coords_lat_lng_deg?: Position | null
  /**
   * Seconds since the start of the record, pauses removed.
   */
  timer_duration_seconds?: number | null
}
/**
 * Power of an activity.
 */
export interface PowerData {
  /**
   * Mean power, watts.
   */
  avg_watts?: number | null
  /**
   * Highest power, watts.
   */
  max_watts?: number | null
  /**
   * Power over time.
   */
  power_samples?: PowerSample[] | null
}
/**
 * Power at an instant.
 */
export interface PowerSample {
  /**
   * When it was recorded.
   */
  timestamp?: Timestamp | null
  /**
   * Power, watts.
   */
  watts?: number | null
  /**
   * Seconds since the start of the record, pauses removed.
   */
  timer_duration_seconds?: number | null
}
/**
 * Strain as the provider judges it.
 */
export interface StrainData {
  /**
   * Strain, on the provider's own scale.
   */
  strain_level?: number | null
}
/**
 * Training stress scores.
 */
export interface TSSData {
  /**
   * Training stress scores.
   */
  TSS_samples?: TSSSample[] | null
}
/**
 * One training stress score.
 */
export interface TSSSample {
  /**
   * Training stress score meant to be reached.
   */
  planned?: number | null
  /**
   * Training stress score reached.
   */
  actual?: number | null
  /**
   * How the score was computed.
   */
  method?: string | null
  /**
   * Intensity factor meant to be reached, a ratio.
   */
  intensity_factor_planned?: number | null
  /**
   * Intensity factor reached, a ratio.
   */
  intensity_factor_actual?: number | null
  /**
   * Normalised power, watts.
   */
  normalized_power_watts?: number | null
}
/**
 * Work done in an activity.
 */
export interface WorkData {
  /**
   * Work done, kilojoules.
   */
  work_kilojoules?: number | null
}
/**
 * Body readings of one day.
 */
export interface Body {
  /**
   * Blood pressure.
   */
  blood_pressure_data?: BloodPressureData | null
  /**
   * The device that recorded it.
   */
  device_data?: DeviceData | null
  /**
   * Heart rhythm, ECG and heart rate.
   */
  heart_data?: HeartData | null
  /**
   * Body water and water drunk.
   */
  hydration_data?: HydrationData | null
  /**
   * Ketones.
   */
  ketone_data?: KetoneData | null
  /**
   * Weight, body composition and the like.
   */
  measurements_data?: MeasurementsData | null
  /**
   * What the record is about and when.
   */
  metadata: BodyMetadata
  /**
   * Oxygen saturation and VO2 max.
   */
  oxygen_data?: OxygenData | null
  /**
   * Temperatures.
   */
  temperature_data?: TemperatureData | null
  /**
   * Glucose.
   */
  glucose_data?: GlucoseData | null
}
/**
 * Blood pressure of a day.
 */
export interface BloodPressureData {
  /**
   * Blood pressure readings.
   */
  blood_pressure_samples?: BloodPressureSample[] | null
  /**
   * Mean systolic blood pressure of the day, mmHg.
   */
  day_avg_systolic_bp?: number | null
  /**
   * Mean diastolic blood pressure of the day, mmHg.
   */
  day_avg_diastolic_bp?: number | null
}
/**
 * One blood pressure reading.
 */
export interface BloodPressureSample {
  /**
   * When it was recorded.
   */
  timestamp?: Timestamp | null
  /**
   * Diastolic blood pressure, mmHg.
   */
  diastolic_bp?: number | null
  /**
   * Systolic blood pressure, mmHg.
   */
  systolic_bp?: number | null
}
/**
 * Heart rhythm of a day.
 */
export interface HeartData {
  /**
   * Atrial fibrillation checks.
   */
  afib_classification_samples?: AFibClassificationSample[] | null
  /**
   * Electrocardiograms.
   */
  ecg_signal?: ECGReading[] | null
  /**
   * Heart rate and its variability.
   */
  heart_rate_data?: HeartRateData | null
  /**
   * Pulse wave velocity readings.
   */
  pulse_wave_velocity_samples?: PulseVelocitySample[] | null
  /**
   * Beat to beat intervals.
   */
  rr_interval_samples?: RRIntervalSample[] | null
}
/**
 * One atrial fibrillation check.
 */
export interface AFibClassificationSample {
  /**
   * When it was recorded.
   */
  timestamp?: Timestamp | null
  /**
   * Result of the atrial fibrillation check.
   */
  afib_classification?: AFibFlag | null
}
/**
 * One electrocardiogram.
 */
export interface ECGReading {
  /**
   * When it began.
   */
  start_timestamp?: Timestamp | null
  /**
   * Mean heart rate during the reading, beats per minute.
   */
  avg_hr_bpm?: number | null
  /**
   * Result of the atrial fibrillation check.
   */
  afib_classification?: AFibFlag | null
  /**
   * The signal over time.
   */
  raw_signal?: RawECGSample[] | null
}
/**
 * One point of an electrocardiogram.
 */
export interface RawECGSample {
  /**
   * Electric potential, microvolts.
   */
  potential_uV?: number | null
  /**
   * When it was recorded.
   */
  timestamp?: Timestamp | null
}
/**
 * One pulse wave velocity reading.
 */
export interface PulseVelocitySample {
  /**
   * When it was recorded.
   */
  timestamp?: Timestamp | null
  /**
   * Pulse wave velocity, metres per second.
   */
  pulse_wave_velocity_meters_per_second?: number | null
}
/**
 * Time between two beats.
 */
export interface RRIntervalSample {
  /**
   * Time from one beat to the next, milliseconds.
   */
  rr_interval_ms?: number | null
  /**
   * When it was recorded.
   */
  timestamp?: Timestamp | null
  /**
   * Heart rate, beats per minute.
   */
  hr_bpm?: number | null
}
/**
 * Body water and water drunk in a day.
 */
export interface HydrationData {
  /**
   * Water drunk in the day, millilitres.
   */
  day_total_water_consumption_ml?: number | null
  /**
   * Body water readings.
   */
  hydration_amount_samples?: HydrationMeasurementSample[] | null
  /**
   * Mean body water of the day, kilograms.
   */
  day_avg_hydration_kg?: number | null
}
/**
 * One body water reading.
 */
export interface HydrationMeasurementSample {
  /**
   * When it was recorded.
   */
  timestamp?: Timestamp | null
  /**
   * Body water, kilograms.
   */
  hydration_kg?: number | null
}
/**
 * Ketones of a day.
 */
export interface KetoneData {
  /**
   * Ketone readings.
   */
  ketone_samples?: KetoneSample[] | null
  /**
   * Mean ketones of the day, milligrams per decilitre.
   */
  day_avg_ketone_mg_per_dL?: number | null
}
/**
 * One ketone reading.
 */
export interface KetoneSample {
  /**
   * When it was recorded.
   */
  timestamp?: Timestamp | null
  /**
   * Ketones, milligrams per decilitre.
   */
  ketone_mg_per_dL?: number | null
  /**
   * What it was measured in.
   */
  sample_type?: KetoneSampleType | null
}
/**
 * Weight, body composition and the like of a day.
 */
export interface MeasurementsData {
  /**
   * The readings.
   */
  measurements?: MeasurementDataSample[] | null
  /**
   * Mean body mass index of the day, kilograms per square metre.
   */
  day_avg_bmi?: number | null
  /**
   * Mean basal metabolic rate of the day, kilocalories a day.
   */
  day_avg_bmr?: number | null
  /**
   * Mean resting metabolic rate of the day, kilocalories a day.
   */
  day_avg_rmr?: number | null
  /**
   * Mean fitness age of the day, years.
   */
  day_avg_estimated_fitness_age?: number | null
  /**
   * Mean skin fold of the day, millimetres.
   */
  day_avg_skin_fold_mm?: number | null
  /**
   * Mean body fat of the day, percent of the weight.
   */
  day_avg_bodyfat_percentage?: number | null
  /**
   * Mean weight of the day, kilograms.
   */
  day_avg_weight_kg?: number | null
  /**
   * Mean height of the day, centimetres.
   */
  day_avg_height_cm?: number | null
  /**
   * Mean bone mass of the day, grams.
   */
  day_avg_bone_mass_g?: number | null
  /**
   * Mean muscle mass of the day, grams.
   */
  day_avg_muscle_mass_g?: number | null
  /**
   * Mean mass without fat of the day, grams.
   */
  day_avg_lean_mass_g?: number | null
  /**
   * Mean body water of the day, percent of the weight.
   */
  day_avg_water_percentage?: number | null
  /**
   * Mean insulin given in the day, units.
   */
  day_avg_insulin_units?: number | null
  /**
   * Mean visceral fat of the day, on the device's own scale.
   */
  day_avg_visceral_fat_level?: number | null
}
/**
 * Weight, body composition and the like at an instant.
 */
export interface MeasurementDataSample {
  /**
   * When it was measured.
   */
  measurement_time?: Timestamp | null
  /**
   * Body mass index, kilograms per square metre.
   */
  BMI?: number | null
  /**
   * Basal metabolic rate, kilocalories a day.
   */
  BMR?: number | null
  /**
   * Resting metabolic rate, kilocalories a day.
   */
  RMR?: number | null
  /**
   * Fitness age, years.
   */
  estimated_fitness_age?: number | null
  /**
   * Skin fold, millimetres.
   */
  skin_fold_mm?: number | null
  /**
   * Body fat, percent of the weight.
   */
  bodyfat_percentage?: number | null
  /**
   * Weight, kilograms.
   */
  weight_kg?: number | null
  /**
   * Height, centimetres.
   */
  height_cm?: number | null
  /**
   * Bone mass, grams.
   */
  bone_mass_g?: number | null
  /**
   * Muscle mass, grams.
   */
  muscle_mass_g?: number | null
  /**
   * Mass without fat, grams.
   */
  lean_mass_g?: number | null
  /**
   * Body water, percent of the weight.
   */
  water_percentage?: number | null
  /**
   * Insulin given, units.
   */
  insulin_units?: number | null
  /**
   * Kind of insulin.
   */
  insulin_type?: string | null
  /**
   * Colour of the urine.
   */
  urine_color?: string | null
  /**
   * What the user noted.
   */
  user_notes?: string | null
  /**
   * Visceral fat, on the device's own scale.
   */
  visceral_fat_level?: number | null
  /**
   * Visceral fat in words.
   */
  visceral_fat_category?: string | null
}
/**
 * Which day it is.
 */
export interface BodyMetadata {
  /**
   * Local midnight at which the day ends.
   */
  end_time: Timestamp
  /**
   * Local midnight at which the day begins.
   */
  start_time: Timestamp
  /**
   * Whether the times are UTC or local.
   */
  timestamp_localization?: TimestampLocalization | null
}
/**
 * Temperatures of a day.
 */
export interface TemperatureData {
  /**
   * Temperature of the surroundings over time.
   */
  ambient_temperature_samples?: TemperatureSample[] | null
  /**
   * Core body temperature over time.
   */
  body_temperature_samples?: TemperatureSample[] | null
  /**
   * Skin temperature over time.
   */
  skin_temperature_samples?: TemperatureSample[] | null
  /**
   * Mean temperature of the surroundings in the day, degrees Celsius.
   */
  day_avg_ambient_temperature_celsius?: number | null
  /**
   * Mean core body temperature of the day, degrees Celsius.
   */
  day_avg_body_temperature_celsius?: number | null
  /**
   * Mean skin temperature of the day, degrees Celsius.
   */
  day_avg_skin_temperature_celsius?: number | null
}
/**
 * One temperature reading.
 */
export interface TemperatureSample {
  /**
   * When it was recorded.
   */
  timestamp?: Timestamp | null
  /**
   * Temperature, degrees Celsius.
   */
  temperature_celsius?: number | null
}
/**
 * Glucose of a day.
 */
export interface GlucoseData {
  /**
   * Glucose readings.
   */
  blood_glucose_samples?: GlucoseDataSample[] | null
  /**
   * Glucose readings of a denser, possibly less exact series.
   */
  detailed_blood_glucose_samples?: GlucoseDataSample[] | null
  /**
   * Mean glucose of the day, milligrams per decilitre.
   */
  day_avg_blood_glucose_mg_per_dL?: number | null
  /**
   * Mean glucose of the denser series, milligrams per decilitre.
   */
  day_avg_detailed_blood_glucose_mg_per_dL?: number | null
  /**
   * The same value as day_avg_blood_glucose_mg_per_dL under its old spelling, milligrams per decilitre.
   */
  day_avg_blood_glucose_mg_per_dl?: number | null
  /**
   * Glucose management indicator, percent.
   */
  gmi?: number | null
  /**
   * Time within the target range, percent.
   */
  time_in_range?: number | null
  /**
   * Count of readings the sensor took.
   */
  sensor_usage?: number | null
  /**
   * Glucose percentiles by hour of the day.
   */
  daily_patterns?: DailyPatternSample[] | null
}
/**
 * One glucose reading.
 */
export interface GlucoseDataSample {
  /**
   * When it was recorded.
   */
  timestamp?: Timestamp | null
  /**
   * Blood glucose, milligrams per decilitre.
   */
  blood_glucose_mg_per_dL?: number | null
  /**
   * How it compares with the target range.
   */
  glucose_level_flag?: GlucoseFlag | null
  /**
   * Which way it is going.
   */
  trend_arrow?: TrendArrow | null
}
/**
 * Glucose percentiles of one hour of the day.
 */
export interface DailyPatternSample {
  /**
   * Hour of the day, 0–23.
   */
  time_from_midnight?: number | null
  /**
   * Glucose under which 5 % of the readings of that hour lie, milligrams per decilitre.
   */
  percentile_5?: number | null
  /**
   * Glucose under which 25 % of the readings of that hour lie, milligrams per decilitre.
   */
  percentile_25?: number | null
  /**
   * Glucose under which 50 % of the readings of that hour lie, milligrams per decilitre.
   */
  percentile_50?: number | null
  /**
   * Glucose under which 75 % of the readings of that hour lie, milligrams per decilitre.
   */
  percentile_75?: number | null
  /**
   * Glucose under which 95 % of the readings of that hour lie, milligrams per decilitre.
   */
  percentile_95?: number | null
}
/**
 * Totals and readings of one day.
 */
export interface Daily {
  /**
   * Time spent at each intensity.
   */
  active_durations_data?: ActiveDurationsData | null
  /**
   * Energy burned and eaten.
   */
  calories_data?: CaloriesData | null
  /**
   * Scores computed over the provider's data.
   */
  data_enrichment?: DailyDataEnrichment | null
  /**
   * The device that recorded it.
   */
  device_data?: DeviceData | null
  /**
   * Distance, steps and climb.
   */
  distance_data?: DailyDistanceData | null
  /**
   * Heart rate and its variability.
   */
  heart_rate_data?: HeartRateData | null
  /**
   * Effort in metabolic equivalents.
   */
  MET_data?: METData | null
  /**
   * What the record is about and when.
   */
  metadata: DailyMetadata
  /**
   * Oxygen saturation and VO2 max.
   */
  oxygen_data?: OxygenData | null
  /**
   * Scores as the provider judges them.
   */
  scores?: ScoresData | null
  /**
   * Strain as the provider judges it.
   */
  strain_data?: StrainData | null
  /**
   * Stress and energy reserve.
   */
  stress_data?: StressData | null
  /**
   * What the user or the app noted about the day.
   */
  tag_data?: TagData | null
}
/**
 * Scores computed over a day.
 */
export interface DailyDataEnrichment {
  /**
   * Stress score, 0–100.
   */
  total_stress_score?: number | null
  /**
   * What made the stress score.
   */
  stress_contributors?: RecordFloat | null
  /**
   * Respiratory score, 0–100.
   */
  respiratory_score?: number | null
  /**
   * What made the respiratory score.
   */
  respiratory_contributors?: RecordFloat | null
  /**
   * Immune index, 0–100.
   */
  immune_index?: number | null
  /**
   * What made the immune index.
   */
  immune_contributors?: RecordFloat | null
  /**
   * Resilience score, 0–100.
   */
  resilience_score?: number | null
  /**
   * What made the resilience score.
   */
  resilience_contributors?: RecordFloat | null
  /**
   * Strain index.
   */
  strain_index?: number | null
  /**
   * Strain in words: GREEN, AMBER or RED.
   */
  strain_traffic_light?: string | null
  /**
   * What made the strain score.
   */
  strain_contributors?: RecordFloat | null
  /**
   * Stress score of the second model, 0–100.
   */
  total_stress_score_v2?: number | null
  /**
   * What made the stress score of the second model.
   */
  total_stress_score_v2_contributors?: RecordFloat | null
}
/**
 * Distance of a day: the figures stand beside the samples, not in a summary of their own.
 */
export interface DailyDistanceData {
  /**
   * The samples.
   */
  detailed?: DistanceDataDetailed | null
  /**
   * Distance, metres.
   */
  distance_meters?: number | null
  /**
   * Altitude and climb.
   */
  elevation?: ElevationData | null
  /**
   * Floors climbed, a count.
   */
  floors_climbed?: number | null
  /**
   * Steps, a count.
   */
  steps?: number | null
  /**
   * Swimming figures.
   */
  swimming?: SwimmingData | null
}
/**
 * Which day it is.
 */
export interface DailyMetadata {
  /**
   * Local midnight at which the day ends.
   */
  end_time: Timestamp
  /**
   * Local midnight at which the day begins.
   */
  start_time: Timestamp
  /**
   * Whether the times are UTC or local.
   */
  timestamp_localization?: TimestampLocalization | null
  /**
   * How the day came to the provider; manual as soon as one point was typed in or altered.
   */
  upload_type: UploadType
}
/**
 * Scores of a day.
 */
export interface ScoresData {
  /**
   * Activity score as the provider judges it, 0–100.
   */
  activity?: number | null
  /**
   * Recovery score as the provider judges it, 0–100.
   */
  recovery?: number | null
  /**
   * Sleep score as the provider judges it, 0–100.
   */
  sleep?: number | null
}
/**
 * Stress of a day.
 */
export interface StressData {
  /**
   * Mean stress on the provider's scale, 0–100.
   */
  avg_stress_level?: number | null
  /**
   * Time under stress while active, seconds.
   */
  activity_stress_duration_seconds?: number | null
  /**
   * Time under low stress, seconds.
   */
  low_stress_duration_seconds?: number | null
  /**
   * Highest stress on the provider's scale, 0–100.
   */
  max_stress_level?: number | null
  /**
   * Time under medium stress, seconds.
   */
  medium_stress_duration_seconds?: number | null
  /**
   * The readings over time.
   */
  samples?: StressSample[] | null
  /**
   * Time under stress while at rest, seconds.
   */
  rest_stress_duration_seconds?: number | null
  /**
   * Time under high stress, seconds.
   */
  high_stress_duration_seconds?: number | null
  /**
   * Time under any stress, seconds.
   */
  stress_duration_seconds?: number | null
  /**
   * Stress of the day in words.
   */
  stress_rating?: StressLevel | null
  /**
   * Energy reserve over time.
   */
  body_battery_samples?: BodyBatterySample[] | null
}
/**
 * Stress at an instant.
 */
export interface StressSample {
  /**
   * When it was recorded.
   */
  timestamp?: Timestamp | null
  /**
   * Stress on the provider's scale, 0–100.
   */
  level?: number | null
}
/**
 * Energy reserve at an instant.
 */
export interface BodyBatterySample {
  /**
   * When it was recorded.
   */
  timestamp?: Timestamp | null
  /**
   * Energy reserve on the provider's scale, 0–100.
   */
  level?: number | null
}
/**
 * What was noted about a day.
 */
export interface TagData {
  /**
   * The tags.
   */
  tags?: TagEntry[] | null
}
/**
 * One thing noted about a day.
 */
export interface TagEntry {
  /**
   * When it happened.
   */
  timestamp: Timestamp
  /**
   * What happened.
   */
  tag_name: string
  /**
   * What the user wrote about it; may be empty.
   */
  notes: string
}
/**
 * The menstrual cycle as of one day.
 */
export interface Menstruation {
  /**
   * What the record is about and when.
   */
  metadata: MenstruationMetadata
  /**
   * The cycle as of this day.
   */
  menstruation_data?: MenstruationData | null
}
/**
 * Which day it is.
 */
export interface MenstruationMetadata {
  /**
   * Local midnight at which the day ends.
   */
  end_time: Timestamp
  /**
   * Local midnight at which the day begins.
   */
  start_time: Timestamp
  /**
   * Whether the times are UTC or local.
   */
  timestamp_localization?: TimestampLocalization | null
}
/**
 * The cycle as of a day.
 */
export interface MenstruationData {
  /**
   * Length of the bleeding, days.
   */
  period_length_days?: number | null
  /**
   * Phase of the cycle on this day.
   */
  current_phase?: MenstruationInterval | null
  /**
   * Length of that phase, days.
   */
  length_of_current_phase_days?: number | null
  /**
   * Days until the next phase.
   */
  days_until_next_phase?: number | null
  /**
   * Day the cycle began.
   */
  period_start_date?: LocalDate | null
  /**
   * Expected length of the cycle, days.
   */
  predicted_cycle_length_days?: number | null
  /**
   * Day of the cycle, counted in days.
   */
  day_in_cycle?: number | null
  /**
   * When the user last noted something about the cycle.
   */
  last_updated_time?: Timestamp | null
  /**
   * Length of the cycle, days.
   */
  cycle_length_days?: number | null
  /**
   * Whether this is predicted and not noted by the user.
   */
  is_predicted_cycle?: boolean | null
  /**
   * Flow as the user noted it.
   */
  menstruation_flow?: MenstruationFlowSample[] | null
  /**
   * Phases of the cycle, one after another.
   */
  intervals?: MenstruationIntervalSample[] | null
  /**
   * First fertile day.
   */
  fertility_window_start?: LocalDate | null
  /**
   * Last fertile day.
   */
  fertility_window_end?: LocalDate | null
  /**
   * Expected day of ovulation.
   */
  ovulation_day?: LocalDate | null
}
/**
 * Flow at an instant.
 */
export interface MenstruationFlowSample {
  /**
   * When it was recorded.
   */
  timestamp?: Timestamp | null
  /**
   * Strength of the flow.
   */
  flow?: MenstruationFlow | null
}
/**
 * One phase of a cycle.
 */
export interface MenstruationIntervalSample {
  /**
   * When it began.
   */
  start_timestamp?: Timestamp | null
  /**
   * When it ended.
   */
  end_timestamp?: Timestamp | null
  /**
   * Phase of the cycle.
   */
  phase?: MenstruationInterval | null
}
/**
 * Food and drink of one day.
 */
export interface Nutrition {
  /**
   * Single drinks.
   */
  drink_samples?: DrinkSample[] | null
  /**
   * Single foods eaten.
   */
  meals?: Meal[] | null
  /**
   * What the record is about and when.
   */
  metadata: NutritionMetadata
  /**
   * All of the day together.
   */
  summary?: NutritionSummary | null
}
/**
 * One drink.
 */
export interface DrinkSample {
  /**
   * When it was recorded.
   */
  timestamp?: Timestamp | null
  /**
   * Amount drunk, in drink_unit.
   */
  drink_volume?: number | null
  /**
   * Unit of drink_volume.
   */
  drink_unit?: NutritionUnits | null
  /**
   * What was drunk.
   */
  drink_name?: string | null
}
/**
 * One food eaten.
 */
export interface Meal {
  /**
   * Micronutrients of the food.
   */
  micros: NutritionMicros
  /**
   * Which meal of the day.
   */
  type: MealType
  /**
   * Id of the entry.
   */
  id: string
  /**
   * When it was eaten.
   */
  timestamp: Timestamp
  /**
   * How much was eaten.
   */
  quantity: NutritionQuantity
  /**
   * What was eaten.
   */
  name: string
  /**
   * Energy and macronutrients of the food.
   */
  macros: NutritionMacros
}
/**
 * Vitamins, minerals, amino acids and single fats.
 */
export interface NutritionMicros {
  /**
   * Biotin, milligrams.
   */
  biotin_mg?: number | null
  /**
   * Caffeine, milligrams.
   */
  caffeine_mg?: number | null
  /**
   * Calcium, milligrams.
   */
  calcium_mg?: number | null
  /**
   * Sodium, milligrams.
   */
  sodium_mg?: number | null
  /**
   * Chloride, milligrams.
   */
  chloride_mg?: number | null
  /**
   * Chromium, milligrams.
   */
  chromium_mg?: number | null
  /**
   * Copper, milligrams.
   */
  copper_mg?: number | null
  /**
   * Folate, milligrams.
   */
  folate_mg?: number | null
  /**
   * Folic acid, milligrams.
   */
  folic_acid_mg?: number | null
  /**
   * Iodine, milligrams.
   */
  iodine_mg?: number | null
  /**
   * Iron, milligrams.
   */
  iron_mg?: number | null
  /**
   * Magnesium, milligrams.
   */
  magnesium_mg?: number | null
  /**
   * Manganese, milligrams.
   */
  manganese_mg?: number | null
  /**
   * Molybdenum, milligrams.
   */
  molybdenum_mg?: number | null
  /**
   * Niacin, milligrams.
   */
  niacin_mg?: number | null
  /**
   * Pantothenic acid, milligrams.
   */
  pantothenic_acid_mg?: number | null
  /**
   * Phosphorus, milligrams.
   */
  phosphorus_mg?: number | null
  /**
   * Potassium, milligrams.
   */
  potassium_mg?: number | null
  /**
   * Riboflavin, milligrams.
   */
  riboflavin_mg?: number | null
  /**
   * Selenium, milligrams.
   */
  selenium_mg?: number | null
  /**
   * Thiamin, milligrams.
   */
  thiamin_mg?: number | null
  /**
   * Vitamin A, milligrams.
   */
  vitamin_A_mg?: number | null
  /**
   * Vitamin B12, milligrams.
   */
  vitamin_B12_mg?: number | null
  /**
   * Vitamin B6, milligrams.
   */
  vitamin_B6_mg?: number | null
  /**
   * Vitamin C, milligrams.
   */
  vitamin_C_mg?: number | null
  /**
   * Vitamin D, milligrams.
   */
  vitamin_D_mg?: number | null
  /**
   * Vitamin D2, milligrams.
   */
  vitamin_D2_mg?: number | null
  /**
   * Vitamin D3, milligrams.
   */
  vitamin_D3_mg?: number | null
  /**
   * Vitamin E, milligrams.
   */
  vitamin_E_mg?: number | null
  /**
   * Vitamin K, milligrams.
   */
  vitamin_K_mg?: number | null
  /**
   * Zinc, milligrams.
   */
  zinc_mg?: number | null
  /**
   * Cystine, grams.
   */
  cystine_g?: number | null
  /**
   * Histidine, grams.
   */
  histidine_g?: number | null
  /**
   * Isoleucine, grams.
   */
  isoleucine_g?: number | null
  /**
   * Leucine, grams.
   */
  leucine_g?: number | null
  /**
   * Lysine, grams.
   */
  lysine_g?: number | null
  /**
   * Methionine, grams.
   */
  methionine_g?: number | null
  /**
   * Phenylalanine, grams.
   */
  phenylalanine_g?: number | null
  /**
   * Threonine, grams.
   */
  threonine_g?: number | null
  /**
   * Tryptophan, grams.
   */
  tryptophan_g?: number | null
  /**
   * Tyrosine, grams.
   */
  tyrosine_g?: number | null
  /**
   * Valine, grams.
   */
  valine_g?: number | null
  /**
   * Monounsaturated fat, grams.
   */
  monounsaturated_fat_g?: number | null
  /**
   * Polyunsaturated fat, grams.
   */
  polyunsaturated_fat_g?: number | null
  /**
   * Omega3, grams.
   */
  omega3_g?: number | null
  /**
   * Omega6, grams.
   */
  omega6_g?: number | null
  /**
   * Starch, grams.
   */
  starch_g?: number | null
}
/**
 * An amount and its unit.
 */
export interface NutritionQuantity {
  /**
   * Unit of the amount.
   */
  unit: NutritionUnits
  /**
   * Amount, in unit.
   */
  amount: number
}
/**
 * Energy, carbohydrates, fat, protein and the like.
 */
export interface NutritionMacros {
  /**
   * Alcohol, grams.
   */
  alcohol_g?: number | null
  /**
   * Energy, kilocalories.
   */
  calories?: number | null
  /**
   * Carbohydrates, grams.
   */
  carbohydrates_g?: number | null
  /**
   * Cholesterol, milligrams.
   */
  cholesterol_mg?: number | null
  /**
   * Fat, grams.
   */
  fat_g?: number | null
  /**
   * Fiber, grams.
   */
  fiber_g?: number | null
  /**
   * Net carbohydrates, grams.
   */
  net_carbohydrates_g?: number | null
  /**
   * Protein, grams.
   */
  protein_g?: number | null
  /**
   * Saturated fat, grams.
   */
  saturated_fat_g?: number | null
  /**
   * Sodium, milligrams.
   */
  sodium_mg?: number | null
  /**
   * Sugar, grams.
   */
  sugar_g?: number | null
  /**
   * Trans fat, grams.
   */
  trans_fat_g?: number | null
}
/**
 * Which day it is.
 */
export interface NutritionMetadata {
  /**
   * Local midnight at which the day ends.
   */
  end_time: Timestamp
  /**
   * Local midnight at which the day begins.
   */
  start_time: Timestamp
  /**
   * Whether the times are UTC or local.
   */
  timestamp_localization?: TimestampLocalization | null
}
/**
 * What was eaten and drunk in a day.
 */
export interface NutritionSummary {
  /**
   * Energy and macronutrients of the day.
   */
  macros?: NutritionMacros | null
  /**
   * Micronutrients of the day.
   */
  micros?: NutritionMicros | null
  /**
   * Water drunk, millilitres.
   */
  water_ml?: number | null
  /**
   * Other drinks, millilitres.
   */
  drink_ml?: number | null
}
/**
 * One sleep or nap.
 */
export interface Sleep {
  /**
   * Scores computed over the provider's data.
   */
  data_enrichment?: SleepDataEnrichment | null
  /**
   * The device that recorded it.
   */
  device_data?: DeviceData | null
  /**
   * Heart rate and its variability.
   */
  heart_rate_data?: HeartRateData | null
  /**
   * What the record is about and when.
   */
  metadata: SleepMetadata
  /**
   * Readiness after the sleep.
   */
  readiness_data?: ReadinessData | null
  /**
   * Breathing, oxygen saturation and snoring.
   */
  respiration_data?: RespirationData | null
  /**
   * Scores as the provider judges them.
   */
  scores?: SleepScores | null
  /**
   * Time asleep, awake and in bed, and the stages.
   */
  sleep_durations_data?: SleepDurationsData | null
  /**
   * Temperatures.
   */
  temperature_data?: SleepTemperatureData | null
}
/**
 * Scores computed over a sleep.
 */
export interface SleepDataEnrichment {
  /**
   * Sleep score, 0–100.
   */
  sleep_score?: number | null
  /**
   * What made the sleep score.
   */
  sleep_contributors?: RecordFloat | null
  /**
   * Readiness score, 0–100.
   */
  readiness_score?: number | null
  /**
   * What made the readiness score.
   */
  readiness_contributors?: RecordFloat | null
  /**
   * Sleep score of the second model, 0–100.
   */
  sleep_score_v2?: number | null
  /**
   * What made the sleep score of the second model.
   */
  sleep_score_v2_contributors?: RecordFloat | null
  /**
   * Respiratory score of the second model, 0–100.
   */
  respiratory_score_v2?: number | null
  /**
   * What made the respiratory score of the second model.
   */
  respiratory_score_v2_contributors?: RecordFloat | null
}
/**
 * When the sleep was.
 */
export interface SleepMetadata {
  /**
   * When the sleep ended. The sleep belongs to this day.
   */
  end_time: Timestamp
  /**
   * Whether it was a nap and not the main sleep.
   */
  is_nap?: boolean | null
  /**
   * When the sleep began; a real instant, not a midnight.
   */
  start_time: Timestamp
  /**
   * Key of the record, unique for the user only; a re-sent record keeps it.
   */
  summary_id?: string | null
  /**
   * Whether the times are UTC or local.
   */
  timestamp_localization?: TimestampLocalization | null
  /**
   * How the sleep came to the provider; mind that 1 is manual and 2 automatic.
   */
  upload_type: SleepUploadType
}
/**
 * Readiness after a sleep.
 */
export interface ReadinessData {
  /**
   * Readiness as the provider judges it, 0–100.
   */
  readiness?: number | null
  /**
   * Recovery as the provider judges it, 0–100.
   */
  recovery_level?: number | null
}
/**
 * Breathing during a sleep.
 */
export interface RespirationData {
  /**
   * Breathing rate.
   */
  breaths_data?: BreathsData | null
  /**
   * Oxygen saturation.
   */
  oxygen_saturation_data?: OxygenSaturationData | null
  /**
   * Snoring.
   */
  snoring_data?: SnoringData | null
}
/**
 * Breathing rate during a sleep.
 */
export interface BreathsData {
  /**
   * Mean breathing rate, breaths per minute.
   */
  avg_breaths_per_min?: number | null
  /**
   * Highest breathing rate, breaths per minute.
   */
  max_breaths_per_min?: number | null
  /**
   * Lowest breathing rate, breaths per minute.
   */
  min_breaths_per_min?: number | null
  /**
   * Whether the user asked for the reading.
   */
  on_demand_reading?: boolean | null
  /**
   * The readings over time.
   */
  samples?: BreathSample[] | null
  /**
   * When it began.
   */
  start_time?: Timestamp | null
  /**
   * When it ended.
   */
  end_time?: Timestamp | null
}
/**
 * One breathing rate reading.
 */
export interface BreathSample {
  /**
   * When it was recorded.
   */
  timestamp?: Timestamp | null
  /**
   * Breathing rate, breaths per minute.
   */
  breaths_per_min?: number | null
}
/**
 * Oxygen saturation during a sleep.
 */
export interface OxygenSaturationData {
  /**
   * Mean oxygen saturation, percent 0–100.
   */
  avg_saturation_percentage?: number | null
  /**
   * When it ended.
   */
  end_time?: Timestamp | null
  /**
   * The readings over time.
   */
  samples?: OxygenSaturationSample[] | null
  /**
   * When it began.
   */
  start_time?: Timestamp | null
}
/**
 * Snoring during a sleep.
 */
export interface SnoringData {
  /**
   * When it began.
   */
  start_time?: Timestamp | null
  /**
   * When it ended.
   */
  end_time?: Timestamp | null
  /**
   * Count of times snoring began.
   */
  num_snoring_events?: number | null
  /**
   * The readings over time.
   */
  samples?: SnoringSample[] | null
  /**
   * Time snoring, seconds.
   */
  total_snoring_duration_seconds?: number | null
}
/**
 * One episode of snoring.
 */
export interface SnoringSample {
  /**
   * When it was recorded.
   */
  timestamp?: Timestamp | null
  /**
   * How long the snoring lasted, seconds.
   */
  duration_seconds?: number | null
}
/**
 * Scores of a sleep.
 */
export interface SleepScores {
  /**
   * Sleep score as the provider judges it, 0–100.
   */
  sleep?: number | null
}
/**
 * Time asleep, awake and in bed.
 */
export interface SleepDurationsData {
  /**
   * Time asleep, by stage.
   */
  asleep?: AsleepDurations | null
  /**
   * Time awake and awakenings.
   */
  awake?: AwakeDurations | null
  /**
   * Stages of sleep over time; each lasts until the next.
   */
  hypnogram_samples?: SleepHypnogramSample[] | null
  /**
   * Time in bed and of unknown stage.
   */
  other?: OtherSleepDurations | null
  /**
   * Time asleep of the time in bed, percent 0–100.
   */
  sleep_efficiency?: number | null
}
/**
 * Time asleep, by stage.
 */
export interface AsleepDurations {
  /**
   * Time asleep in any stage, seconds.
   */
  duration_asleep_state_seconds?: number | null
  /**
   * Time in deep sleep, seconds.
   */
  duration_deep_sleep_state_seconds?: number | null
  /**
   * Time in light sleep, seconds.
   */
  duration_light_sleep_state_seconds?: number | null
  /**
   * Time in REM sleep, seconds.
   */
  duration_REM_sleep_state_seconds?: number | null
  /**
   * Count of REM periods.
   */
  num_REM_events?: number | null
}
/**
 * Time awake and awakenings.
 */
export interface AwakeDurations {
  /**
   * Time awake, seconds.
   */
  duration_awake_state_seconds?: number | null
  /**
   * Time awake in interruptions longer than 90 seconds, seconds.
   */
  duration_long_interruption_seconds?: number | null
  /**
   * Time awake in interruptions shorter than 90 seconds, seconds.
   */
  duration_short_interruption_seconds?: number | null
  /**
   * Count of times out of bed.
   */
  num_out_of_bed_events?: number | null
  /**
   * Count of awakenings.
   */
  num_wakeup_events?: number | null
  /**
   * Time from going to bed to falling asleep, seconds.
   */
  sleep_latency_seconds?: number | null
  /**
   * Time from waking up to getting up, seconds.
   */
  wake_up_latency_seconds?: number | null
}
/**
 * Beginning of a stage of sleep.
 */
export interface SleepHypnogramSample {
  /**
   * When it was recorded.
   */
  timestamp?: Timestamp | null
  /**
   * Stage of sleep that begins here.
   */
  level?: SleepLevel | null
}
/**
 * Time in bed and of unknown stage.
 */
export interface OtherSleepDurations {
  /**
   * Time in bed, seconds.
   */
  duration_in_bed_seconds?: number | null
  /**
   * Time of unknown stage, seconds.
   */
  duration_unmeasurable_sleep_seconds?: number | null
}
/**
 * Temperature during a sleep.
 */
export interface SleepTemperatureData {
  /**
   * Skin temperature against the user's own baseline, degrees Celsius.
   */
  delta?: number | null
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
