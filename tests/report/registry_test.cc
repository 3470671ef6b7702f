#include "report/question/registry.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "report/question/columns.h"
#include "tests/report/archive_fixture.h"

namespace lawtrace::report {
namespace {

using ::testing::ElementsAreArray;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

const Day kToday = Day::Of(2020, 6, 1);

class RegistryTest : public testing::Test {
 protected:
  Result<Answer> AskFor(const QuestionEntry& entry, const AskedValues& values,
                        Format format = Format::kCsv) const {
    const ArchiveAt archive_at = [&](const Methodology&,
                                     std::optional<Day>) -> Result<const analysis::Archive*> {
      return &archive_;
    };
    return Ask(entry, values, index_, archive_at, kToday, format);
  }

  // What makes each question one that has an answer.
  static AskedValues Sample(const QuestionEntry& entry) {
    AskedValues values;
    for (const QuestionParameter& parameter : entry.parameters) {
      if (parameter.name == "country" && parameter.is_required) values.Add("country", "SE");
      if (parameter.name == "target") values.Add("target", "50");
      if (parameter.name == "law") values.Add("law", "se-1");
      if (parameter.name == "from") values.Add("from", "2014");
      if (parameter.name == "days")
        for (const char* day : {"2012", "2017"}) values.Add("days", day);
      if (parameter.name == "a" || parameter.name == "after") values.Add(parameter.name, "2014");
      if (parameter.name == "b" || parameter.name == "until") values.Add(parameter.name, "today");
      if (parameter.name == "draws") values.Add("draws", "10");
    }
    return values;
  }

  static std::string NameOf(const QuestionEntry& entry) { return std::string(entry.operation); }

  Index index_ = TinyIndex();
  analysis::Archive archive_ = TinyArchive(index_);
};

TEST_F(RegistryTest, EveryQuestionIsToldApart) {
  std::set<std::string_view> verbs;
  std::set<std::string_view> paths;
  std::set<std::string_view> operations;
  for (const QuestionEntry& entry : Questions()) {
    EXPECT_TRUE(entry.verb.empty() || verbs.insert(entry.verb).second) << entry.verb;
    EXPECT_TRUE(entry.path.empty() || paths.insert(entry.path).second) << entry.path;
    EXPECT_TRUE(operations.insert(entry.operation).second) << entry.operation;
    EXPECT_THAT(entry.verb.empty() && entry.path.empty(), false);
    EXPECT_THAT(std::string(entry.summary), Not(IsEmpty())) << NameOf(entry);
    EXPECT_THAT(entry.examples.empty(), entry.verb.empty()) << NameOf(entry);
  }
}

TEST_F(RegistryTest, ParametersAreDistinctAndExplained) {
  for (const QuestionEntry& entry : Questions()) {
    std::set<std::string_view> names;
    for (const QuestionParameter& parameter : entry.parameters) {
      EXPECT_TRUE(names.insert(parameter.name).second) << NameOf(entry) << parameter.name;
      EXPECT_THAT(std::string(parameter.help), Not(IsEmpty())) << NameOf(entry) << parameter.name;
      EXPECT_THAT(std::string(parameter.name), testing::MatchesRegex("[a-z_]+"));
    }
    // What stands in the path between braces is a parameter.
    const std::size_t brace = entry.path.find('{');
    if (brace == std::string_view::npos) continue;
    const std::string_view rest = entry.path.substr(brace + 1);
    EXPECT_TRUE(names.contains(rest.substr(0, rest.find('}')))) << entry.path;
  }
}

TEST_F(RegistryTest, EveryQuestionIsAnsweredInEveryForm) {
  for (const QuestionEntry& entry : Questions())
    for (const Format format : {Format::kText, Format::kCsv, Format::kJson, Format::kJsonLines}) {
      const Result<Answer> answer = AskFor(entry, Sample(entry), format);
      EXPECT_TRUE(answer) << NameOf(entry) << ": " << (answer ? "" : answer.error().Message());
    }
}

TEST_F(RegistryTest, DeclaredColumnsAreThoseOfTheRows) {
  for (const QuestionEntry& entry : Questions()) {
    if (entry.columns.empty() || entry.operation == "getSeries") continue;
    const Result<Answer> answer = AskFor(entry, Sample(entry));
    ASSERT_TRUE(answer) << NameOf(entry) << answer.error().Message();
    std::vector<std::string> declared;
    for (const DeclaredColumn& column : DeclaredColumns(entry.columns))
      declared.push_back(column.name);
    std::vector<std::string> real;
    for (const Column& column : answer->table.columns) real.push_back(column.name);
    EXPECT_THAT(real, ElementsAreArray(declared)) << NameOf(entry);
  }
}

TEST_F(RegistryTest, DeclaredTypesAreThoseOfTheCells) {
  for (const QuestionEntry& entry : Questions()) {
    if (entry.columns.empty() || entry.operation == "getSeries") continue;
    const Result<Answer> answer = AskFor(entry, Sample(entry));
    ASSERT_TRUE(answer) << NameOf(entry);
    const std::vector<DeclaredColumn> declared = DeclaredColumns(entry.columns);
    for (const std::vector<Cell>& row : answer->table.rows)
      for (std::size_t i = 0; i < row.size(); ++i) {
        static constexpr const char* kTypes[] = {"", "string", "integer", "number", "boolean"};
        if (row[i].index() != 0) {
          EXPECT_EQ(declared[i].type, kTypes[row[i].index()]) << NameOf(entry) << declared[i].name;
        }
      }
  }
}

TEST_F(RegistryTest, DeclaredColumnsHaveAMeaning) {
  for (const QuestionEntry& entry : Questions())
    for (const DeclaredColumn& column : DeclaredColumns(entry.columns))
      if (entry.columns.find(column.name + ":") == std::string_view::npos) {
        EXPECT_THAT(column.meaning, Not(IsEmpty())) << NameOf(entry) << ": " << column.name;
      }
}

// Each parameter that is a point in time is named by its own name where it is wrong.
TEST_F(RegistryTest, AFaultNamesTheParameterThatHoldsIt) {
  for (const QuestionEntry& entry : Questions())
    for (const QuestionParameter& parameter : entry.parameters) {
      if (parameter.value_name != "DATE" && parameter.value_name != "POINT") continue;
      AskedValues values;
      const AskedValues sample = Sample(entry);
      for (const QuestionParameter& other : entry.parameters)
        if (other.name != parameter.name)
          for (const std::string& text : sample.List(other.name)) values.Add(other.name, text);
      values.Add(parameter.name, "foo");
      if (parameter.name == "fixed_composition") values.Add("group", "north");
      const Result<Answer> answer = AskFor(entry, values);
      ASSERT_FALSE(answer) << NameOf(entry) << " " << parameter.name;
      const Error error = answer.error().Spelled(
          [&](const std::string& name) { return std::string(NameIn(entry, name)); });
      EXPECT_THAT(error.Message(), HasSubstr(std::string(parameter.name) + ": 'foo'"))
          << NameOf(entry);
      EXPECT_EQ(NameIn(entry, error.faults.front().field), parameter.name) << NameOf(entry);
    }
}

}  // namespace
}  // namespace lawtrace::report
