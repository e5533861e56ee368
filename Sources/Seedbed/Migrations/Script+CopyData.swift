internal import Postgres
internal import SQLScript

extension Script {
  /// The lines of data of a `COPY … FROM STDIN`, piece by piece; nil for every other statement.
  func copyData(of statement: Statement) -> CopyData? {
    statement.copyData.map { range in
      { send in
        for piece in bytes[range].pieces { piece.withUnsafeBytes(send) }
      }
    }
  }
}
