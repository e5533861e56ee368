/// How records of one shape are staged: the same fields in the same order, in the same forms.
final class RecordShape {
  let fieldSet: Int
  /// False where something is wrong with the shape itself: its values are looked at, so that their
  /// mistakes are told as well, but no row is written.
  let isSound: Bool
  /// One step for each member of the record.
  let steps: [FieldStep]
  /// The fields that records of this shape leave to `$defaults`: the step, and the value's token in
  /// the defaults.
  let defaults: [(step: FieldStep, token: Int)]
  /// What the record's fakes depend on; nil where it has none.
  let fakes: FakeIdentity?
  /// Where the number of the record around it goes.
  let parentSlot: Int?
  /// Its values come in the order of the stage's columns.
  let isInOrder: Bool

  init(
    fieldSet: Int, isSound: Bool, steps: [FieldStep],
    defaults: [(step: FieldStep, token: Int)] = [], fakes: FakeIdentity? = nil, parentSlot: Int?
  ) {
    self.fieldSet = fieldSet
    self.isSound = isSound
    self.steps = steps
    self.defaults = defaults
    self.fakes = fakes
    self.parentSlot = parentSlot
    let slots =
      (parentSlot.map { [$0] } ?? []) + steps.flatMap(\.slots) + defaults.flatMap(\.step.slots)
    isInOrder = zip(slots, slots.dropFirst()).allSatisfy { $0 < $1 }
  }
}

/// What to do with one member of a record.
indirect enum FieldStep {
  case value(ValueStep)
  case directive(ValueDirective, slot: Int, form: ValueForm, null: NullUse, field: String)
  case fake(FakeStep)
  /// An object that identifies a row elsewhere: one step for each of its members.
  case reference([FieldStep])
  /// The label of another record; so many bytes before it name its table.
  case label(slot: Int, prefix: Int)
  /// Records of another table, which are read by themselves.
  case children(field: String)
  /// Evaluated by the server: the shape's field set holds it.
  case expression
  /// A member that was reported; its value cannot be judged.
  case mistaken

  /// The fixture says the value itself, or the row that it means.
  var isGiven: Bool {
    switch self {
    case .value, .directive, .reference: true
    case .fake, .expression, .mistaken, .label, .children: false
    }
  }

  var isFake: Bool {
    if case .fake = self { true } else { false }
  }

  /// The stage's columns that it sets, in its order.
  fileprivate var slots: [Int] {
    switch self {
    case .value(let step): [step.slot]
    case .fake(let step): [step.slot]
    case .directive(_, let slot, _, _, _), .label(let slot, _): [slot]
    case .reference(let steps): steps.flatMap(\.slots)
    case .children, .expression, .mistaken: []
    }
  }
}

/// What NULL means in a place.
enum NullUse {
  case value
  /// The column takes none.
  case refused
  /// What tells a row apart cannot be NULL.
  case identifiesNothing

  init(_ column: Column) { self = column.isNotNull ? .refused : .value }
}

/// A directive whose value the client works out, record by record.
enum ValueDirective: String, CaseIterable {
  case environment = "$env"
  case file = "$file"
  case json = "$json"
}
