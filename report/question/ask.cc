#include "report/question/ask.h"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <utility>

#include "model/check.h"
#include "model/quote.h"

namespace lawtrace::report {
namespace {

const std::vector<QuestionParameter>& CommonParameters() {
  static const std::vector<QuestionParameter> kCommon = {
      {.name = "country",
       .help = "Countries, by code, alias or name (default: all)",
       .value_name = "CODE",
       .example = "PT",
       .is_list = true},
      {.name = "group",
       .help = "Groups, with their members on the day asked for",
       .value_name = "GROUP",
       .example = "EU",
       .is_list = true},
      {.name = "node",
       .help = "Nodes of the tree (default: the headline score)",
       .value_name = "CODE",
       .example = "f",
       .is_list = true},
      {.name = "at",
       .help = "Law in force on that day: YYYY-MM-DD, YYYY (its 31 December), an edition or today "
               "(default: today)",
       .value_name = "DATE",
       .example = "mipex-2020"},
      {.name = "known_at",
       .help = "As the log knew it by the end of that day: YYYY-MM-DD, YYYY or an edition "
               "(default: all that is recorded)",
       .value_name = "DATE",
       .example = "2021"},
      {.name = "from",
       .help = "Changes after that day (default: the beginning)",
       .value_name = "DATE",
       .example = "2010"},
      {.name = "methodology",
       .help = "Score by another methodology (default: the index's own)",
       .value_name = "ID",
       .example = "mipex-core"},
      {.name = "codings",
       .help = "Count first answers as changes, too",
       .example = "true",
       .type = ParameterType::kFlag}};
  return kCommon;
}

}  // namespace

void AskedValues::Add(std::string_view name, std::string value) {
  values_[std::string(name)].push_back(std::move(value));
}

std::string AskedValues::Text(std::string_view name) const {
  const auto found = values_.find(name);
  return found == values_.end() ? std::string() : found->second.back();
}

std::vector<std::string> AskedValues::List(std::string_view name) const {
  const auto found = values_.find(name);
  return found == values_.end() ? std::vector<std::string>() : found->second;
}

QuestionParameter Common(std::string_view name) {
  const auto found = std::ranges::find(CommonParameters(), name, &QuestionParameter::name);
  Check(found != CommonParameters().end(), "the parameter is a common one");
  return *found;
}

std::vector<QuestionParameter> Common(std::initializer_list<std::string_view> names) {
  std::vector<QuestionParameter> parameters;
  parameters.reserve(names.size());
  for (const std::string_view name : names) parameters.push_back(Common(name));
  return parameters;
}

QuestionParameter Required(QuestionParameter parameter) {
  parameter.is_required = true;
  return parameter;
}

std::vector<QuestionParameter> operator+(std::vector<QuestionParameter> some,
                                         std::vector<QuestionParameter> more) {
  std::ranges::move(more, std::back_inserter(some));
  return some;
}

std::string_view NameIn(const QuestionEntry& entry, std::string_view name) {
  const auto has = [&](std::string_view wanted) {
    return std::ranges::find(entry.parameters, wanted, &QuestionParameter::name) !=
           entry.parameters.end();
  };
  return name == "at" && !has("at") && has("to") ? "to" : name;
}

QuestionWords WordsOf(const AskedValues& values) {
  return {.countries = values.List("country"),
          .groups = values.List("group"),
          .nodes = values.List("node"),
          .at = values.Text(values.Has("at") ? "at" : "to"),
          .known_at = values.Text("known_at"),
          .from = values.Text("from"),
          .methodology = values.Text("methodology"),
          .with_codings = values.IsSet("codings")};
}

Result<std::int64_t> NumberOf(const AskedValues& values, std::string_view name,
                              std::int64_t otherwise, std::int64_t least, std::int64_t most) {
  const std::string text = values.Text(name);
  if (text.empty()) return otherwise;
  std::int64_t number = 0;
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool is_number = error == std::errc{} && stop == text.data() + text.size();
  if (is_number && number >= least && number <= most) return number;
  return FailAt(name, Quote(text) + " is not a number from " + std::to_string(least) + " to " +
                          std::to_string(most));
}

Result<Answer> Ask(const QuestionEntry& entry, const AskedValues& values, const Index& index,
                   const ArchiveAt& archive_at, Day today, Format format) {
  QuestionWords words = WordsOf(values);
  const Result<const Methodology*> methodology = ChooseMethodology(index, words.methodology);
  if (!methodology) return Fail(methodology.error());
  // A known_at that cannot be read is told with all else that is wrong, by Resolve.
  const Result<std::optional<Day>> known_at = ParseKnownAt(words, index, today);
  const Result<const analysis::Archive*> archive = archive_at(
      **methodology, entry.extent == Extent::kAsKnown && known_at ? *known_at : std::nullopt);
  if (!archive) return Fail(archive.error());
  const Result<Question> question = Resolve(std::move(words), index, **archive, today);
  if (!question) return Fail(question.error());
  const ArchiveOf whole = [&](const Methodology& other) { return archive_at(other, std::nullopt); };
  return entry.answer({*question, values, whole, format});
}

}  // namespace lawtrace::report
