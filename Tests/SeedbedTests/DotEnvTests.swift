import Testing

@testable import Seedbed

struct DotEnvTests {
  @Test(arguments: [
    ("A=b", "b"), ("export A=b", "b"), ("  A = b  ", "b"), ("A=b # note", "b"), ("A=b#c", "b#c"),
    ("A='b # c' # d", "b # c"), (#"A="b \"c\" \n$""#, "b \"c\" \n$"), ("A='x\ny'\nB=z", "x\ny"),
    ("A=\r\nB=1", ""), ("\u{FEFF}A=b\r\n", "b"), ("#A=c\nA=b", "b"), ("A=c\nA=b", "b"),
    ("nonsense\n=x\n9A=1\nA=b", "b"), ("A=\"open", "\"open"), ("A=p@ss=w#rd", "p@ss=w#rd"),
    ("B=x\nA=${B}y", "xy"), ("A=${HOME}", "/home"), ("A='${HOME}'", "${HOME}"),
    ("A=${NONE}", "${NONE}"), (#"A="\${HOME}""#, "${HOME}"), ("A=a$b", "a$b"),
  ])
  func `a value is read as other tools read it`(text: String, value: String) {
    #expect(DotEnv(parsing: text, environment: ["HOME": "/home"])["A"] == value)
  }

  @Test func `what is not there is nil`() {
    #expect(DotEnv(parsing: "#A=1\nB=2")["A"] == nil)
  }
}
