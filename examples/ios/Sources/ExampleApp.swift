import SwiftUI
import UIKit

@main
struct ExampleApp: App {
  @UIApplicationDelegateAdaptor(AppDelegate.self) private var delegate

  var body: some Scene {
    WindowGroup { ConnectView() }
  }
}

final class AppDelegate: NSObject, UIApplicationDelegate {
  func application(
    _ application: UIApplication, didFinishLaunchingWithOptions options: [UIApplication.LaunchOptionsKey: Any]? = nil
  ) -> Bool {
    if Connection.kept != nil { Task { await HealthSync.shared.observe() } }
    return true
  }

  func application(
    _ application: UIApplication, handleEventsForBackgroundURLSession identifier: String,
    completionHandler: @escaping () -> Void
  ) {
    Outbox.shared.whenAnswersAreDealtWith = completionHandler
    Task { await Outbox.shared.upload() }
  }
}

/// Where the person connects. Your app asks your backend for the token instead of the person.
struct ConnectView: View {
  @State private var server = "http://127.0.0.1:4000"
  @State private var token = ""
  @State private var userId = Connection.kept?.userId
  @State private var problem: String?

  var body: some View {
    Form {
      if let userId {
        LabeledContent("Connected as", value: userId)
        Button("Upload now") { Task { await HealthSync.shared.run() } }
        Button("Disconnect", role: .destructive, action: disconnect)
      } else {
        TextField("Server", text: $server).keyboardType(.URL)
        TextField("Token", text: $token)
        Button("Connect", action: connect).disabled(token.isEmpty)
      }
      if let problem { Text(problem).foregroundStyle(.red) }
    }
    .textInputAutocapitalization(.never)
    .autocorrectionDisabled()
    .onAppear { Outbox.shared.onDisconnect = { userId = nil } }
  }

  private func connect() {
    attempt {
      guard let url = URL(string: server) else { throw URLError(.badURL) }
      try await HealthSync.shared.askForPermission()
      try await HealthSync.shared.connect(server: url, token: token, referenceId: nil)
      token = ""
      userId = Connection.kept?.userId
      await HealthSync.shared.observe()
      await HealthSync.shared.run()
    }
  }

  private func disconnect() {
    attempt {
      try await Connection.kept?.end()
      await Outbox.shared.empty()
      userId = nil
    }
  }

  private func attempt(_ act: @escaping @MainActor () async throws -> Void) {
    problem = nil
    Task { @MainActor in
      do { try await act() } catch { problem = error.localizedDescription }
    }
  }
}
