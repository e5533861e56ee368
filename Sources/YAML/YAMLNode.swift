/// A value of a YAML text, and where it stands.
public struct YAMLNode: Sendable {
  public indirect enum Content: Sendable {
    /// `isPlain`: written without quotes, so that what it is depends on how it looks.
    case scalar(String, isPlain: Bool)
    case sequence([YAMLNode])
    case mapping([(key: YAMLNode, value: YAMLNode)])
  }

  public var content: Content
  /// As `tag:yaml.org,2002:binary`; of an untagged value the default one of its kind.
  public var tag: String
  /// Both from 1.
  public var line: Int
  public var column: Int
}

extension YAMLNode {
  public var text: String? {
    if case .scalar(let text, _) = content { text } else { nil }
  }

  /// The members of a mapping with those that `<<` merges into it: its own come first and win.
  public var members: [(key: YAMLNode, value: YAMLNode)]? {
    guard case .mapping(let pairs) = content else { return nil }
    var members = pairs.filter { !$0.key.isMerge }
    for pair in pairs where pair.key.isMerge {
      let merged: [YAMLNode]
      if case .sequence(let several) = pair.value.content {
        merged = several
      } else {
        merged = [pair.value]
      }
      for mapping in merged {
        for member in mapping.members ?? [] {
          let name = member.key.text
          if !members.contains(where: { $0.key.text == name }) { members.append(member) }
        }
      }
    }
    return members
  }

  private var isMerge: Bool {
    if case .scalar("<<", isPlain: true) = content { true } else { false }
  }
}

/// What is wrong with a YAML text, and where; it shows nothing of the text.
public struct YAMLError: Error, Sendable, Equatable {
  public var message: String
  /// Both from 1.
  public var line: Int
  public var column: Int
}
