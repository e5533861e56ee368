/// A backslash command of psql outside quotes.
struct MetaCommand {
  /// Without the backslash; of the command's arguments nothing is kept, they may hold a password.
  let name: String
  /// The backslash and the name.
  let range: Range<Int>

  init(at backslash: Int, in bytes: SourceText) {
    var end = backslash + 1
    while end < bytes.count, bytes[end].isLetter || bytes[end] == .underscore { end += 1 }
    if end == backslash + 1, end < bytes.count, !bytes[end].isSpace {
      end += 1
      while end < bytes.count, bytes[end].isContinuation { end += 1 }
    }
    range = backslash..<end
    name = String(decoding: bytes[(backslash + 1)..<end].prefix(32), as: UTF8.self)
  }

  /// pg_dump writes `\restrict KEY` and `\unrestrict KEY` around its output, against commands
  /// smuggled into it. Here every other command is refused anyway.
  var isHarmless: Bool { name == "restrict" || name == "unrestrict" }

  var flaw: Flaw {
    Flaw(
      kind: .metaCommand, offset: range.lowerBound,
      message: "\\\(name) is a command of psql, not SQL", hint: hint)
  }

  private var hint: String {
    switch name {
    case "i", "ir", "include", "include_relative":
      "put the text of that file here, or make it a migration of its own"
    case "copy":
      #"write COPY … FROM STDIN; with the data on the lines below it and a line \. to end it"#
    case "c", "connect": "a script runs on one connection to one database: leave the command out"
    case "set", "unset", "prompt", "getenv": "variables are not replaced: write the value out"
    case "if", "elif", "else", "endif": "write the condition in SQL: DO $$ BEGIN IF … END $$;"
    case "gexec": "end the query with ; or run it in a loop: DO $$ … EXECUTE format(…) … $$;"
    case "gset": "end the query with ; and keep the value in a DO block or a temporary table"
    case "g", "gx", "gdesc", "watch", "crosstabview", "bind", "parse": "end the statement with ;"
    case "echo", "qecho", "warn": "say it from SQL: DO $$ BEGIN RAISE NOTICE '…'; END $$;"
    case "encoding": "scripts are UTF-8: leave the command out"
    case ".": "no COPY … FROM STDIN; with its semicolon stands before it"
    case ";": "end the statement with ; alone"
    case "restrict", "unrestrict":
      "between statements it may stand on a line of its own, with its key"
    default: "the script is sent to the server without psql: leave the command out"
    }
  }
}
