/// The members of a JSON object, in their order, each name once.
///
/// Two objects are equal when they have equal members in the same order. Names are the same when
/// their UTF-8 bytes are.
public struct JSONObject: Sendable, Hashable {
  public struct Member: Sendable, Hashable {
    public var name: String
    public var value: JSONValue
  }

  public private(set) var members: [Member] = []

  public init() {}

  /// Members whose names are known to differ.
  init(distinct members: [Member]) {
    self.members = members
  }

  public var names: [String] { members.map(\.name) }
  public var count: Int { members.count }
  public var isEmpty: Bool { members.isEmpty }

  /// The member's value. Setting one keeps an existing member's place and appends a new one;
  /// setting nil removes it.
  public subscript(name: String) -> JSONValue? {
    get { index(of: name).map { members[$0].value } }
    set {
      switch (index(of: name), newValue) {
      case (let index?, let value?): members[index].value = value
      case (let index?, nil): members.remove(at: index)
      case (nil, let value?): members.append(Member(name: name, value: value))
      case (nil, nil): break
      }
    }
  }

  private func index(of name: String) -> Int? {
    members.firstIndex { $0.name.utf8.elementsEqual(name.utf8) }
  }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
  /// Of a name that stands twice the last value holds.
  public init(dictionaryLiteral members: (String, JSONValue)...) {
    for (name, value) in members { self[name] = value }
  }
}

extension JSONObject: Sequence {
  public func makeIterator() -> IndexingIterator<[Member]> { members.makeIterator() }
}
