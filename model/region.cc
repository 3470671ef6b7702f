#include "model/region.h"

#include <unicode/locid.h>
#include <unicode/unistr.h>
#include <unicode/ures.h>

#include <memory>

namespace lawtrace {
namespace {

using Bundle = std::unique_ptr<UResourceBundle, decltype(&ures_close)>;

}  // namespace

Region RegionOf(std::string_view alpha2) {
  const std::string code(alpha2);
  Region region{.alpha3 = icu::Locale("und", code.c_str()).getISO3Country(), .english_names = {}};
  UErrorCode fault = U_ZERO_ERROR;
  const Bundle english(ures_openDirect(U_ICUDATA_NAME "-region", "en", &fault), &ures_close);
  for (const char* table : {"Countries", "Countries%variant", "Countries%short"}) {
    fault = U_ZERO_ERROR;
    const Bundle names(ures_getByKey(english.get(), table, nullptr, &fault), &ures_close);
    std::int32_t size = 0;
    const UChar* name = ures_getStringByKey(names.get(), code.c_str(), &size, &fault);
    if (U_FAILURE(fault) != 0) continue;
    icu::UnicodeString(false, name, size).toUTF8String(region.english_names.emplace_back());
  }
  return region;
}

}  // namespace lawtrace
