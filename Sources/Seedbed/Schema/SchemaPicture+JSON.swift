internal import JSON

/// A picture as a document, to be kept from one run to the next.
extension SchemaPicture {
  var json: JSONValue {
    .array(
      objects.map { object in
        var members: JSONObject = [
          "kind": .string(object.identity.kind.word), "name": .string(object.identity.name),
          "attributes": Self.json(object.attributes), "statements": Self.json(object.statements),
        ]
        if let parent = object.parent { members["parent"] = .string(parent) }
        return .object(members)
      })
  }

  /// Nil where the document is none of a picture.
  init?(_ json: JSONValue) {
    guard let items = json.array else { return nil }
    var objects: [SchemaObject] = []
    for item in items {
      guard let kind = item["kind"]?.string.flatMap(ObjectKind.init),
        let name = item["name"]?.string,
        let attributes = Self.texts(item["attributes"]),
        let statements = Self.texts(item["statements"])
      else { return nil }
      objects.append(
        SchemaObject(
          identity: .init(kind: kind, name: name), parent: item["parent"]?.string,
          attributes: attributes, statements: statements))
    }
    self.init(objects)
  }

  private static func json(_ texts: [String: String]) -> JSONValue {
    var object = JSONObject()
    for (name, text) in texts.sorted(by: { $0.key < $1.key }) { object[name] = .string(text) }
    return .object(object)
  }

  private static func texts(_ json: JSONValue?) -> [String: String]? {
    guard let members = json?.object else { return nil }
    var texts: [String: String] = [:]
    for member in members {
      guard let text = member.value.string else { return nil }
      texts[member.name] = text
    }
    return texts
  }
}
