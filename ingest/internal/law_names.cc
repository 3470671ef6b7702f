#include "ingest/internal/law_names.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdio>
#include <optional>
#include <vector>

#include "ingest/internal/citation_number.h"
#include "model/text.h"

namespace lawtrace::ingest {
namespace {

constexpr std::size_t kMaxTitleWords = 9;
constexpr std::size_t kMaxTitleSize = 64;  // Of the title in an id, in bytes.
constexpr int kFirstYearBeforeNumber = 2015;

struct Spelling {
  std::string_view letters;  // UTF-8, one after the other.
  std::string_view ascii;
};

constexpr auto kSpellings = std::to_array<Spelling>({
    {.letters = "àáâãäåāăąÀÁÂÃÄÅĀĂĄαάΑΆаА", .ascii = "a"},
    {.letters = "æÆ", .ascii = "ae"},
    {.letters = "βΒвВ", .ascii = "v"},
    {.letters = "бБ", .ascii = "b"},
    {.letters = "çćĉċčÇĆĈĊČ", .ascii = "c"},
    {.letters = "ďđðĎĐÐδΔдД", .ascii = "d"},
    {.letters = "èéêëēĕėęěÈÉÊËĒĔĖĘĚεέΕΈеэєЕЭЄ", .ascii = "e"},
    {.letters = "φΦфФ", .ascii = "f"},
    {.letters = "ĝğġģĜĞĠĢγΓгґГҐ", .ascii = "g"},
    {.letters = "ĥħĤĦхХ", .ascii = "h"},
    {.letters = "ìíîïĩīĭįıÌÍÎÏĨĪĬĮİηήιίΗΉΙΊиіїыИІЇЫ", .ascii = "i"},
    {.letters = "ĵĴйЙ", .ascii = "j"},
    {.letters = "ķĶκΚкК", .ascii = "k"},
    {.letters = "ĺļľŀłĹĻĽĿŁλΛлЛ", .ascii = "l"},
    {.letters = "μΜмМ", .ascii = "m"},
    {.letters = "ñńņňÑŃŅŇνΝнН", .ascii = "n"},
    {.letters = "òóôõöøōŏőÒÓÔÕÖØŌŎŐοόωώΟΌΩΏоО", .ascii = "o"},
    {.letters = "œŒ", .ascii = "oe"},
    {.letters = "πΠпП", .ascii = "p"},
    {.letters = "ŕŗřŔŖŘρΡрР", .ascii = "r"},
    {.letters = "śŝşšșŚŜŞŠȘσςΣсС", .ascii = "s"},
    {.letters = "ß", .ascii = "ss"},
    {.letters = "ţťŧțŢŤŦȚτΤтТ", .ascii = "t"},
    {.letters = "þÞθΘ", .ascii = "th"},
    {.letters = "ùúûüũūŭůűųÙÚÛÜŨŪŬŮŰŲуУ", .ascii = "u"},
    {.letters = "ŵŴ", .ascii = "w"},
    {.letters = "ξΞ", .ascii = "x"},
    {.letters = "ýÿŷÝŸŶυύΥΎ", .ascii = "y"},
    {.letters = "źżžŹŻŽζΖзЗ", .ascii = "z"},
    {.letters = "χΧ", .ascii = "ch"},
    {.letters = "ψΨ", .ascii = "ps"},
    {.letters = "жЖ", .ascii = "zh"},
    {.letters = "цЦ", .ascii = "ts"},
    {.letters = "чЧ", .ascii = "ch"},
    {.letters = "шШ", .ascii = "sh"},
    {.letters = "щЩ", .ascii = "sht"},
    {.letters = "юЮ", .ascii = "yu"},
    {.letters = "яЯ", .ascii = "ya"},
});
// Letters that fall away without parting a word, and the apostrophe.
constexpr std::array<std::string_view, 6> kSilent = {"ь", "Ь", "ъ", "Ъ", "’", "'"};

// Bytes of the UTF-8 character that begins with `first`; 1 for a stray byte.
std::size_t SizeOfCharacter(char first) {
  const auto byte = static_cast<unsigned char>(first);
  if (byte >= 0xF0) return 4;
  if (byte >= 0xE0) return 3;
  return byte >= 0xC0 ? 2 : 1;
}

// As ASCII letters and digits; "-" for what parts words; empty for what does not.
std::string AsciiOf(std::string_view character) {
  const auto byte = static_cast<unsigned char>(character.front());
  if (std::ranges::find(kSilent, character) != kSilent.end()) return {};
  if (byte < 0x80)
    return std::isalnum(byte) != 0 ? std::string(1, static_cast<char>(std::tolower(byte))) : "-";
  for (const Spelling& spelling : kSpellings)
    if (spelling.letters.find(character) != std::string_view::npos)
      return std::string(spelling.ascii);
  return "-";
}

std::vector<std::string_view> SplitAt(std::string_view text, char mark) {
  std::vector<std::string_view> parts;
  while (true) {
    const std::size_t end = text.find(mark);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

bool IsNumber(std::string_view text) {
  return !text.empty() &&
         std::ranges::all_of(text, [](unsigned char c) { return std::isdigit(c) != 0; });
}

std::string YearText(const Law& law) {
  return law.adopted ? std::to_string(law.adopted->earliest().year()) : std::string();
}

// "pt"; of an instrument above any one country "eu" or "int".
std::string JurisdictionSlug(const Law& law) {
  if (!law.country.empty()) return Slug(law.country);
  const bool is_union =
      law.type == "directive" || law.type == "regulation" || law.type == "judgment";
  return is_union ? "eu" : "int";
}

// The first words of the title, and its year.
std::string TitleSlug(const Law& law) {
  const std::string slug = Slug(law.title);
  std::string words;
  std::size_t count = 0;
  for (const std::string_view word : SplitAt(slug, '-')) {
    if (word.empty() || (count == 0 && word == "the")) continue;
    if (count == kMaxTitleWords || words.size() + word.size() + 1 > kMaxTitleSize) break;
    words += (count++ == 0 ? "" : "-") + std::string(word);
  }
  const std::string year = YearText(law);
  if (!year.empty() && words.find(year) == std::string::npos) words += "-" + year;
  return words;
}

}  // namespace

std::string Slug(std::string_view text) {
  std::string slug;
  while (!text.empty()) {
    const std::size_t size = std::min(SizeOfCharacter(text.front()), text.size());
    const std::string ascii = AsciiOf(text.substr(0, size));
    text.remove_prefix(size);
    if (ascii == "-" && (slug.empty() || slug.back() == '-')) continue;
    slug += ascii;
  }
  if (slug.ends_with('-')) slug.pop_back();
  return slug;
}

std::string NumberKey(const Law& law) {
  std::string key = Folded(law.number);
  std::erase(key, ' ');
  const std::size_t last = key.rfind('/');
  const bool names_institution =
      law.country.empty() && last != std::string::npos &&
      std::ranges::none_of(key.substr(last), [](unsigned char c) { return std::isdigit(c) != 0; });
  if (names_institution) key.resize(last);
  return key;
}

std::string NumberWithYear(const std::string& number, std::optional<int> year) {
  const std::size_t slash = number.rfind('/');
  if (!year || slash == std::string::npos) return CanonicalNumber("", number, year);
  const std::string_view last = std::string_view(number).substr(slash + 1);
  const bool is_short = last.size() == 2 && IsNumber(last) && ReadYear(last) == year;
  return is_short ? number.substr(0, slash + 1) + std::to_string(*year) : number;
}

std::string LawKey(const Law& law) {
  if (!law.number.empty()) return law.country + "\nnumber\n" + law.type + '\n' + NumberKey(law);
  return law.country + "\ntitle\n" + law.type + '\n' + Folded(law.title) + '\n' + YearText(law);
}

std::string LawSlug(const Law& law) {
  std::string slug = JurisdictionSlug(law);
  if (law.number.empty()) {
    const std::string title = TitleSlug(law);
    return title.starts_with(slug + "-") ? title : slug + "-" + title;
  }
  if (law.type.empty()) {
    slug += "-gazette";
  } else if (law.type != "other") {
    slug += "-" + Slug(law.type);
  }
  return slug + "-" + Slug(NumberKey(law));
}

std::string CelexOf(const Law& law) {
  const bool is_directive = law.type == "directive";
  if (!law.country.empty() || (!is_directive && law.type != "regulation")) return {};
  const std::string key = NumberKey(law);
  const std::vector<std::string_view> parts = SplitAt(key, '/');
  if (parts.size() != 2 || !IsNumber(parts[0]) || !IsNumber(parts[1])) return {};
  std::string_view year = parts[0];
  std::string_view number = parts[1];
  if (!is_directive) {
    const std::optional<int> first = year.size() == 4 ? ReadYear(year) : std::nullopt;
    const bool is_year_first = first && *first >= kFirstYearBeforeNumber;
    const bool is_year_last =
        number.size() == 4 &&
        ReadYear(number).value_or(kFirstYearBeforeNumber) < kFirstYearBeforeNumber;
    if (is_year_first == is_year_last) return {};
    if (is_year_last) std::swap(year, number);
  }
  const std::optional<int> full_year = ReadYear(year);
  if (!full_year || number.size() > 4) return {};
  std::array<char, 32> celex{};
  std::snprintf(celex.data(), celex.size(), "3%04d%c%04d", *full_year, is_directive ? 'L' : 'R',
                std::stoi(std::string(number)));
  return celex.data();
}

}  // namespace lawtrace::ingest
