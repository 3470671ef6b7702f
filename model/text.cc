#include "model/text.h"

#include <unicode/bytestream.h>
#include <unicode/edits.h>
#include <unicode/normalizer2.h>
#include <unicode/translit.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <memory>

#include "model/check.h"

namespace lawtrace {
namespace {

constexpr UChar32 kReplacement = 0xFFFD;
constexpr UChar32 kByteOrderMark = 0xFEFF;

#pragma GCC diagnostic push
// The macros of ICU mix char and unsigned char.
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wsign-conversion"

// Takes the first character off `text`; U+FFFD for bytes that are none.
// REQUIRES: `text` is not empty.
UChar32 TakeCharacter(std::string_view& text) {
  std::int32_t at = 0;
  UChar32 character = 0;
  // Longer texts than ICU's offsets can hold are read in pieces; no character has so many bytes.
  const auto size = static_cast<std::int32_t>(std::min<std::size_t>(text.size(), U8_MAX_LENGTH));
  // NOLINTNEXTLINE(bugprone-inc-dec-in-conditions): the macro is ICU's.
  U8_NEXT_OR_FFFD(text.data(), at, size, character);
  text.remove_prefix(static_cast<std::size_t>(at));
  return character;
}

void Append(UChar32 character, std::string& out) {
  std::array<char, U8_MAX_LENGTH> bytes{};
  std::int32_t size = 0;
  U8_APPEND_UNSAFE(bytes.data(), size, character);
  out.append(bytes.data(), static_cast<std::size_t>(size));
}

#pragma GCC diagnostic pop

bool IsAscii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

bool IsXmlCharacter(UChar32 c) {
  return c >= 0x20 ? c != 0xFFFE && c != 0xFFFF : c == '\t' || c == '\n' || c == '\r';
}

bool IsBlank(UChar32 c) {
  constexpr UChar32 kBrailleBlank = 0x2800;
  return u_isUWhiteSpace(c) != 0 || c == kBrailleBlank;
}

bool IsInvisible(UChar32 c) {
  if (c < 0x80) return (c < 0x20 || c == 0x7F) && !IsBlank(c);
  return u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) != 0 ||
         u_charType(c) == U_FORMAT_CHAR || u_charType(c) == U_CONTROL_CHAR;
}

bool IsApostrophe(UChar32 c) {
  constexpr std::array<UChar32, 9> kApostrophes = {'`',    0xB4,   0x2B9,  0x2BC, 0x2018,
                                                   0x2019, 0x201B, 0x2032, 0xFF07};
  return std::ranges::find(kApostrophes, c) != kApostrophes.end();
}

const icu::Normalizer2& Composition() {
  UErrorCode fault = U_ZERO_ERROR;
  const icu::Normalizer2* form = icu::Normalizer2::getNFCInstance(fault);
  Check(U_SUCCESS(fault) != 0, "ICU lacks its data for NFC");
  return *form;
}

const icu::Normalizer2& Casefolding() {
  UErrorCode fault = U_ZERO_ERROR;
  const icu::Normalizer2* form = icu::Normalizer2::getNFKCCasefoldInstance(fault);
  Check(U_SUCCESS(fault) != 0, "ICU lacks its data for letter case");
  return *form;
}

// Letters without accents, Latin ones as those of ASCII, plain dashes and quotation marks.
const icu::Transliterator& Plainness() {
  static const std::unique_ptr<icu::Transliterator> kPlain = [] {
    UErrorCode fault = U_ZERO_ERROR;
    std::unique_ptr<icu::Transliterator> made(icu::Transliterator::createInstance(
        "NFD; [:Nonspacing Mark:] Remove; Latin-ASCII; NFC", UTRANS_FORWARD, fault));
    Check(U_SUCCESS(fault) != 0, "ICU lacks its rules for Latin letters");
    return made;
  }();
  return *kPlain;
}

// The first character that is not invisible; a space if there is none.
UChar32 FirstVisible(std::string_view text) {
  while (!text.empty())
    if (const UChar32 c = TakeCharacter(text); !IsInvisible(c)) return c;
  return ' ';
}

// Whether `text` begins, or `plain` ends, with exactly four digits: a year, if anything.
bool BeginsWithYear(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789";
  return text.find_first_not_of(kDigits) == 4 ||
         (text.size() == 4 && text.find_first_not_of(kDigits) == std::string_view::npos);
}
bool EndsWithYear(std::string_view plain) {
  constexpr std::string_view kDigits = "0123456789";
  const std::size_t last_other = plain.find_last_not_of(kDigits);
  return plain.size() - (last_other == std::string_view::npos ? 0 : last_other + 1) == 4;
}

// What PlainTypography writes for `c` between `plain` and `rest`.
UChar32 PlainCharacter(std::string_view plain, UChar32 before, UChar32 c, std::string_view rest) {
  constexpr std::array<UChar32, 4> kHyphens = {0x2010, 0x2011, 0x2212, 0xFF0D};
  constexpr UChar32 kApostrophe = 0x2019;
  const bool joins = u_isalnum(before) != 0 && u_isalnum(FirstVisible(rest)) != 0;
  if (IsBlank(c)) return ' ';
  if (joins && IsApostrophe(c)) return kApostrophe;
  const bool is_hyphen = std::ranges::find(kHyphens, c) != kHyphens.end();
  const bool is_span = EndsWithYear(plain) && BeginsWithYear(rest);
  const bool is_joining_dash = joins && !is_span && u_hasBinaryProperty(c, UCHAR_DASH) != 0;
  return is_hyphen || is_joining_dash ? '-' : c;
}

// `text` in `form`; `edits`, if given, learns what became of what.
std::string InForm(const icu::Normalizer2& form, std::string_view text,
                   icu::Edits* edits = nullptr) {
  std::string out;
  icu::StringByteSink<std::string> sink(&out, static_cast<std::int32_t>(text.size()));
  UErrorCode fault = U_ZERO_ERROR;
  form.normalizeUTF8(0, icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())), sink,
                     edits, fault);
  Check(U_SUCCESS(fault) != 0, "ICU cannot normalise a text");
  return out;
}

std::string Composed(std::string text) {
  if (IsAscii(text)) return text;
  UErrorCode fault = U_ZERO_ERROR;
  const icu::StringPiece piece(text.data(), static_cast<std::int32_t>(text.size()));
  const bool is_composed = Composition().isNormalizedUTF8(piece, fault) != 0;
  return is_composed && U_SUCCESS(fault) != 0 ? text : InForm(Composition(), text);
}

// Each run of blanks as one space, none at the ends, and nothing invisible.
std::string InOneLine(std::string_view text) {
  std::string line;
  bool is_parted = false;
  while (!text.empty()) {
    const UChar32 c = TakeCharacter(text);
    if (IsBlank(c)) {
      is_parted = true;
    } else if (!IsInvisible(c)) {
      if (is_parted && !line.empty()) line += ' ';
      is_parted = false;
      Append(c, line);
    }
  }
  return line;
}

// Of each byte of what NFC made of a text, the offset there; and of the end.
std::vector<std::size_t> OriginsOf(icu::Edits& edits, std::size_t size) {
  std::vector<std::size_t> origins;
  UErrorCode fault = U_ZERO_ERROR;
  for (icu::Edits::Iterator it = edits.getFineIterator(); it.next(fault) != 0;)
    for (std::int32_t i = 0; i < it.newLength(); ++i)
      origins.push_back(static_cast<std::size_t>(it.sourceIndex() + (it.hasChange() ? 0 : i)));
  Check(U_SUCCESS(fault) != 0, "ICU cannot say what it changed");
  origins.push_back(size);
  return origins;
}

}  // namespace

bool IsUtf8(std::string_view text) {
  while (!text.empty()) {
    const bool is_written = text.starts_with("\xEF\xBF\xBD");
    if (TakeCharacter(text) == kReplacement && !is_written) return false;
  }
  return true;
}

std::string XmlText(std::string_view text) {
  std::string kept;
  kept.reserve(text.size());
  while (!text.empty())
    if (const UChar32 c = TakeCharacter(text); IsXmlCharacter(c)) Append(c, kept);
  return kept;
}

std::string NormalText(std::string_view text) {
  std::string kept;
  kept.reserve(text.size());
  while (!text.empty()) {
    UChar32 c = TakeCharacter(text);
    if (c == '\r' && text.starts_with('\n')) continue;
    if (c == '\r' || c == '\v' || c == '\f') c = '\n';
    if (IsXmlCharacter(c) && c != kByteOrderMark && !U_IS_UNICODE_NONCHAR(c)) Append(c, kept);
  }
  return Composed(std::move(kept));
}

std::string PlainLine(std::string_view text) {
  // What was invisible may have kept a letter from its accent.
  return Composed(InOneLine(NormalText(text)));
}

std::string_view TrimBlanks(std::string_view text) {
  const auto is_passed = [](UChar32 c) { return IsBlank(c) || IsInvisible(c); };
  while (!text.empty()) {
    std::string_view rest = text;
    if (!is_passed(TakeCharacter(rest))) break;
    text = rest;
  }
  while (!text.empty()) {
    std::size_t last = text.size() - 1;
    while (last > 0 && U8_IS_TRAIL(text[last])) --last;
    std::string_view character = text.substr(last);
    if (!is_passed(TakeCharacter(character))) break;
    text = text.substr(0, last);
  }
  return text;
}

std::string Folded(std::string_view text) {
  if (IsAscii(text)) {
    std::string line = InOneLine(text);
    std::ranges::transform(line, line.begin(), [](char c) {
      return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
    });
    return line;
  }
  const std::string small = InForm(Casefolding(), NormalText(text));
  icu::UnicodeString letters = icu::UnicodeString::fromUTF8(small);
  Plainness().transliterate(letters);
  std::string plain;
  letters.toUTF8String(plain);
  return Composed(InOneLine(plain));
}

PlainText PlainTypography(std::string_view text) {
  icu::Edits edits;
  const std::string composed = InForm(Composition(), text, &edits);
  const std::vector<std::size_t> origins = OriginsOf(edits, text.size());
  PlainText plain;
  std::string_view rest = composed;
  UChar32 before = ' ';
  while (!rest.empty()) {
    const std::size_t at = composed.size() - rest.size();
    UChar32 c = TakeCharacter(rest);
    if (c >= 0x80 && IsInvisible(c)) continue;
    if (c >= 0x80 || c == '`') c = PlainCharacter(plain.text, before, c, rest);
    Append(c, plain.text);
    plain.origins.resize(plain.text.size(), origins[at]);
    before = c;
  }
  plain.origins.push_back(text.size());
  return plain;
}

}  // namespace lawtrace
