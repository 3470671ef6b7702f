// Text as Unicode defines it: what is kept, what is read as a code, what compares as equal.
//
// Whatever people and programs write passes NormalText once, where it enters.  Pure, and safe from
// any thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace lawtrace {

// Well-formed as Unicode defines it: shortest forms, no surrogates, up to U+10FFFF.
bool IsUtf8(std::string_view text);

// The text as it is kept: composed (NFC), lines ended by "\n", without byte order marks and without
// what XML 1.0 does not count as a character.  Bytes that are not UTF-8 become U+FFFD.
// NormalText(NormalText(x)) == NormalText(x).
std::string NormalText(std::string_view text);

// A code, number, date or name in one line: NormalText without invisible characters (soft hyphens,
// zero-width and direction marks), each run of blanks of any kind one space, none at the ends.
std::string PlainLine(std::string_view text);

// Without the blanks and invisible characters at its ends.
std::string_view TrimBlanks(std::string_view text);

// What two writings of one name share: PlainLine in small letters, without accents, with plain
// dashes and apostrophes, Latin letters as those of ASCII.  To be compared, never to be shown.
std::string Folded(std::string_view text);

// Without what XML 1.0 does not count as a character; bytes that are not UTF-8 become U+FFFD.
// Texts of a log that other programs wrote may need it.
std::string XmlText(std::string_view text);

// A text in plain typography, and where each of its bytes was.
struct PlainText {
  std::string text;
  // Of each byte of `text`, and of its end, the offset in the text that it was made of.
  std::vector<std::size_t> origins;
};

// Composed and without invisible characters; each blank is a space, and what joins two letters or
// digits is the hyphen of ASCII, whatever dash it is, or one of the apostrophes ' and U+2019.  A
// dash between two years remains one.
PlainText PlainTypography(std::string_view text);

}  // namespace lawtrace
