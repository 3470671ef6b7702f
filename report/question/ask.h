// Ask: one question, as a command, a route or a page asks it.
//
// Every question is stated once, as a QuestionEntry beside its answer; report/question/registry.h
// lists them.  Options of the command line, routes, the OpenAPI document and its schemas derive
// from the entries.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/archive.h"
#include "model/index.h"
#include "model/result.h"
#include "report/question/answer.h"
#include "report/question/question.h"
#include "report/render/table.h"

namespace lawtrace::report {

enum class ParameterType : std::uint8_t { kText, kInteger, kFlag };

// One thing that a question may be told.
struct QuestionParameter {
  std::string_view name;  // snake_case: the key of its value, and its name in a query.
  std::string_view help;
  std::string_view value_name = "TEXT";  // What help calls its value: "DATE".
  std::string_view example = {};
  ParameterType type = ParameterType::kText;
  bool is_list = false;
  bool is_required = false;
  std::vector<std::string> choices = {};                   // Empty: any.
  std::int64_t least = 0;                                  // Of a number.
  std::optional<std::int64_t> most_served = std::nullopt;  // Of a number that a stranger names.
  // The option of the command; empty: "--" and the name with hyphens.  Without hyphens it has a
  // place instead of a name.  Neighbours with the same option are its values, one after the other.
  std::string_view option = {};
};

// What a question was told, by the names of its parameters.
class AskedValues {
 public:
  void Add(std::string_view name, std::string value);

  // The last one; empty if there is none.
  std::string Text(std::string_view name) const;
  std::vector<std::string> List(std::string_view name) const;
  bool IsSet(std::string_view name) const { return Text(name) == "true"; }
  bool Has(std::string_view name) const { return values_.contains(name); }

 private:
  std::map<std::string, std::vector<std::string>, std::less<>> values_;
};

// How much of the log the archive of a question holds.
enum class Extent : std::uint8_t {
  kWhole,
  kAsKnown,  // Nothing that was recorded after `known_at`.
};

// A question with its words resolved, on its way to an answer.
struct Asked {
  const Question& question;
  const AskedValues& values;
  const ArchiveOf& archive_of;
  Format format;
};

// One question of the program, for every edge that it is asked at.
struct QuestionEntry {
  std::string_view verb;       // "law list".
  std::string_view path;       // "/v1/laws"; {law} is the parameter `law`.  Empty: no route.
  std::string_view operation;  // "listLaws".
  std::string_view tag;        // What its route is grouped under.
  std::string_view summary;    // One line.
  std::vector<QuestionParameter> parameters;
  // Of the rows as JSON, in their order, as report/question/columns.h describes them; empty: the
  // answer is an object of several tables.
  std::string_view columns;
  Extent extent = Extent::kWhole;
  Result<Answer> (*answer)(const Asked& asked);
  std::string_view role = {};      // The least role of who asks the route; empty: anyone.
  std::string_view examples = {};  // Of the command, a line each, without the program and store.
};

// Finds the archive of a methodology, whole or as known at the end of a day.
using ArchiveAt =
    std::function<Result<const analysis::Archive*>(const Methodology&, std::optional<Day>)>;

// The parameters that name whom and what a question is about, by name: country, group, node, at,
// known_at, from, methodology, codings.
QuestionParameter Common(std::string_view name);
// Several of them.
std::vector<QuestionParameter> Common(std::initializer_list<std::string_view> names);
// The same, which must be given.
QuestionParameter Required(QuestionParameter parameter);
// `more` behind `some`.
std::vector<QuestionParameter> operator+(std::vector<QuestionParameter> some,
                                         std::vector<QuestionParameter> more);

// What the question calls the parameter: `to` where it has that in place of `at`.
std::string_view NameIn(const QuestionEntry& entry, std::string_view name);

// The words of a question among the values: `to` is another name of `at`.
QuestionWords WordsOf(const AskedValues& values);

// The whole number of that name; `otherwise` if it is not given.  kInvalidInput: it is none, or not
// within the bounds.
[[nodiscard]] Result<std::int64_t> NumberOf(const AskedValues& values, std::string_view name,
                                            std::int64_t otherwise, std::int64_t least,
                                            std::int64_t most);

// The answer to the question.  kInvalidInput names each value that means nothing.
[[nodiscard]] Result<Answer> Ask(const QuestionEntry& entry, const AskedValues& values,
                                 const Index& index, const ArchiveAt& archive_at, Day today,
                                 Format format);

}  // namespace lawtrace::report
