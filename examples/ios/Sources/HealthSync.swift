import HealthKit
import os

/// Brings what is new in HealthKit into the outbox. One run at a time.
actor HealthSync {
  static let shared = HealthSync()

  /// Well below the server's 20,000, and quickly written down when iOS gives the app few seconds.
  private static let perBatch = 2_000
  private static let daysOfTotals = 7

  private let store = HKHealthStore()
  private let log = Logger(subsystem: "tellus", category: "sync")
  private var running: Task<Void, Never>?

  /// Shows the person the sheet on which they choose. It comes once for each type.
  func askForPermission() async throws {
    try await store.requestAuthorization(toShare: [], read: SyncedTypes.read)
  }

  /// Connects with a token of your backend's and goes on where this person's phone was.
  func connect(server: URL, token: String, referenceId: String?) async throws {
    let connection = try await Connection.connect(to: server, token: token, referenceId: referenceId)
    // What waits is this person's own where the user is the same as before, and nobody's where it is another.
    if UserDefaults.standard.string(forKey: "tellus.user") != connection.userId {
      await Outbox.shared.empty()
      Anchors.replace(with: try await connection.anchors())
      UserDefaults.standard.set(connection.userId, forKey: "tellus.user")
    }
  }

  /// To be called each time the app starts: HealthKit wakes it for queries that stand, and for no others.
  func observe() {
    for type in SyncedTypes.anchored {
      store.execute(
        HKObserverQuery(sampleType: type, predicate: nil) { [self] _, done, _ in
          Task {
            await run()
            // Whoever does not call this is woken ever less often, and after three times not at all.
            done()
          }
        })
      store.enableBackgroundDelivery(for: type, frequency: .hourly) { _, _ in }
    }
  }

  /// Reads all types since their anchors. Who comes while it runs waits for the same run.
  func run() async {
    if let running { return await running.value }
    let task = Task { await readAll() }
    running = task
    await task.value
    running = nil
  }

  private func readAll() async {
    guard Connection.kept != nil else { return }
    let reader = HealthReader(store: store)
    for type in SyncedTypes.anchored {
      // One type that cannot be read does not hold up the others. While the phone is locked none can.
      do { try await read(type, with: reader) } catch {
        log.error("Could not read \(type.identifier): \(error.localizedDescription)")
      }
    }
    do {
      var totals = Batch()
      totals.aggregates = try await reader.aggregates(days: Self.daysOfTotals)
      if !totals.isEmpty { try Outbox.shared.add(totals) }
    } catch { log.error("Could not read the totals: \(error.localizedDescription)") }
    await Outbox.shared.upload()
  }

  private func read(_ type: HKSampleType, with reader: HealthReader) async throws {
    while true {
      let anchor = Anchors.of(type)
      var (batch, next) = try await reader.changes(in: type, since: anchor, limit: Self.perBatch)
      guard !batch.isEmpty else { return }
      if anchor == nil { batch.phase = "backfill" }
      batch.anchors = [type.identifier: try Anchors.text(next)]
      // First the batch, then the anchor: between the two the same things would be sent twice, which harms nothing.
      try Outbox.shared.add(batch)
      try Anchors.set(next, for: type)
      await Outbox.shared.upload()
    }
  }
}

/// How far each type was read.
enum Anchors {
  private static let defaults = UserDefaults.standard
  private static let key = "tellus.anchors"

  static func of(_ type: HKSampleType) -> HKQueryAnchor? {
    (defaults.dictionary(forKey: key)?[type.identifier] as? String)
      .flatMap { Data(base64Encoded: $0) }
      .flatMap { try? NSKeyedUnarchiver.unarchivedObject(ofClass: HKQueryAnchor.self, from: $0) }
  }

  static func set(_ anchor: HKQueryAnchor, for type: HKSampleType) throws {
    var all = defaults.dictionary(forKey: key) ?? [:]
    all[type.identifier] = try text(anchor)
    defaults.set(all, forKey: key)
  }

  static func replace(with anchors: [String: String]) { defaults.set(anchors, forKey: key) }

  static func text(_ anchor: HKQueryAnchor) throws -> String {
    try NSKeyedArchiver.archivedData(withRootObject: anchor, requiringSecureCoding: true).base64EncodedString()
  }
}
