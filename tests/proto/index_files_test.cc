// Every fault that reading the other files of an index reports, with its file and line.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "proto/index_codec.h"
#include "tests/proto/index_fault_cases.h"

namespace lawtrace::proto {
namespace {

TEST(IndexFilesTest, IndexAndEditions) {
  ExpectFaults({
      {{"index", "id: \"i\"", ""}, "index.textproto:1: id of the index is missing or empty"},
      {{"index", "name: \"I\"", "name: \"\""},
       "index.textproto:2: name of the index is missing or empty"},
      {{"index", "default_methodology: \"m\"", "default_methodology: \"mipex\""},
       "index.textproto:3: default methodology: 'mipex' is the id of no methodology file"},
      {{"editions", "id: \"one\"", ""},
       "editions.textproto:1: id of an edition is missing or empty"},
      {{"editions", "title: \"One\"", ""},
       "editions.textproto:1: title of edition 'one' is missing or empty"},
      {{"editions", "aliases: \"first\"", "aliases: [\"first\", \"ONE\"]"},
       "editions.textproto:4: alias of edition 'one': 'ONE' is already taken in line 2"},
      {{"editions", "aliases: \"first\"", "aliases: \"2014\""},
       "editions.textproto:4: alias of edition 'one': '2014' reads as a date; choose another name"},
      {{"editions", "2014-12-31", "2014-13-31"},
       "editions.textproto:5: reference of edition 'one': '2014-13-31' is not a day of the "
       "calendar; write YYYY-MM-DD"},
      {{"editions", "reference: \"2014-12-31\"", ""},
       "editions.textproto:1: reference of edition 'one' is missing or empty"},
      {{"editions", "2015-06-01", "June 2015"},
       "editions.textproto:6: published of edition 'one': 'June 2015' is not a date; write "
       "YYYY-MM-DD, YYYY-MM or YYYY"},
      {{"editions", "methodology: \"m\"", "methodology: \"mm\""},
       "editions.textproto:7: methodology of edition 'one': 'mm' is the id of no methodology file"},
      {{"editions", "  methodology:",
        "  own_references { country: \"GB\" reference: \"2014-06-30\" }\n  methodology:"},
       ""},
      {{"editions", "  methodology:",
        "  own_references { country: \"FR\" reference: \"2014-06-30\" }\n  methodology:"},
       "editions.textproto:7: edition 'one' has a reference of 'FR', which is the code of no "
       "country; add it to countries.textproto or correct the code"},
      {{"editions", "  methodology:", "  own_references { country: \"GB\" }\n  methodology:"},
       "editions.textproto:7: reference of 'GB' in edition 'one' is missing or empty"},
      {{"editions", "  methodology: \"m\"\n}",
        "  methodology: \"m\"\n}\neditions {\n  id: \"two\"\n  title: \"Two\"\n"
        "  reference: \"2016-12-31\"\n  methodology: \"m\"\n"
        "  own_references { country: \"GB\" reference: \"2014-12-31\" }\n}"},
       "editions.textproto:9: reference 2014-12-31 of 'GB' in edition 'two' is not after "
       "2014-12-31, that of edition 'one'"},
  });
}

TEST(IndexFilesTest, Countries) {
  ExpectFaults({
      {{"countries", "\"GB-SCT\"", "\"gb\""},
       "countries.textproto:2: 'gb' is not a country code; write two capitals (\"GB\"), or those, "
       "a hyphen and up to three capitals or digits (\"GB-SCT\")"},
      {{"countries", "\"GB-SCT\"", "\"GB-SCOT\""},
       "countries.textproto:2: 'GB-SCOT' is not a country code; write two capitals (\"GB\"), or "
       "those, a hyphen and up to three capitals or digits (\"GB-SCT\")"},
      {{"countries", "\"GB-SCT\"", "\"GB-\""},
       "countries.textproto:2: 'GB-' is not a country code; write two capitals (\"GB\"), or those, "
       "a hyphen and up to three capitals or digits (\"GB-SCT\")"},
      {{"countries", "\"GB-SCT\"", "\"UK\""},
       "countries.textproto:2: country code: 'UK' is already taken in line 1"},
      {{"countries", "name: \"Scotland\"", "name: \"Scotland\" aliases: \"GB\""},
       "countries.textproto:2: alias of country 'GB-SCT': 'GB' is already taken in line 1"},
      {{"countries", "name: \"Scotland\"", ""},
       "countries.textproto:2: name of country 'GB-SCT' is missing or empty"},
  });
}

TEST(IndexFilesTest, Groups) {
  const std::string_view again = "2020-02-01\" }\n  memberships { country: \"GB\" ";
  ExpectFaults({
      {{"groups", "name: \"Union\"", ""},
       "groups.textproto:1: name of group 'EU' is missing or empty"},
      {{"groups", "groups {", "groups { id: \"eu\" name: \"Union\" }\ngroups {"},
       "groups.textproto:3: id of a group: 'EU' is already taken in line 1"},
      {{"groups", "country: \"GB\"", "country: \"FR\""},
       "groups.textproto:4: group 'EU' has member 'FR', which is the code of no country; add it "
       "to countries.textproto or correct the code"},
      {{"groups", "country: \"GB\"", "country: \"UK\""},
       "groups.textproto:4: group 'EU' has member 'UK', which is the code of no country; write "
       "'GB'"},
      {{"groups", "2020-02-01", "1973-01-01"},
       "groups.textproto:4: membership of 'GB' in group 'EU' ends on 1973-01-01, not after its "
       "first day 1973-01-01"},
      {{"groups", "1973-01-01", "1973"},
       "groups.textproto:4: from of the membership of 'GB' in group 'EU': '1973' is not a day; "
       "write YYYY-MM-DD"},
      {{"groups", "2020-02-01\" }", std::string(again) + "from: \"2020-01-31\" }"},
       "groups.textproto:5: membership of 'GB' in group 'EU' overlaps the one in line 4"},
      {{"groups", "2020-02-01\" }", std::string(again) + "}"},
       "groups.textproto:5: membership of 'GB' in group 'EU' overlaps the one in line 4"},
      {{"groups", "2020-02-01\" }", std::string(again) + "from: \"2020-02-01\" }"}, ""},
  });
}

TEST(IndexFilesTest, Workbook) {
  ExpectFaults({
      {{"workbook", "\"total\"", "\"totl\""},
       "workbook.textproto:1: header 'Overall' stands for 'totl', which is no node of any "
       "methodology; did you mean 'total'?"},
      {{"workbook", "\"total\"", "\"ba21\""},
       "workbook.textproto:1: header 'Overall' stands for 'ba21', which is no node of any "
       "methodology"},
      {{"workbook", "code: \"ba21\"", "code: \"bb21\""},
       "workbook.textproto:2: spelling 'ba 21' stands for 'bb21', which is no indicator or node of "
       "any methodology; did you mean 'ba21'?"},
      {{"workbook", "written: \"ba 21\"", "written: \"ba22\""},
       "workbook.textproto:2: spelling 'ba22' is itself a code of the index; remove it"},
      {{"workbook", "written: \"ba 21\"", ""},
       "workbook.textproto:2: written of a code is missing or empty"},
      {{"workbook", "codes {", "codes { written: \"ba 21\" code: \"ba22\" }\ncodes {"},
       "workbook.textproto:3: spelling: 'ba 21' is already taken in line 2"},
  });
}

TEST(IndexFilesTest, Files) {
  std::vector<SourceFile> files = Files();
  files.push_back({.name = "group.textproto", .text = ""});
  files.push_back({.name = "methodology-n.textproto", .text = std::string(kMethodology)});
  std::erase_if(files, [](const SourceFile& file) { return file.name == "countries.textproto"; });
  EXPECT_EQ(FaultsOf(files),
            "countries.textproto: missing; an index needs index.textproto, editions.textproto, "
            "countries.textproto and at least one methodology-*.textproto\n"
            "group.textproto: not a file of an index; did you mean 'groups.textproto'?\n"
            "methodology-n.textproto: id 'm' is already taken by another methodology file");
}

TEST(IndexFilesTest, OneRunReportsTheFaultsOfAllFiles) {
  std::vector<SourceFile> files = Files();
  Apply({"methodology-m", "score: 50", "score: 500"}, files);
  Apply({"methodology-m", "weights: 1", "weights: 0"}, files);
  Apply({"editions", "2014-12-31", "2014-12-32"}, files);
  Apply({"countries", "\"GB-SCT\"", "\"Scotland\""}, files);
  Apply({"groups", "\"GB\"", "\"FR\""}, files);
  const std::string faults = FaultsOf(files);
  EXPECT_EQ(std::ranges::count(faults, '\n'), 4) << faults;
  EXPECT_THAT(faults, ::testing::StartsWith("countries.textproto:2: "));
  EXPECT_THAT(faults, ::testing::HasSubstr("\neditions.textproto:5: "));
  EXPECT_THAT(faults, ::testing::HasSubstr("\ngroups.textproto:4: "));
  EXPECT_THAT(faults, ::testing::HasSubstr("\nmethodology-m.textproto:14: "));
  EXPECT_THAT(faults, ::testing::HasSubstr("\nmethodology-m.textproto:44: "));
}

TEST(IndexFilesTest, AFileThatDoesNotParseCausesNoFaultsElsewhere) {
  for (const std::string_view broken : {"methodology-m", "countries"}) {
    std::vector<SourceFile> files = Files();
    const auto file =
        std::ranges::find(files, std::string(broken) + ".textproto", &SourceFile::name);
    file->text = "?";
    const std::string faults = FaultsOf(files);
    EXPECT_THAT(faults, ::testing::StartsWith(std::string(broken) + ".textproto:1: "));
    EXPECT_EQ(std::ranges::count(faults, '\n'), 0) << faults;
  }
}

}  // namespace
}  // namespace lawtrace::proto
