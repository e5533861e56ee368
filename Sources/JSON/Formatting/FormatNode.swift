/// A value as it is written, with the comments in it.
indirect enum FormatNode {
  case scalar([UInt8])
  /// `dangling`: the comments before the closing bracket, on lines of their own.
  case container(isObject: Bool, elements: [FormatElement], dangling: [FormatComment])
}

struct FormatComment {
  var text: [UInt8]
  var isLine: Bool
  var lineBreaks: Int

  /// It can stand on a line between other tokens.
  var fitsInside: Bool { !isLine && !text.contains(.lineFeed) }
}

/// An element of an array or member of an object, and the comments that belong to it.
struct FormatElement {
  var lead: FormatLead
  /// A member's name, with its quotes.
  var name: [UInt8]?
  /// Comments between the name and the value.
  var prefix: [FormatComment] = []
  var value: FormatNode
  var trail = FormatTrail()
}

/// What stands before an element.
struct FormatLead {
  /// On lines of their own.
  var own: [FormatComment] = []
  /// On the element's line.
  var inline: [FormatComment] = []
  /// Whether an empty line stands between the element's line and what is before it.
  var hasBlankLine: Bool

  /// - Parameter lineBreaks: those before the token that follows the comments.
  init(_ comments: [FormatComment], before lineBreaks: Int) {
    var start = comments.count
    var following = lineBreaks
    while start > 0, comments[start - 1].fitsInside, following == 0 {
      start -= 1
      following = comments[start].lineBreaks
    }
    own = Array(comments[..<start])
    inline = Array(comments[start...])
    hasBlankLine = (inline.first?.lineBreaks ?? lineBreaks) > 1
  }

  /// Takes comments from behind the element's beginning to lines right above it.
  mutating func takeUp(_ comments: [FormatComment]) {
    for var comment in comments {
      comment.lineBreaks = hasBlankLine ? 2 : 1
      hasBlankLine = false
      own.append(comment)
    }
  }
}

/// What stands behind an element on its line.
struct FormatTrail {
  /// Before the comma.
  var blocks: [FormatComment] = []
  /// After the comma.
  var line: FormatComment?

  /// Takes a comment; false where the line has one at its end already.
  mutating func take(_ comment: FormatComment) -> Bool {
    if !comment.isLine {
      blocks.append(comment)
    } else if line == nil {
      line = comment
    } else {
      return false
    }
    return true
  }
}
