// Texts of a fixed form.
extension Fake {
  func appendCode(_ generator: inout Generator, to out: inout [UInt8]) {
    switch kind {
    case .internetPassword:
      out += "not-a-password-".utf8
      for _ in 0..<9 { out.append(UInt8(ascii: "a") + UInt8(generator.below(26))) }
    case .internetIPv4: appendIPv4(generator.below(1 << 24 as UInt64), to: &out)
    case .internetIPv6: appendIPv6(&generator, to: &out)
    case .internetMAC:
      // The second bit of the first byte says that no manufacturer gave it.
      out += "02".utf8
      for _ in 0..<5 {
        out.append(UInt8(ascii: ":"))
        out.append(hex: generator.below(256 as UInt64), digits: 2)
      }
    case .addressPostcode: out.append(decimal: 10_000 + generator.below(90_000 as UInt64))
    case .addressCountryCode: Countries.codes.append(&generator, to: &out)
    case .commerceSKU: appendSKU(generator.below(Self.skus), to: &out)
    case .phone:
      let phones = language.words.phones
      phones.append(generator.below(phones.count), to: &out)
    default: break
    }
  }

  /// Three letters and six digits.
  static let skus: UInt64 = 26 * 26 * 26 * 1_000_000

  func appendSKU(_ number: UInt64, to out: inout [UInt8]) {
    let letters = number / 1_000_000
    out.append(UInt8(ascii: "A") + UInt8(letters / 676))
    out.append(UInt8(ascii: "A") + UInt8(letters / 26 % 26))
    out.append(UInt8(ascii: "A") + UInt8(letters % 26))
    out.append(UInt8(ascii: "-"))
    out.append(Int64(number % 1_000_000), digits: 6)
  }

  /// In 10.0.0.0/8, which is private everywhere (RFC 1918).
  func appendIPv4(_ number: UInt64, to out: inout [UInt8]) {
    out += "10".utf8
    for shift in [16, 8, 0] as [UInt64] {
      out.append(UInt8(ascii: "."))
      out.append(decimal: number >> shift & 255)
    }
  }

  /// In 2001:db8::/32, which is kept for documentation (RFC 3849).
  private func appendIPv6(_ generator: inout Generator, to out: inout [UInt8]) {
    out += "2001:db8".utf8
    for half in [generator.next(), generator.next()] {
      for shift in [32, 16, 0] as [UInt64] {
        out.append(UInt8(ascii: ":"))
        out.append(hex: half >> shift & 0xFFFF, digits: 4)
      }
    }
  }

  /// Version 4, variant 1 (RFC 9562): 122 bits of the generator.
  func appendUUID(_ generator: inout Generator, to out: inout [UInt8]) {
    let high = generator.next() & ~0xF000 | 0x4000
    let low = generator.next() & ~(3 << 62) | 2 << 62
    out.append(hex: high >> 32, digits: 8)
    out.append(UInt8(ascii: "-"))
    out.append(hex: high >> 16 & 0xFFFF, digits: 4)
    out.append(UInt8(ascii: "-"))
    out.append(hex: high & 0xFFFF, digits: 4)
    out.append(UInt8(ascii: "-"))
    out.append(hex: low >> 48, digits: 4)
    out.append(UInt8(ascii: "-"))
    out.append(hex: low & 0xFFFF_FFFF_FFFF, digits: 12)
  }
}
