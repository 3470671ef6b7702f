#include "ingest/source_name.h"

#include <gtest/gtest.h>

namespace lawtrace::ingest {
namespace {

TEST(SourceNameTest, EditionsOfOneDocumentHaveOneName) {
  for (const char* document :
       {"core-2007-2019.xlsx", "core-2007-2019.csv", "Core-2007-2019.XLSX",
        "core-2007-2019_v2.xlsx", "core-2007-2019 (1).xlsx", "core-2007-2019 - copy.xlsx",
        "core-2007-2019-2021-03-01.xlsx", "core-2007-2019_20210301.xlsx",
        "core-2007-2019.v1.2.xlsx", "core-2007-2019-rev3.jsonl",
        "core-2007-2019 revised v2 (3).xlsx", "folder/core-2007-2019-corrected.xlsx",
        "core-2007-2019_version_2.xlsx"})
    EXPECT_EQ(SourceName(document), "core-2007-2019") << document;
}

TEST(SourceNameTest, OtherDocumentsHaveOtherNames) {
  EXPECT_EQ(SourceName("eu-2020-2024.xlsx"), "eu-2020-2024");
  EXPECT_EQ(SourceName("mipex2014.xlsx"), "mipex2014");
  EXPECT_EQ(SourceName("mipex-2014.xlsx"), "mipex-2014");  // A year is what it is about.
  EXPECT_EQ(SourceName("revised.statutes.xlsx"), "revised.statutes");
  EXPECT_EQ(SourceName("dev2.xlsx"), "dev2");
}

TEST(SourceNameTest, ANameOfMarksAloneIsThatOfTheSourceWithoutAName) {
  EXPECT_EQ(SourceName("v1.xlsx"), "-");
  EXPECT_EQ(SourceName("v2.xlsx"), "-");
  EXPECT_EQ(SourceName("2021-03-01.csv"), "-");
  EXPECT_EQ(SourceName(""), "");
}

}  // namespace
}  // namespace lawtrace::ingest
