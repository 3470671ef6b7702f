#include "service/desk/person.h"

#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uspoof.h>

#include <array>
#include <memory>

#include "model/check.h"
#include "model/quote.h"
#include "model/text.h"
#include "store/sha256.h"

namespace lawtrace::service {
namespace {

constexpr std::size_t kMostNameBytes = 200;
constexpr std::size_t kIdBytes = 8;

const USpoofChecker& Confusables() {
  static const std::unique_ptr<USpoofChecker, decltype(&uspoof_close)> kChecker = [] {
    UErrorCode fault = U_ZERO_ERROR;
    std::unique_ptr<USpoofChecker, decltype(&uspoof_close)> made(uspoof_open(&fault),
                                                                 &uspoof_close);
    Check(U_SUCCESS(fault) != 0, "ICU lacks its table of letters that look alike");
    return made;
  }();
  return *kChecker;
}

// What all texts that look the same have in common.
std::string Skeleton(const std::string& text) {
  icu::UnicodeString skeleton;
  UErrorCode fault = U_ZERO_ERROR;
  uspoof_getSkeletonUnicodeString(&Confusables(), 0, icu::UnicodeString::fromUTF8(text), skeleton,
                                  &fault);
  Check(U_SUCCESS(fault) != 0, "ICU cannot say what a text looks like");
  std::string bytes;
  skeleton.toUTF8String(bytes);
  return bytes;
}

// Letters and digits alone.
std::string Letters(const std::string& text) {
  const icu::UnicodeString all = icu::UnicodeString::fromUTF8(text);
  icu::UnicodeString kept;
  for (std::int32_t i = 0; i < all.length(); i = all.moveIndex32(i, 1))
    if (const UChar32 c = all.char32At(i); u_isalnum(c) != 0) kept.append(c);
  std::string bytes;
  kept.toUTF8String(bytes);
  return bytes;
}

// As letters in small look, and as the letters look as they are written: "I" and "l" are alike in
// one way only.
std::array<std::string, 2> Looks(std::string_view name) {
  return {Letters(Folded(Skeleton(Folded(name)))), Letters(Folded(Skeleton(PlainLine(name))))};
}

}  // namespace

Result<std::string> PersonName(std::string_view text) {
  std::string name = PlainLine(text);
  if (Letters(Folded(name)).empty()) return FailAt("person", "is blank; say whose token it is");
  if (name.size() > kMostNameBytes)
    return FailAt("person", Quote(name) + " is longer than 200 bytes; write a shorter name");
  return name;
}

bool IsSameName(std::string_view one, std::string_view other) {
  const auto mine = Looks(one);
  const auto yours = Looks(other);
  return mine[0] == yours[0] || mine[1] == yours[1];
}

std::string PersonIdOf(std::string_view name) {
  return store::Hex(store::Sha256Of("person\n" + Letters(Folded(name))).substr(0, kIdBytes));
}

}  // namespace lawtrace::service
