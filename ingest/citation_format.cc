#include "ingest/citation_format.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>

#include "ingest/faults.h"
#include "model/foreign_json.h"

namespace lawtrace::ingest {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// A text or a number under `key`, as text; absent, and reported, if it holds something else.
std::optional<std::string> TextOf(const nlohmann::json& object, const char* key, std::size_t line,
                                  FaultList& faults) {
  const auto value = object.find(key);
  if (value == object.end() || value->is_null()) return std::string();
  if (value->is_string()) return value->get<std::string>();
  if (value->is_number_integer()) return value->dump();
  faults.AddAtLine(line,
                   std::string("key '") + key + "' holds no text; write a text or leave it out");
  return std::nullopt;
}

std::optional<int> YearOf(const std::string& text, std::size_t line, FaultList& faults) {
  if (text.empty()) return std::nullopt;
  const bool is_year =
      text.size() == 4 && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
  if (is_year) return std::stoi(text);
  faults.AddAtLine(line, "year '" + text + "' is not a year; write four digits");
  return std::nullopt;
}

std::optional<Comment> ReadComment(const nlohmann::json& object, std::size_t line,
                                   FaultList& faults) {
  if (!object.is_object()) {
    faults.AddAtLine(line, "is not a JSON object; write one object on each line");
    return std::nullopt;
  }
  const auto id = TextOf(object, "id", line, faults);
  const auto country = TextOf(object, "country", line, faults);
  const auto year = TextOf(object, "year", line, faults);
  const auto text = TextOf(object, "comment", line, faults);
  if (id && id->empty()) faults.AddAtLine(line, "key 'id' is missing; give each comment one");
  if (!id || !country || !year || !text) return std::nullopt;
  return Comment{.id = *id,
                 .context = {.country = *country, .year = YearOf(*year, line, faults)},
                 .text = *text};
}

nlohmann::ordered_json TextOrNull(const std::string& text) {
  return text.empty() ? nlohmann::ordered_json() : nlohmann::ordered_json(text);
}

}  // namespace

Result<std::vector<Comment>> ParseComments(std::string_view name, std::string_view text) {
  FaultList faults(name);
  std::vector<Comment> comments;
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  const auto parsed = [](std::string_view json) {
    return ParseForeignJson<nlohmann::json>(json).value_or(nlohmann::json());
  };
  if (const nlohmann::json whole = parsed(text); whole.is_array()) {
    for (std::size_t i = 0; i < whole.size(); ++i)
      if (auto comment = ReadComment(whole[i], i + 1, faults))
        comments.push_back(*std::move(comment));
    text = {};
  }
  for (std::size_t line = 1; !text.empty(); ++line) {
    const std::size_t size = std::min(text.find('\n'), text.size());
    const std::string_view row = text.substr(0, size);
    if (row.find_first_not_of(" \t\r") != std::string_view::npos)
      if (auto comment = ReadComment(parsed(row), line, faults))
        comments.push_back(*std::move(comment));
    text.remove_prefix(std::min(size + 1, text.size()));
  }
  if (!faults.empty()) return Fail(faults.ToError());
  return comments;
}

std::string CitationsLine(const std::string& id, const Citations& citations) {
  nlohmann::ordered_json line;
  line["id"] = id;
  line["laws"] = nlohmann::ordered_json::array();
  for (const Citation& law : citations.laws) {
    nlohmann::ordered_json& entry = line["laws"].emplace_back();
    entry["text"] = law.text;
    entry["start"] = law.start;
    entry["number"] = TextOrNull(law.number);
    entry["year"] = law.year ? nlohmann::ordered_json(*law.year) : nlohmann::ordered_json();
    entry["type"] = law.type;
    entry["title"] = TextOrNull(law.title);
    entry["role"] = std::string(Name(law.role));
    entry["confidence"] = law.confidence;
    entry["reason"] = law.reason;
  }
  const auto& date = citations.in_force;
  line["effective_date"] = date ? nlohmann::ordered_json(date->date.ToString()) : nullptr;
  line["effective_text"] = date ? nlohmann::ordered_json(date->text) : nullptr;
  // Text cut from input that is not UTF-8 must still print.
  return line.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + '\n';
}

}  // namespace lawtrace::ingest
