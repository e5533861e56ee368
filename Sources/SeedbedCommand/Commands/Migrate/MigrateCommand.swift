import ArgumentParser
import Seedbed

struct MigrateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "migrate",
    abstract: "Apply, make and undo migrations.",
    discussion: """
      Migrations are plain SQL in the folder migrations/; each is run once, in order, and in one \
      transaction as far as PostgreSQL allows. Folders of Prisma, dbmate, goose, golang-migrate, Flyway, sqlx, \
      Diesel and graphile-migrate are read as they are, and their histories taken over.

      EXAMPLES:
        seedbed migrate                      apply what is pending
        seedbed migrate plan                 show what that would lock, and for how much work
        seedbed migrate new add_users        make a new one
        seedbed migrate lint                 show what would hurt a running application
        seedbed migrate rollback             undo the newest
        seedbed migrate adopt                take over another tool's history
        seedbed migrate verify               show what was changed without a migration
      """,
    subcommands: [
      MigrateApplyCommand.self, MigratePlanCommand.self, MigrateNewCommand.self,
      MigrateLintCommand.self, MigrateRollbackCommand.self, MigrateResolveCommand.self,
      MigrateAdoptCommand.self, MigrateVerifyCommand.self,
    ],
    defaultSubcommand: MigrateApplyCommand.self)
}

extension CommandRun {
  /// The project's migrations; a folder that is not there is an error, for the command asks for it.
  func migrations(of project: Project) throws -> MigrationFolder {
    let folder = try project.migrations()
    guard folder.exists else {
      throw Problem(
        "migrate.no_folder", "there is no folder \(folder.name)",
        hint: "`seedbed migrate new NAME` makes it with a first migration")
    }
    return folder
  }
}
