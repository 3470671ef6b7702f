#include "ingest/internal/citation_number.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <vector>

namespace lawtrace::ingest {
namespace {

constexpr int kOldestYear = 1800;
constexpr int kNewestYear = 2099;
constexpr int kNewestShortYear = 2040;  // "39" is 2039, "41" is 1941.

bool IsDigit(char c) {
  return c >= '0' && c <= '9';
}

std::optional<int> Number(std::string_view digits) {
  int number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return number;
}

// The parts between "/", "-", ":" and blanks.
std::vector<std::string_view> Parts(std::string_view number) {
  std::vector<std::string_view> parts;
  while (!number.empty()) {
    const std::size_t size = std::min(number.find_first_of("/-: "), number.size());
    if (size > 0) parts.push_back(number.substr(0, size));
    number.remove_prefix(std::min(size + 1, number.size()));
  }
  return parts;
}

bool IsLongYear(std::string_view part) {
  const std::optional<int> year = part.size() == 4 ? Number(part) : std::nullopt;
  return year && *year >= kOldestYear && *year <= kNewestYear;
}

void Replace(std::string& text, std::string_view what, std::string_view with) {
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at)) {
    text.replace(at, what.size(), with);
    at += with.size();
  }
}

}  // namespace

std::string PlainNumber(std::string_view written) {
  std::string plain;
  for (std::size_t i = 0; i < written.size(); ++i) {
    const char c = written[i];
    const auto digit_at = [&](std::size_t at) {
      return at < written.size() && IsDigit(written[at]);
    };
    const bool parts_thousands = (c == '.' || c == ',') && i > 0 && digit_at(i - 1) &&
                                 digit_at(i + 1) && digit_at(i + 2) && digit_at(i + 3) &&
                                 !digit_at(i + 4);
    if (std::isspace(static_cast<unsigned char>(c)) != 0 || parts_thousands) continue;
    plain += c == '\\' ? '/' : c;
  }
  while (!plain.empty() && (plain.back() == '.' || plain.back() == ',')) plain.pop_back();
  return plain;
}

std::optional<int> ReadYear(std::string_view text) {
  if (text.size() == 4 && IsLongYear(text)) return Number(text);
  const std::optional<int> year = text.size() == 2 ? Number(text) : std::nullopt;
  if (!year || *year < 0) return std::nullopt;
  const int century = kNewestShortYear / 100 * 100;
  return century + *year > kNewestShortYear ? century - 100 + *year : century + *year;
}

std::optional<int> YearInNumber(std::string_view number) {
  const std::vector<std::string_view> parts = Parts(number);
  if (parts.size() < 2) return std::nullopt;
  for (std::size_t i = parts.size(); i-- > 1;)
    if (IsLongYear(parts[i])) return Number(parts[i]);
  if (IsLongYear(parts.front())) return Number(parts.front());
  const std::size_t slash = number.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  const std::string_view rest = number.substr(slash + 1);
  const std::string_view after = rest.substr(0, rest.find_first_of("/-: "));
  return std::ranges::all_of(after, IsDigit) ? ReadYear(after) : std::nullopt;
}

bool IsDateLike(std::string_view number) {
  const std::vector<std::string_view> parts = Parts(number);
  if (parts.size() != 2 || !std::ranges::all_of(parts[0], IsDigit)) return false;
  if (IsLongYear(parts[0]) && (IsLongYear(parts[1]) || parts[1].size() == 2)) {
    const std::optional<int> first = Number(parts[0]);
    const std::optional<int> second = ReadYear(parts[1]);
    return first && second && *second - *first >= 0 && *second - *first <= 10;
  }
  return false;
}

std::string CanonicalNumber(std::string_view form, std::string_view written,
                            std::optional<int> year) {
  std::string plain = PlainNumber(written);
  if (!form.empty()) {
    std::string number(form);
    Replace(number, "{number}", plain);
    Replace(number, "{year}", year ? std::to_string(*year) : "");
    return number;
  }
  if (plain.empty() || !year || YearInNumber(plain)) return plain;
  if (plain.find('/') != std::string::npos && plain.find('(') == std::string::npos) return plain;
  return plain + "/" + std::to_string(*year);
}

}  // namespace lawtrace::ingest
