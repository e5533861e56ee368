internal import CJSON

/// Values as json-c reads and writes them. No pointer of json-c's leaves this file.
enum JSONCTree {
  /// What json-c says of a text that it does not read.
  struct Refusal: Error {
    var reason: String
  }

  /// Reads standard JSON; each number's text is asked for in document order, or json-c's own where
  /// `number` is nil.
  static func read(
    _ text: [UInt8], maximumDepth: Int, number: (() -> String)? = nil
  ) throws -> JSONValue {
    // json-c counts the scalar inside the containers as one more level.
    let depth = Int32(clamping: maximumDepth + 1)
    guard let tokener = json_tokener_new_ex(depth) else { throw Refusal(reason: "out of memory") }
    defer { json_tokener_free(tokener) }
    json_tokener_set_flags(tokener, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8)
    // The zero byte tells json-c that a number at the end is complete.
    let node = (text + [0]).withUnsafeBufferPointer { bytes in
      bytes.withMemoryRebound(to: CChar.self) { characters in
        json_tokener_parse_ex(tokener, characters.baseAddress, Int32(clamping: characters.count))
      }
    }
    defer { json_object_put(node) }
    let error = json_tokener_get_error(tokener)
    guard error == json_tokener_success else {
      throw Refusal(reason: String(cString: json_tokener_error_desc(error)))
    }
    guard json_tokener_get_parse_end(tokener) >= text.count else {
      throw Refusal(reason: "text follows the value")
    }
    return value(node, number: number)
  }

  /// Writes a value as JSON.
  static func write(_ value: JSONValue, flags: Int32) -> String {
    let node = node(value)
    defer { json_object_put(node) }
    var length = 0
    guard let text = json_object_to_json_string_length(node, flags, &length) else { return "" }
    return string(text, length)
  }

  private static func value(_ node: OpaquePointer?, number: (() -> String)?) -> JSONValue {
    switch json_object_get_type(node) {
    case json_type_boolean:
      return .bool(json_object_get_boolean(node) != 0)
    case json_type_int, json_type_double:
      return .number(number?() ?? String(cString: json_object_get_string(node)))
    case json_type_string:
      return .string(
        string(json_object_get_string(node), Int(json_object_get_string_len(node))))
    case json_type_array:
      return .array(
        (0..<json_object_array_length(node)).map { index in
          value(json_object_array_get_idx(node, index), number: number)
        })
    case json_type_object:
      return .object(JSONObject(distinct: members(node, number: number)))
    default:
      return .null
    }
  }

  private static func members(
    _ node: OpaquePointer?, number: (() -> String)?
  ) -> [JSONObject.Member] {
    var members: [JSONObject.Member] = []
    var place = json_object_iter_begin(node)
    var end = json_object_iter_end(node)
    while json_object_iter_equal(&place, &end) == 0 {
      members.append(
        JSONObject.Member(
          name: String(cString: json_object_iter_peek_name(&place)),
          value: value(json_object_iter_peek_value(&place), number: number)))
      json_object_iter_next(&place)
    }
    return members
  }

  /// The caller owns the node that is returned.
  private static func node(_ value: JSONValue) -> OpaquePointer? {
    switch value {
    case .null:
      return nil
    case .bool(let bool):
      return json_object_new_boolean(bool ? 1 : 0)
    case .number(let text):
      // json-c writes the text, not the double.
      return json_object_new_double_s(0, text)
    case .string(let string):
      var string = string
      return string.withUTF8 { bytes in
        bytes.withMemoryRebound(to: CChar.self) { characters in
          json_object_new_string_len(characters.baseAddress, Int32(clamping: characters.count))
        }
      }
    case .array(let elements):
      let array = json_object_new_array_ext(Int32(clamping: elements.count))
      for element in elements { json_object_array_add(array, node(element)) }
      return array
    case .object(let object):
      let members = json_object_new_object()
      for member in object { json_object_object_add(members, member.name, node(member.value)) }
      return members
    }
  }

  private static func string(_ text: UnsafePointer<CChar>?, _ length: Int) -> String {
    let bytes = UnsafeRawBufferPointer(start: text, count: text == nil ? 0 : length)
    return String(decoding: bytes, as: UTF8.self)
  }
}
