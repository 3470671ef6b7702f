// Stores that are none, are of another index or version, or are in use.
#include <gmock/gmock.h>
#include <rocksdb/db.h>

#include <memory>

#include "store/event_log.h"
#include "tests/cli/program.h"

namespace lawtrace::cli {
namespace {

using ::testing::HasSubstr;

constexpr const char* kAnswers =
    "country,indicator,answer,reference\n"
    "SE,fees,none,2012-12-31\n";

class BadStoreTest : public ProgramTest {
 protected:
  BadStoreTest() : ProgramTest("tests/fixtures/toy-index") {}

  std::vector<std::string> Import() const {
    return {"import", "answers", Write("answers.csv", kAnswers)};
  }
  static std::vector<std::string> Record() {
    return {"record", "amendment", "--country", "SE",          "--indicator",
            "fees",   "--answer",  "all",       "--effective", "2014"};
  }
};

TEST_F(BadStoreTest, AStoreThatDoesNotExistIsMadeByImportOnly) {
  const std::string message =
      "lawtrace: store " + store() +
      ": there is none; make one with 'lawtrace import' or name another with --store\n";
  ExpectError({"score"}, message);
  ExpectError({"export", "events"}, message);
  ExpectError(Record(), message);
  EXPECT_FALSE(std::filesystem::exists(store()));
  Do(Import());
  EXPECT_TRUE(std::filesystem::exists(store()));
}

TEST_F(BadStoreTest, AFailedImportMakesNoStore) {
  const std::string bad = Write("bad.csv", "country,indicator,answer,reference\nSE,fees,9,2012\n");
  EXPECT_EQ(Run({"import", "answers", bad}).status, 2);
  EXPECT_EQ(Run({"import", "events", bad}).status, 2);
  EXPECT_FALSE(std::filesystem::exists(store()));
}

TEST_F(BadStoreTest, AFileOrAForeignFolderIsNotOverwritten) {
  UseStore("file");
  Write("file", "text");
  ExpectError(Import(), "lawtrace: store " + store() + ": is a file; name a folder with --store\n");
  EXPECT_EQ(ReadFile(store()), "text");
  UseStore("folder");
  std::filesystem::create_directory(store());
  Write("folder/notes.txt", "text");
  ExpectError(Import(), "lawtrace: store " + store() +
                            ": the folder is not empty and holds no store; name a new folder with "
                            "--store\n");
}

TEST_F(BadStoreTest, AStoreOfAnotherIndexIsRefused) {
  Do(Import());
  const std::string mipex = std::string(LAWTRACE_SOURCE_DIR) + "/data/mipex";
  ExpectError({"score", "--index", mipex},
              "lawtrace: store " + store() +
                  ": holds events of the index 'library', not of 'mipex'; name the right folder "
                  "with --index\n");
}

TEST_F(BadStoreTest, AStoreOfANewerFormatIsRefusedAndLeftAlone) {
  Do(Import());
  {
    std::vector<std::string> names;
    ASSERT_TRUE(rocksdb::DB::ListColumnFamilies(rocksdb::DBOptions(), store(), &names).ok());
    std::vector<rocksdb::ColumnFamilyDescriptor> families;
    for (const std::string& name : names)
      families.emplace_back(name, rocksdb::ColumnFamilyOptions());
    std::vector<rocksdb::ColumnFamilyHandle*> handles;
    rocksdb::DB* opened = nullptr;
    const rocksdb::Status status =
        rocksdb::DB::Open(rocksdb::DBOptions(), store(), families, &handles, &opened);
    ASSERT_TRUE(status.ok()) << status.ToString();
    const std::unique_ptr<rocksdb::DB> db(opened);
    EXPECT_TRUE(db->Put(rocksdb::WriteOptions(), "format", "4").ok());
    for (rocksdb::ColumnFamilyHandle* handle : handles)
      EXPECT_TRUE(db->DestroyColumnFamilyHandle(handle).ok());
  }
  const std::string message = "lawtrace: store " + store() +
                              ": written in format 4; this program reads up to format 3; use a "
                              "newer lawtrace\n";
  ExpectError({"score"}, message);
  ExpectError(Import(), message);
  ExpectError(Record(), message);
}

// This test is the other process.
TEST_F(BadStoreTest, AStoreThatAnotherProcessWritesToCanOnlyBeRead) {
  Do(Import());
  const std::string log = Log();
  const Result<store::EventLog> writer =
      store::EventLog::Open(store(), "library", store::Access::kWrite);
  ASSERT_TRUE(writer) << writer.error().Message();
  const std::string message = "lawtrace: store " + store() +
                              ": another process is writing to it; wait until it has finished, or "
                              "write through 'lawtrace serve' with --server URL\n";
  ExpectError(Import(), message);
  ExpectError(Record(), message);
  EXPECT_EQ(Log(), log);
  EXPECT_THAT(Do({"score", "--at", "2013"}), HasSubstr("SE"));
  std::vector<std::string> dry_run = Import();
  dry_run.emplace_back("--dry-run");
  EXPECT_THAT(Do(dry_run), HasSubstr("Nothing new: the one answer is already recorded.\n"));
}

TEST_F(BadStoreTest, NoStoreNamed) {
  ExpectError({"score", "--store", ""},
              "lawtrace: no store is named; give --store DIR or set LAWTRACE_STORE\n");
}

}  // namespace
}  // namespace lawtrace::cli
