import Testing

@testable import Seedbed

/// The rules' examples are their tests.
@Suite struct HazardRuleTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let page: HazardPage
    let example: HazardExample
    var testDescription: String { "\(page.id): \(example.sql)" }

    static let bad: [Case] = HazardRules.pages.flatMap { page in
      page.bad.map { Case(page: page, example: $0) }
    }
    static let good: [Case] = HazardRules.pages.flatMap { page in
      page.good.map { Case(page: page, example: $0) }
    }
  }

  @Test(arguments: Case.bad)
  func `a bad example shows its hazard`(_ one: Case) throws {
    let found = try hazards(in: one.example.sql, after: one.example.before)
    #expect(found.contains { $0.rule == one.page.id }, "\(found.map(\.rule))")
  }

  @Test(arguments: Case.good)
  func `a good example shows no hazard`(_ one: Case) throws {
    let found = try hazards(in: one.example.sql, after: one.example.before)
    #expect(found.filter { $0.isOpen || $0.rule == one.page.id }.map(\.rule) == [])
  }

  @Test func `ids are words with hyphens, and each is there once`() {
    let ids = HazardRules.ids
    #expect(Set(ids).count == ids.count)
    #expect(ids.allSatisfy { $0.allSatisfy { $0.isLowercase || $0 == "-" } })
  }
}
