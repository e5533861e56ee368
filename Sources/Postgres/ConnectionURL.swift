extension ConnectionTarget {
  /// The target as a `postgresql://` URL (manual 34.1.1.2) that libpq and common drivers take.
  ///
  /// A socket folder stands as the parameter `host`. The password is in it only when that is asked
  /// for: a URL without is safe to show.
  public func url(includingPassword: Bool = false) -> String {
    var rest = parameters.filter { !$0.value.isEmpty }
    func take(_ keyword: String) -> String? { rest.removeValue(forKey: keyword) }

    let password = take("password")
    let user = take("user").map(Self.escaped)
    var login = user ?? ""
    if includingPassword, let password { login += ":" + Self.escaped(password) }
    var place = ""
    if let host = rest["host"], !host.hasPrefix("/"), !host.contains(",") {
      rest["host"] = nil
      place = host.contains(":") ? "[\(host)]" : Self.escaped(host)
      if let port = take("port") { place += ":" + port }
    }
    let name = take("dbname").map(Self.escaped) ?? ""
    // Without a host some drivers read the user as the host; beside `host=` it goes there as well.
    if place.isEmpty, !login.isEmpty { rest["user"] = parameters["user"] }
    if place.isEmpty, includingPassword, let password { rest["password"] = password }
    let query = rest.filter { !Self.secrets.contains($0.key) || includingPassword }
      .sorted { $0.key < $1.key }.map { "\($0.key)=\(Self.escaped($0.value, also: "/"))" }
    return "postgresql://"
      + (place.isEmpty ? "" : (login.isEmpty ? "" : login + "@") + place)
      + "/" + name + (query.isEmpty ? "" : "?" + query.joined(separator: "&"))
  }

  private static let secrets: Set<String> = ["password", "sslpassword"]

  /// Everything but RFC 3986's unreserved characters as `%XX`.
  private static func escaped(_ text: String) -> String { escaped(text, also: "") }

  private static func escaped(_ text: String, also allowed: String) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    var bytes: [UInt8] = []
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        bytes.append(byte)
      case let sign where "-._~\(allowed)".utf8.contains(sign):
        bytes.append(byte)
      default:
        bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
