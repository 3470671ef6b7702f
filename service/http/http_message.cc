#include "service/http/http_message.h"

#include <algorithm>
#include <charconv>

#include "model/text.h"

namespace lawtrace::service {

std::string_view Request::HeaderOf(std::string_view name) const {
  const auto found = std::ranges::find(headers, name, &Header::name);
  return found == headers.end() ? std::string_view() : std::string_view(found->value);
}

const std::string& Response::text() const {
  static const std::string kEmpty;
  return body == nullptr ? kEmpty : *body;
}

Response& Response::With(std::string name, std::string value) {
  headers.push_back({.name = std::move(name), .value = std::move(value)});
  return *this;
}

Response& Response::Set(std::string_view name, std::string value) {
  std::erase_if(headers, [&](const Header& header) { return header.name == name; });
  return With(std::string(name), std::move(value));
}

Response TextResponse(int status, std::string type, std::string text) {
  return {.status = status,
          .headers = {{.name = "Content-Type", .value = std::move(type)}},
          .body = std::make_shared<const std::string>(std::move(text))};
}

Response JsonResponse(int status, std::string text) {
  return TextResponse(status, "application/json", std::move(text));
}

std::optional<std::string> PercentDecoded(std::string_view text, bool is_query) {
  std::string decoded;
  decoded.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+' && is_query) {
      decoded += ' ';
    } else if (text[i] != '%') {
      decoded += text[i];
    } else {
      unsigned char byte = 0;
      const std::string_view digits = text.substr(i + 1, 2);
      const char* end = digits.data() + digits.size();
      const auto [stop, error] = std::from_chars(digits.data(), end, byte, 16);
      if (error != std::errc{} || stop != end || digits.size() != 2) return std::nullopt;
      decoded += static_cast<char>(byte);
      i += 2;
    }
  }
  if (decoded.find('\0') != std::string::npos) return std::nullopt;
  return decoded;
}

std::string PercentEncoded(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string encoded;
  for (const char c : text) {
    const bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                          (c >= '0' && c <= '9') ||
                          std::string_view("-._~").find(c) != std::string_view::npos;
    if (is_plain) {
      encoded += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      encoded += '%';
      encoded += kDigits[byte / 16];
      encoded += kDigits[byte % 16];
    }
  }
  return encoded;
}

std::optional<std::pair<std::string, NamedValues>> ParseTarget(std::string_view target) {
  if (!target.starts_with('/')) return std::nullopt;
  target = target.substr(0, target.find('#'));
  const std::size_t mark = target.find('?');
  std::optional<std::string> path = PercentDecoded(target.substr(0, mark), /*is_query=*/false);
  if (!path) return std::nullopt;
  path = NormalText(*path);
  NamedValues query;
  if (mark == std::string_view::npos) return std::pair(*std::move(path), std::move(query));
  std::string_view rest = target.substr(mark + 1);
  while (!rest.empty()) {
    const std::string_view pair = rest.substr(0, rest.find('&'));
    rest.remove_prefix(std::min(rest.size(), pair.size() + 1));
    if (pair.empty()) continue;
    const std::size_t equals = std::min(pair.find('='), pair.size());
    std::optional<std::string> name = PercentDecoded(pair.substr(0, equals), /*is_query=*/true);
    std::optional<std::string> value =
        PercentDecoded(pair.substr(std::min(pair.size(), equals + 1)), /*is_query=*/true);
    if (!name || !value) return std::nullopt;
    query.emplace_back(NormalText(*name), NormalText(*value));
  }
  return std::pair(*std::move(path), std::move(query));
}

}  // namespace lawtrace::service
