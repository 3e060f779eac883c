import Foundation
import Security

/// This phone's place at the server: who it uploads for, and the token with which it may.
struct Connection: Codable {
  var server: URL
  var userId: String
  var ingestToken: String

  /// Connects this phone with a one-time token, which your backend gets from `POST /v2/auth/generateAuthToken`.
  static func connect(to server: URL, token: String, referenceId: String?) async throws -> Connection {
    struct Asked: Encodable {
      var token: String
      var platform = "healthkit"
      var referenceId: String?
      var app = DeviceOfBatch.current.app
      var device = DeviceOfBatch.current
    }
    struct Answer: Decodable {
      var userId: String
      var ingestToken: String
    }
    var request = URLRequest(url: server.appending(path: "ingest/connect"))
    request.httpMethod = "POST"
    request.setValue("application/json", forHTTPHeaderField: "content-type")
    request.httpBody = try encoder.encode(Asked(token: token, referenceId: referenceId))
    let answer: Answer = try await send(request)
    let made = Connection(server: server, userId: answer.userId, ingestToken: answer.ingestToken)
    try made.keep()
    return made
  }

  /// Where each type stands, as far as the server has stored it: an app that was installed anew goes on from there.
  func anchors() async throws -> [String: String] {
    struct State: Decodable {
      var types: [String: Standing]
      struct Standing: Decodable { var anchor: String? }
    }
    let state: State = try await Self.send(request("ingest/state", method: "GET"))
    return state.types.compactMapValues(\.anchor)
  }

  /// Takes the person out: their phone is disconnected and their data deleted at the server.
  func end() async throws {
    let (_, answer) = try await URLSession.shared.data(for: request("ingest/connection", method: "DELETE"))
    guard let status = (answer as? HTTPURLResponse)?.statusCode, [204, 401, 410].contains(status) else {
      throw URLError(.badServerResponse)
    }
    Self.forget()
  }

  func request(_ path: String, method: String) -> URLRequest {
    var request = URLRequest(url: server.appending(path: path))
    request.httpMethod = method
    request.setValue("Bearer \(ingestToken)", forHTTPHeaderField: "authorization")
    return request
  }

  private static func send<Answer: Decodable>(_ request: URLRequest) async throws -> Answer {
    let (data, answer) = try await URLSession.shared.data(for: request)
    guard let status = (answer as? HTTPURLResponse)?.statusCode, (200..<300).contains(status) else {
      throw URLError(.badServerResponse)
    }
    return try decoder.decode(Answer.self, from: data)
  }
}

/// The keychain holds it. Readable after the first unlock, since HealthKit wakes the app while the phone lies locked.
extension Connection {
  private static let item: [CFString: Any] = [
    kSecClass: kSecClassGenericPassword, kSecAttrService: "tellus", kSecAttrAccount: "connection",
  ]

  static var kept: Connection? {
    var found: CFTypeRef?
    let query = item.merging([kSecReturnData: true]) { _, new in new }
    guard SecItemCopyMatching(query as CFDictionary, &found) == errSecSuccess, let data = found as? Data else {
      return nil
    }
    return try? JSONDecoder().decode(Connection.self, from: data)
  }

  private func keep() throws {
    Self.forget()
    let entry = Self.item.merging([
      kSecValueData: try JSONEncoder().encode(self),
      kSecAttrAccessible: kSecAttrAccessibleAfterFirstUnlockThisDeviceOnly,
    ]) { _, new in new }
    let status = SecItemAdd(entry as CFDictionary, nil)
    guard status == errSecSuccess else { throw NSError(domain: NSOSStatusErrorDomain, code: Int(status)) }
  }

  static func forget() {
    SecItemDelete(item as CFDictionary)
  }
}
