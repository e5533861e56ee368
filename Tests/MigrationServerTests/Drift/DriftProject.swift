import TestSupport
import Testing

@testable import Seedbed

extension MigrationProject {
  /// - Parameter url: of the test's database; nil is its own.
  func project(as url: String?) throws -> Project {
    try Project(
      Project.Options(
        root: folder.path, environment: "test", databaseURL: url ?? database.url, variables: [:]))
  }

  func verification(
    as url: String? = nil, _ progress: any Progress = SilentProgress()
  ) throws -> DriftVerification {
    let project = try project(as: url)
    return try DriftVerification(project, project.database(), project.migrations(), progress)
  }

  func drift() throws -> DriftReport { try verification().run() }
}

extension SchemaDiff.Difference {
  /// `+ index public.i`, as the report begins.
  var headline: String {
    switch self {
    case .added: "+ \(identity)"
    case .removed: "- \(identity)"
    case .changed: "~ \(identity)"
    }
  }
}
