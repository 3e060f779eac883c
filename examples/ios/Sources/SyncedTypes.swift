import HealthKit

/// What the app asks for and uploads. Take out what your app has no use for: App Review asks why each is read.
enum SyncedTypes {
  struct Quantity {
    let type: HKQuantityType
    let unit: HKUnit
    /// The unit as the wire spells it.
    let spelling: String
    /// Whether a day's total is uploaded too.
    let isTotal: Bool

    init(_ identifier: HKQuantityTypeIdentifier, _ unit: HKUnit, _ spelling: String, total: Bool = false) {
      type = HKQuantityType(identifier)
      self.unit = unit
      self.spelling = spelling
      isTotal = total
    }
  }

  private static let perMinute = HKUnit.count().unitDivided(by: .minute())

  static let quantities: [Quantity] = [
    Quantity(.stepCount, .count(), "count", total: true),
    Quantity(.flightsClimbed, .count(), "count", total: true),
    Quantity(.distanceWalkingRunning, .meter(), "m", total: true),
    Quantity(.distanceCycling, .meter(), "m", total: true),
    Quantity(.distanceSwimming, .meter(), "m", total: true),
    Quantity(.activeEnergyBurned, .kilocalorie(), "kcal", total: true),
    Quantity(.basalEnergyBurned, .kilocalorie(), "kcal", total: true),
    Quantity(.heartRate, perMinute, "count/min"),
    Quantity(.restingHeartRate, perMinute, "count/min"),
    Quantity(.respiratoryRate, perMinute, "count/min"),
    Quantity(.heartRateVariabilitySDNN, .secondUnit(with: .milli), "ms"),
    Quantity(.oxygenSaturation, .percent(), "%"),
    Quantity(.vo2Max, HKUnit(from: "ml/kg*min"), "mL/kg*min"),
    Quantity(.bodyMass, .gramUnit(with: .kilo), "kg"),
    Quantity(.bodyFatPercentage, .percent(), "%"),
    Quantity(.bodyTemperature, .degreeCelsius(), "degC"),
    Quantity(.bloodGlucose, HKUnit(from: "mg/dL"), "mg/dL"),
    Quantity(.bloodPressureSystolic, .millimeterOfMercury(), "mmHg"),
    Quantity(.bloodPressureDiastolic, .millimeterOfMercury(), "mmHg"),
    Quantity(.dietaryWater, .literUnit(with: .milli), "mL"),
  ]

  static let categories: [HKCategoryType] = [
    HKCategoryType(.sleepAnalysis),
    HKCategoryType(.appleStandHour),
    HKCategoryType(.mindfulSession),
  ]

  /// Each has an anchor of its own.
  static let anchored: [HKSampleType] = quantities.map(\.type) + categories + [HKWorkoutType.workoutType()]

  /// What the person is asked for. Nobody is told what they refuse: a type that stays empty may be one of those.
  static let read: Set<HKObjectType> = Set<HKObjectType>(anchored).union([HKSeriesType.workoutRoute()])

  static func quantity(_ type: HKSampleType) -> Quantity? {
    quantities.first { $0.type == type }
  }
}
