import Foundation
import os

/// Batches on their way, one gzip file each. What is in here survives the app and the phone's restart; a file goes when the
/// server has stored it. iOS uploads while the app sleeps, and wakes it with the answers.
final class Outbox: NSObject {
  static let shared = Outbox()

  /// Set while iOS has woken the app for answers; called when all of them were dealt with.
  var whenAnswersAreDealtWith: (() -> Void)?
  /// Told when the connection has ended: the app needs a new token.
  var onDisconnect: (() -> Void)?

  private let log = Logger(subsystem: "tellus", category: "outbox")
  private let folder = URL.applicationSupportDirectory.appending(path: "outbox", directoryHint: .isDirectory)
  private lazy var session: URLSession = {
    let configuration = URLSessionConfiguration.background(withIdentifier: "tellus.outbox")
    configuration.isDiscretionary = false
    configuration.sessionSendsLaunchEvents = true
    return URLSession(configuration: configuration, delegate: self, delegateQueue: .main)
  }()
  private var answers: [Int: Data] = [:]

  /// Writes a batch down. Once this returns it will be uploaded, so the anchors in it may be moved on.
  func add(_ batch: Batch) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    // The system's daemon reads it while the phone is locked.
    try gzip(encoder.encode(batch)).write(
      to: file(batch.batchId), options: [.atomic, .completeFileProtectionUntilFirstUserAuthentication])
  }

  /// Hands over to iOS what it does not have yet.
  func upload() async {
    guard let connection = Connection.kept else { return }
    let underway = Set(await session.allTasks.compactMap(\.taskDescription))
    for name in waiting() where !underway.contains(name) { start(name, connection, after: 0) }
  }

  func empty() async {
    for task in await session.allTasks { task.cancel() }
    try? FileManager.default.removeItem(at: folder)
  }

  private func start(_ name: String, _ connection: Connection, after seconds: TimeInterval) {
    var request = connection.request("ingest/batches", method: "POST")
    request.setValue("application/json", forHTTPHeaderField: "content-type")
    request.setValue("gzip", forHTTPHeaderField: "content-encoding")
    let task = session.uploadTask(with: request, fromFile: file(name))
    task.taskDescription = name
    if seconds > 0 { task.earliestBeginDate = Date(timeIntervalSinceNow: seconds) }
    task.resume()
  }

  private func file(_ name: String) -> URL { folder.appending(path: name) }

  private func waiting() -> [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
  }
}

extension Outbox: URLSessionDataDelegate {
  func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
    answers[dataTask.taskIdentifier, default: Data()].append(data)
  }

  func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: Error?) {
    guard let name = task.taskDescription, let connection = Connection.kept else { return }
    let body = answers.removeValue(forKey: task.taskIdentifier) ?? Data()
    guard let answer = task.response as? HTTPURLResponse, error == nil else {
      // Without a network: iOS has waited for one already. The next wake tries again.
      return
    }
    switch answer.statusCode {
    case 200..<300:
      note(body)
      try? FileManager.default.removeItem(at: file(name))
    case 401:
      // The token has ended. The files stay: a new one of the same person sends them.
      disconnect()
    case 410:
      // The person has been disconnected at the server's side: nothing of theirs is sent any more.
      disconnect()
      try? FileManager.default.removeItem(at: folder)
    case 403:
      // The user is paused for now.
      start(name, connection, after: 3600)
    case 413:
      halve(name, connection)
    case 429, 500...:
      let wait = answer.value(forHTTPHeaderField: "retry-after").flatMap(TimeInterval.init) ?? 300
      start(name, connection, after: wait)
    default:
      // The batch is not as the server takes it: a fault of this app, which another try does not mend.
      log.error("Batch \(name) was refused with \(answer.statusCode): \(String(decoding: body, as: UTF8.self))")
      try? FileManager.default.removeItem(at: file(name))
    }
  }

  func urlSessionDidFinishEvents(forBackgroundURLSession session: URLSession) {
    whenAnswersAreDealtWith?()
    whenAnswersAreDealtWith = nil
  }

  private func disconnect() {
    Connection.forget()
    onDisconnect?()
  }

  private func note(_ body: Data) {
    guard let receipt = try? decoder.decode(Receipt.self, from: body) else { return }
    log.info("Stored \(receipt.accepted) items, \(receipt.duplicates) were known")
    for item in receipt.rejected { log.error("\(item.type ?? "An item") was refused: \(item.reason)") }
  }

  /// Two batches in place of one that was too large. The anchors go with the second.
  private func halve(_ name: String, _ connection: Connection) {
    guard let whole = try? decoder.decode(Batch.self, from: gunzip(Data(contentsOf: file(name)))), whole.count > 1 else {
      log.error("Batch \(name) is too large and cannot be halved")
      return
    }
    var first = whole
    var second = whole
    first.batchId = UUID().uuidString
    second.batchId = UUID().uuidString
    (first.samples, second.samples) = halves(whole.samples)
    (first.workouts, second.workouts) = halves(whole.workouts)
    (first.aggregates, second.aggregates) = halves(whole.aggregates)
    (first.deleted, second.deleted) = halves(whole.deleted)
    first.anchors = [:]
    do {
      try add(first)
      try add(second)
      try FileManager.default.removeItem(at: file(name))
      for half in [first, second] { start(half.batchId, connection, after: 0) }
    } catch {
      log.error("Batch \(name) could not be halved: \(error.localizedDescription)")
    }
  }
}

private func halves<Item>(_ items: [Item]) -> ([Item], [Item]) {
  let middle = (items.count + 1) / 2
  return (Array(items[..<middle]), Array(items[middle...]))
}
