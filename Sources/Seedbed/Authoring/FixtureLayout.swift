internal import JSON

/// Writes values as fixtures in their canonical form.
enum FixtureLayout {
  static func text(_ value: JSONValue) throws -> String {
    var text: [UInt8] = []
    try JSONFormatter.format(
      BytesSource(Array(value.serialized().utf8)), form: .document, isOuter: FixtureText.isOuter
    ) { text += $0 }
    return String(decoding: text, as: UTF8.self)
  }
}
