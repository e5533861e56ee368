/// Two texts laid over one another, line by line, with a line around what differs.
enum LineDiff {
  enum Line: Equatable {
    case same(String)
    /// Only the first text has it.
    case removed(String)
    /// Only the second text has it.
    case added(String)

    var isSame: Bool { if case .same = self { true } else { false } }
  }

  static func lines(from first: String, to second: String) -> [Line] {
    let old = first.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let new = second.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    var removed: Set<Int> = []
    var added: Set<Int> = []
    for change in new.difference(from: old) {
      switch change {
      case .remove(let offset, _, _): removed.insert(offset)
      case .insert(let offset, _, _): added.insert(offset)
      }
    }
    var all: [Line] = []
    var (left, right) = (0, 0)
    while left < old.count || right < new.count {
      if left < old.count, removed.contains(left) {
        all.append(.removed(old[left]))
        left += 1
      } else if right < new.count, added.contains(right) {
        all.append(.added(new[right]))
        right += 1
      } else {
        all.append(.same(old[left]))
        left += 1
        right += 1
      }
    }
    return all.indices.filter { index in
      (max(0, index - 1)...min(all.count - 1, index + 1)).contains { !all[$0].isSame }
    }.map { all[$0] }
  }
}
