/// The objects whose drift nobody wants to hear of: `"drift": {"ignore": […]}` in `seedbed.json`.
public struct IgnoreList: Sendable, Equatable {
  /// `public.tmp_*`, or with a kind before it: `comment:*`.
  public struct Pattern: Sendable, Equatable {
    let kind: ObjectKind?
    let name: String

    /// Nil where what stands before the colon is no kind of object.
    init?(_ text: String) {
      guard let colon = text.firstIndex(of: ":"), !text[colon...].hasPrefix("::") else {
        (kind, name) = (nil, text)
        return
      }
      guard let kind = ObjectKind(rawValue: String(text[..<colon])) else { return nil }
      (self.kind, name) = (kind, String(text[text.index(after: colon)...]))
    }
  }

  public var patterns: [Pattern] = []

  public init() {}

  init(_ patterns: [Pattern]) { self.patterns = patterns }

  /// Whether a pattern means the object, or what it belongs to.
  func covers(_ identity: SchemaObject.Identity, parent: String?) -> Bool {
    patterns.contains { pattern in
      if pattern.kind == nil || pattern.kind == identity.kind,
        Self.matches(identity.name, pattern.name)
      {
        return true
      }
      guard let parent else { return false }
      if let kind = pattern.kind {
        return parent.hasPrefix(kind.word + " ")
          && Self.matches(String(parent.dropFirst(kind.word.count + 1)), pattern.name)
      }
      return ObjectKind.allCases.contains {
        parent.hasPrefix($0.word + " ")
          && Self.matches(String(parent.dropFirst($0.word.count + 1)), pattern.name)
      }
    }
  }

  /// `*` stands for any text, `?` for one letter; the quotes that a name needs in SQL may be left
  /// out.
  static func matches(_ name: String, _ pattern: String) -> Bool {
    let plain = name.filter { $0 != "\"" }
    return matches(Array(name)[...], Array(pattern)[...])
      || plain != name && matches(Array(plain)[...], Array(pattern)[...])
  }

  /// Goes back to the last `*` alone, so that no pattern takes long.
  private static func matches(
    _ name: ArraySlice<Character>, _ pattern: ArraySlice<Character>
  ) -> Bool {
    var (name, pattern) = (name, pattern)
    var retry: (name: ArraySlice<Character>, pattern: ArraySlice<Character>)?
    while true {
      if pattern.first == "*" {
        pattern = pattern.dropFirst()
        retry = (name, pattern)
      } else if let letter = name.first, let wanted = pattern.first,
        wanted == "?" || wanted == letter
      {
        name = name.dropFirst()
        pattern = pattern.dropFirst()
      } else if name.isEmpty, pattern.isEmpty {
        return true
      } else if let last = retry, !last.name.isEmpty {
        retry = (last.name.dropFirst(), last.pattern)
        (name, pattern) = (last.name.dropFirst(), last.pattern)
      } else {
        return false
      }
    }
  }
}

extension SchemaDiff {
  /// Without what the list covers; and how many differences that were.
  func ignoring(_ list: IgnoreList) -> (diff: SchemaDiff, ignored: Int) {
    var diff = self
    diff.differences.removeAll { list.covers($0.identity, parent: $0.parent) }
    return (diff, differences.count - diff.differences.count)
  }
}
