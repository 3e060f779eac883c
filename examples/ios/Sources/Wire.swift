import Foundation

/// One upload, as `docs/phones.md` describes it. Encoded in snake case; keys of dictionaries stay as they are.
struct Batch: Codable {
  var schema = "tellus.mobile/1"
  var batchId = UUID().uuidString
  var platform = "healthkit"
  var phase = "incremental"
  var sentAt = iso(Date(), in: .current)
  var device = DeviceOfBatch.current
  var samples: [Sample] = []
  var workouts: [Workout] = []
  var aggregates: [Aggregate] = []
  var deleted: [Deleted] = []
  /// Where each type stands once this batch is stored: the archived `HKQueryAnchor`, in base64.
  var anchors: [String: String] = [:]

  var count: Int { samples.count + workouts.count + aggregates.count + deleted.count }
  var isEmpty: Bool { count == 0 }
}

struct DeviceOfBatch: Codable {
  var model: String
  var os: String
  var app: String
  var timezone: String
}

struct Sample: Codable {
  var id: String
  var type: String
  var start: String
  var end: String
  /// A quantity in `unit`, or the raw number of a category.
  var value: Double
  var unit: String?
  var tz: String
  var source: Source
  var device: Device?
  var manual: Bool
}

struct Workout: Codable {
  var id: String
  /// The raw number of an `HKWorkoutActivityType`: 37 is running. The server knows the names.
  var activity: UInt
  var start: String
  var end: String
  var tz: String
  /// Without pauses.
  var durationS: Double
  var source: Source
  var device: Device?
  var manual: Bool
  var indoor: Bool?
  var stats: [String: Stat]
  var events: [Event]
  /// `[epoch ms, latitude, longitude, metres, horizontal accuracy, m/s]`; null where one is not known.
  var route: [[Double?]]

  struct Event: Codable {
    /// The raw number of an `HKWorkoutEventType`: 1 is a pause.
    var type: Int
    var start: String
    var end: String
  }
}

struct Stat: Codable {
  var sum: Double?
  var avg: Double?
  var min: Double?
  var max: Double?
  var unit: String
}

/// A local day's total, in which HealthKit has merged the sources by the person's own order.
struct Aggregate: Codable {
  var type: String
  var unit: String
  var date: String
  var tz: String
  var start: String
  var end: String
  var sum: Double
  /// What came in each hour since midnight: 23 or 25 of them on the day on which clocks change.
  var hourly: [Double]
}

struct Deleted: Codable {
  var id: String
  var type: String
}

struct Source: Codable {
  var name: String
  var bundle: String
  var version: String?
  var product: String?
}

struct Device: Codable {
  var name: String?
  var manufacturer: String?
  var model: String?
  var hw: String?
  var sw: String?
}

/// What a batch was answered. `rejected` items are wrong for ever: they are for your log, not for another try.
struct Receipt: Decodable {
  var batchId: String
  var accepted: Int
  var duplicates: Int
  var rejected: [Rejected]

  struct Rejected: Decodable {
    var id: String?
    var type: String?
    var reason: String
  }
}

let encoder: JSONEncoder = {
  let encoder = JSONEncoder()
  encoder.keyEncodingStrategy = .convertToSnakeCase
  // The server knows an item again by what is written; without this its fields come in any order.
  encoder.outputFormatting = .sortedKeys
  return encoder
}()

let decoder: JSONDecoder = {
  let decoder = JSONDecoder()
  decoder.keyDecodingStrategy = .convertFromSnakeCase
  return decoder
}()

/// `2025-03-30T08:05:00.000+02:00`: the clock on the wall and how far it was from UTC.
func iso(_ date: Date, in zone: TimeZone) -> String {
  date.formatted(
    Date.ISO8601FormatStyle(timeZoneSeparator: .colon, includingFractionalSeconds: true, timeZone: zone))
}
