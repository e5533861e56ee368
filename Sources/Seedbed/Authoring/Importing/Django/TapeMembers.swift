internal import JSON

extension Tape {
  /// The members of an object: their names, and the tokens of name and value.
  func members(of object: Int) -> [(name: String, token: Int, value: Int)] {
    guard tokens[object].kind == .object else { return [] }
    var members: [(name: String, token: Int, value: Int)] = []
    var token = object + 1
    while token < Int(tokens[object].next) {
      members.append((string(at: token), token, token + 1))
      token = Int(tokens[token + 1].next)
    }
    return members
  }

  /// The tokens of an array's elements.
  func elements(of array: Int) -> [Int] {
    guard tokens[array].kind == .array else { return [] }
    var elements: [Int] = []
    var token = array + 1
    while token < Int(tokens[array].next) {
      elements.append(token)
      token = Int(tokens[token].next)
    }
    return elements
  }
}
