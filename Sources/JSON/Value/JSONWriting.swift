internal import CJSON

extension JSONValue {
  /// The value as JSON text, written by json-c: members in their order, numbers as their text.
  /// `pretty` spreads it over lines, indented by two spaces.
  public func serialized(pretty: Bool = false) -> String {
    let spread = pretty ? JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_SPACED : 0
    return JSONCTree.write(self, flags: JSON_C_TO_STRING_NOSLASHESCAPE | spread)
  }
}
