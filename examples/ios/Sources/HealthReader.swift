import CoreLocation
import HealthKit
import UIKit

/// Reads HealthKit and gives what goes over the wire. It knows of no server.
struct HealthReader {
  let store: HKHealthStore

  /// What changed in one type since an anchor, at most `limit` things, and the anchor to go on from.
  func changes(in type: HKSampleType, since anchor: HKQueryAnchor?, limit: Int) async throws -> (
    batch: Batch, anchor: HKQueryAnchor
  ) {
    let query = HKAnchoredObjectQueryDescriptor(predicates: [.sample(type: type)], anchor: anchor, limit: limit)
    let found = try await query.result(for: store)
    var batch = Batch()
    for object in found.addedSamples {
      if let workout = object as? HKWorkout {
        batch.workouts.append(try await read(workout))
      } else if let sample = read(object) {
        batch.samples.append(sample)
      }
    }
    batch.deleted = found.deletedObjects.map { Deleted(id: $0.uuid.uuidString, type: type.identifier) }
    return (batch, found.newAnchor)
  }

  /// The totals of the last days. They are read anew each time: a watch that syncs late changes yesterday.
  func aggregates(days: Int) async throws -> [Aggregate] {
    let calendar = Calendar.current
    let today = calendar.startOfDay(for: Date())
    guard let first = calendar.date(byAdding: .day, value: 1 - days, to: today) else { return [] }
    var found: [Aggregate] = []
    for quantity in SyncedTypes.quantities where quantity.isTotal {
      let since = HKQuery.predicateForSamples(withStart: first, end: nil)
      let query = HKStatisticsCollectionQueryDescriptor(
        predicate: .quantitySample(type: quantity.type, predicate: since),
        options: .cumulativeSum,
        anchorDate: first,
        intervalComponents: DateComponents(hour: 1))
      // Hours without a sample are left out: a day without any is not told as a zero.
      let hours = try await query.result(for: store).statistics()
      for (day, hours) in Dictionary(grouping: hours, by: { calendar.startOfDay(for: $0.startDate) }) {
        found.append(total(of: quantity, on: day, hours: hours, calendar: calendar))
      }
    }
    return found
  }

  private func total(of quantity: SyncedTypes.Quantity, on day: Date, hours: [HKStatistics], calendar: Calendar)
    -> Aggregate
  {
    let zone = calendar.timeZone
    let end = calendar.date(byAdding: .day, value: 1, to: day) ?? day.addingTimeInterval(86_400)
    var hourly = [Double](repeating: 0, count: Int(end.timeIntervalSince(day) / 3600))
    for hour in hours {
      let index = Int(hour.startDate.timeIntervalSince(day) / 3600)
      if hourly.indices.contains(index) {
        hourly[index] += hour.sumQuantity()?.doubleValue(for: quantity.unit) ?? 0
      }
    }
    return Aggregate(
      type: quantity.type.identifier, unit: quantity.spelling,
      date: day.formatted(Date.ISO8601FormatStyle(timeZone: zone).year().month().day()), tz: zone.identifier,
      start: iso(day, in: zone), end: iso(end, in: zone), sum: hourly.reduce(0, +), hourly: hourly)
  }

  private func read(_ object: HKSample) -> Sample? {
    let value: Double
    var unit: String?
    if let sample = object as? HKQuantitySample, let quantity = SyncedTypes.quantity(sample.sampleType) {
      value = sample.quantity.doubleValue(for: quantity.unit)
      unit = quantity.spelling
    } else if let sample = object as? HKCategorySample {
      value = Double(sample.value)
    } else {
      return nil
    }
    let zone = zone(of: object)
    return Sample(
      id: object.uuid.uuidString, type: object.sampleType.identifier, start: iso(object.startDate, in: zone),
      end: iso(object.endDate, in: zone), value: value, unit: unit, tz: zone.identifier, source: source(of: object),
      device: device(of: object), manual: isManual(object))
  }

  private func read(_ workout: HKWorkout) async throws -> Workout {
    let zone = zone(of: workout)
    var stats: [String: Stat] = [:]
    for (type, statistics) in workout.allStatistics {
      guard let quantity = SyncedTypes.quantity(type) else { continue }
      let number = { (value: HKQuantity?) in value?.doubleValue(for: quantity.unit) }
      stats[type.identifier] =
        quantity.type.aggregationStyle == .cumulative
        ? Stat(sum: number(statistics.sumQuantity()), unit: quantity.spelling)
        : Stat(
          avg: number(statistics.averageQuantity()), min: number(statistics.minimumQuantity()),
          max: number(statistics.maximumQuantity()), unit: quantity.spelling)
    }
    return Workout(
      id: workout.uuid.uuidString, activity: workout.workoutActivityType.rawValue,
      start: iso(workout.startDate, in: zone), end: iso(workout.endDate, in: zone), tz: zone.identifier,
      durationS: workout.duration, source: source(of: workout), device: device(of: workout),
      manual: isManual(workout), indoor: workout.metadata?[HKMetadataKeyIndoorWorkout] as? Bool, stats: stats,
      events: (workout.workoutEvents ?? []).map {
        Workout.Event(
          type: $0.type.rawValue, start: iso($0.dateInterval.start, in: zone), end: iso($0.dateInterval.end, in: zone))
      },
      route: try await route(of: workout))
  }

  private func route(of workout: HKWorkout) async throws -> [[Double?]] {
    let routes = try await HKSampleQueryDescriptor(
      predicates: [.workoutRoute(HKQuery.predicateForObjects(from: workout))],
      sortDescriptors: [SortDescriptor(\.startDate)]
    ).result(for: store)
    var points: [[Double?]] = []
    for route in routes {
      for try await location in HKWorkoutRouteQueryDescriptor(route).results(for: store) {
        points.append([
          (location.timestamp.timeIntervalSince1970 * 1000).rounded(), location.coordinate.latitude,
          location.coordinate.longitude, location.verticalAccuracy > 0 ? location.altitude : nil,
          location.horizontalAccuracy, location.speed >= 0 ? location.speed : nil,
        ])
      }
    }
    return points
  }

  /// Where the person was when it was measured; of apps that do not say, where the phone is now.
  private func zone(of object: HKObject) -> TimeZone {
    (object.metadata?[HKMetadataKeyTimeZone] as? String).flatMap(TimeZone.init(identifier:)) ?? .current
  }

  private func isManual(_ object: HKObject) -> Bool {
    object.metadata?[HKMetadataKeyWasUserEntered] as? Bool ?? false
  }

  private func source(of object: HKObject) -> Source {
    let revision = object.sourceRevision
    return Source(
      name: revision.source.name, bundle: revision.source.bundleIdentifier, version: revision.version,
      product: revision.productType)
  }

  private func device(of object: HKObject) -> Device? {
    object.device.map {
      Device(
        name: $0.name, manufacturer: $0.manufacturer, model: $0.model, hw: $0.hardwareVersion, sw: $0.softwareVersion)
    }
  }
}

extension DeviceOfBatch {
  static var current: DeviceOfBatch {
    let bundle = Bundle.main
    let version = bundle.infoDictionary?["CFBundleShortVersionString"] as? String ?? "0"
    let os = ProcessInfo.processInfo.operatingSystemVersion
    return DeviceOfBatch(
      model: UIDevice.current.model, os: "iOS \(os.majorVersion).\(os.minorVersion)",
      app: "\(bundle.bundleIdentifier ?? "app")/\(version)", timezone: TimeZone.current.identifier)
  }
}
