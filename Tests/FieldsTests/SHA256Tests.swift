import Fields
import Testing

@Suite struct SHA256Tests {
  /// Expected values: FIPS 180-2 appendix B and GNU coreutils 9.1 `sha256sum`.
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    (String(repeating: "a", count: 1000), "41edece42d63e8d9bf515a9ba6932e1c20cbc9f5a5d134645adb5db1b9737ea3"),
  ])
  func equalsTheStandardsExamples(text: String, digest: String) {
    #expect(SHA256.hexDigest(of: text) == digest)
  }

  @Test func doesNotDependOnHowTheBytesArePieced() {
    let text = String(repeating: "observations\n", count: 40)
    for length in [1, 3, 55, 56, 63, 64, 65, 128, 200] {
      var hash = SHA256()
      var rest = Substring(text)
      while !rest.isEmpty {
        hash.update(String(rest.prefix(length)))
        rest = rest.dropFirst(length)
      }
      #expect(hash.hexDigest == SHA256.hexDigest(of: text))
    }
  }
}
