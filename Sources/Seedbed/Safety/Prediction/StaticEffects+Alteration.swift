internal import SQLScript

extension StaticEffects {
  func alter(_ words: inout StatementWords, into draft: inout EffectDraft) {
    let kind = words.takeWord()
    _ = words.takeIfExists()
    switch kind {
    case "INDEX":
      guard let index = oid(of: words.takeName(), [.index]) else { return }
      if words.contains("TABLESPACE") {
        draft.lock(index, .accessExclusive)
        draft.work.append((.rewrite, index))
      } else {
        draft.lock(index, .shareUpdateExclusive)
      }
    case "SEQUENCE":
      guard let sequence = oid(of: words.takeName(), [.sequence]) else { return }
      let isNaming = ["RENAME", "SET", "OWNER"].contains(words.peek)
      draft.lock(sequence, isNaming ? .accessExclusive : .shareRowExclusive)
    case "POLICY", "TRIGGER", "RULE":
      lock(oid(of: words.name(after: "ON"), [.table, .view]), .accessExclusive, &draft)
    case "PUBLICATION":
      guard words.skip(past: "TABLE") else { return }
      lockEach(&words, .shareUpdateExclusive, &draft)
    default: break
    }
  }
}
