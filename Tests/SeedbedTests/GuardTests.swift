import Testing

@testable import Seedbed

struct GuardTests {
  private func code(
    marker: DatabaseMarker?, environment: Environment = Environment(name: "development"),
    confirm: String? = nil
  ) -> String? {
    do {
      try Guard(database: "shop", environment: environment, marker: marker)
        .check(.reset, confirmation: confirm)
      return nil
    } catch {
      #expect(error.exitStatus == .refused)
      return error.code
    }
  }

  private let disposable = DatabaseMarker(
    environment: "development", disposable: true, protected: false)

  @Test func `a disposable database of this environment may go`() {
    #expect(code(marker: disposable) == nil)
  }

  @Test func `one that says nothing may not`() {
    #expect(code(marker: nil) == "guard.not_disposable")
  }

  @Test func `one to keep may not`() {
    let keep = DatabaseMarker(environment: "development", disposable: false, protected: false)
    #expect(code(marker: keep) == "guard.not_disposable")
  }

  @Test func `the marker beats what seedbed.json says`() throws {
    let configuration = try Configuration(
      parsing: #"{"environments": {"development": {"disposable": true}}}"#)
    let environment = try Environment(named: nil, variables: [:], configuration: configuration)
    let keep = DatabaseMarker(environment: "development", disposable: false, protected: false)
    #expect(code(marker: keep, environment: environment) == "guard.not_disposable")
  }

  @Test func `another environment's database may not`() {
    let found = code(marker: disposable, environment: Environment(name: "test"))
    #expect(found == "guard.other_environment")
  }

  @Test func `its own name confirms`() {
    #expect(code(marker: nil, confirm: "shop") == nil)
    #expect(
      code(marker: disposable, environment: Environment(name: "test"), confirm: "shop") == nil)
  }

  @Test func `another name confirms nothing, even where no confirmation is needed`() {
    #expect(code(marker: disposable, confirm: "shop2") == "guard.wrong_confirmation")
  }

  @Test func `a protected database stays, whoever says so`() throws {
    let protected = DatabaseMarker(environment: "live", disposable: false, protected: true)
    #expect(code(marker: protected, confirm: "shop") == "guard.protected")
    let configuration = try Configuration(
      parsing: #"{"environments": {"live": {"protected": true}}}"#)
    let live = try Environment(named: "live", variables: [:], configuration: configuration)
    #expect(code(marker: disposable, environment: live, confirm: "shop") == "guard.protected")
  }
}
