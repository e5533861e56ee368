/// What a statement does, in one line: `ACCESS EXCLUSIVE users · scans 48 GB · blocks reads and
/// writes`.
struct EffectText {
  private let effect: StatementEffect
  private let style: Style

  init(_ effect: StatementEffect, _ style: Style) {
    self.effect = effect
    self.style = style
  }

  var line: String {
    var parts = [locks]
    parts += effect.work.map(work)
    if effect.isLong, let held = list(effect.held.filter(\.isStrong)) {
      parts.append("while \(held) is held")
    }
    if let verdict { parts.append(verdict) }
    if effect.source == .predicted { parts.append(style.dim("predicted")) }
    return parts.joined(separator: " · ")
  }

  /// All that readers or writers meet; the strongest where they meet none.
  private var locks: String {
    let strong = effect.locks.filter(\.isStrong)
    return list(strong.isEmpty ? Array(effect.locks.prefix(1)) : strong) ?? style.dim("no lock")
  }

  /// `ACCESS EXCLUSIVE users, posts, SHARE ROW EXCLUSIVE teams`
  private func list(_ locks: [StatementEffect.Lock]) -> String? {
    guard !locks.isEmpty else { return nil }
    var last: LockMode?
    return locks.map { lock in
      let kind = lock.kind == .index ? " (index)" : ""
      defer { last = lock.mode }
      return (last == lock.mode ? "" : lock.mode.name + " ") + lock.relation + kind
    }.joined(separator: ", ")
  }

  /// `scans 48 GB`; with the table's name where it is not the one that is locked.
  private func work(_ work: StatementEffect.Work) -> String {
    let isClear =
      Set(effect.work.map(\.relation)).count == 1
      && effect.locks.first?.relation == work.relation
    let verb =
      switch work.kind {
      case .rewrite: "rewrites"
      case .scan: "scans"
      case .indexBuild: "builds an index over"
      }
    let what = [isClear ? nil : work.relation, work.size?.bytes.asBytes].compactMap { $0 }
    return ([verb] + (what.isEmpty ? [work.relation] : what)).joined(separator: " ")
  }

  private var verdict: String? {
    switch effect.lockClass {
    case .harmless: return nil
    case .longWeak: return style.green("blocks nobody")
    case .briefStrong: return style.yellow("brief")
    case .longStrong:
      let blocked = [effect.blocksReads ? "reads" : nil, effect.blocksWrites ? "writes" : nil]
      return style.red("blocks " + blocked.compactMap { $0 }.joined(separator: " and "))
    }
  }
}

extension Int {
  /// Three digits at most, with the unit: `48 GB`, `1.2 MB`, `512 bytes`.
  var asBytes: String {
    guard self >= 1000 else { return "\(self) bytes" }
    var value = Double(self)
    var unit = "bytes"
    for next in ["kB", "MB", "GB", "TB", "PB"] where value >= 999.5 {
      value /= 1000
      unit = next
    }
    let rounded = value < 9.95 ? (value * 10).rounded() / 10 : value.rounded()
    let text = String(describing: rounded)
    return (text.hasSuffix(".0") ? String(text.dropLast(2)) : text) + " " + unit
  }
}
