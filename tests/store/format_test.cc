// The bytes on disk: what is written today stays readable, and damaged bytes stay harmless.
#include <gmock/gmock.h>
#include <google/protobuf/stubs/logging.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "proto/log_codec.h"
#include "store/internal/head.h"
#include "store/internal/head_file.h"
#include "store/internal/key.h"
#include "store/sha256.h"
#include "tests/store/store_fixture.h"

namespace lawtrace::store {
namespace {

using ::testing::ElementsAre;
using ::testing::StartsWith;

std::string Bytes(std::string_view hex) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
    bytes += static_cast<char>(std::stoi(std::string(hex.substr(i, 2)), nullptr, 16));
  return bytes;
}

TEST(KeyFormatTest, IsTheSequenceInBigEndian) {
  EXPECT_EQ(Hex(EncodeLogKey(Sequence{1})), "0000000000000001");
  EXPECT_EQ(Hex(EncodeLogKey(Sequence{0x0102030405060708})), "0102030405060708");
  EXPECT_EQ(Hex(EncodeLogKey(kLatest)), "ffffffffffffffff");
  EXPECT_LT(EncodeLogKey(Sequence{255}), EncodeLogKey(Sequence{256})) << "byte order is log order";
}

TEST(KeyFormatTest, ReadsBackWhatItWritesAndNothingElse) {
  for (const Sequence sequence : {Sequence{1}, Sequence{0xFEDCBA9876543210}, kLatest})
    EXPECT_EQ(DecodeLogKey(EncodeLogKey(sequence)), sequence);
  for (const std::string_view bytes : {"", "1234567", "123456789"})
    EXPECT_EQ(DecodeLogKey(bytes), std::nullopt) << bytes;
}

// One law and two events that together use every column.
Transaction GoldenTransaction() {
  Transaction transaction{.recorded_at = Instant::Parse("2024-03-01T12:34:56Z").value(),
                          .author = "ana",
                          .source = "core.xlsx"};
  transaction.laws = {{.id = "pt-1",
                       .country = "PT",
                       .type = "act",
                       .number = "1/7",
                       .title = "Lei",
                       .title_en = "Act",
                       .identifier = "eli",
                       .adopted = PartialDate::Parse("2007-05-10").value(),
                       .published = PartialDate::Parse("2007-07").value(),
                       .in_force = PartialDate::Parse("2008").value(),
                       .repealed = PartialDate::Parse("1969-12-31").value(),
                       .url = "u"}};
  transaction.events = {
      {.kind = EventKind::kCoding,
       .country = "PT",
       .indicator = "ba21",
       .answer = Answer::Option("50"),
       .effective = PartialDate::Parse("2007").value(),
       .basis = Basis::kConvention,
       .observed = DayOf("2007-12-31"),
       .is_unlisted = true,
       .laws = {{.law = "pt-1", .role = LawRole::kCause, .provision = "art. 2"},
                {.law = "pt-2", .role = LawRole::kPrior}},
       .evidence = {.comment = "é", .url = "v", .document = "d", .place = "PT!C9"}},
      {.kind = EventKind::kCorrection,
       .country = "PT",
       .indicator = "ba21",
       .answer = Answer::NotAssessed(),
       .basis = Basis::kStated,
       .supersedes = Sequence{300}}};
  return Numbered(transaction, Sequence{});
}

// Version 1 of the record: DO NOT CHANGE; a new version gets a golden record of its own.
constexpr std::string_view kGoldenRecord =
    "0108e0ad8ede0c1203616e611a09636f72652e786c737822440a0470742d31120250541a036163742203312f372a"
    "034c656932034163743a03656c6942060896d50110014a0608bad6011002520608c8de0110035a04080110016201"
    "752a8e010802120012025054120462613231120235301202c3a912017612016412055054214339120470742d3112"
    "066172742e2032120470742d321a02010522020f012a020101320202023a020001420203004a04ecd80100520203"
    "005a0201026204ecd801006a0300ac02720204007a02050082010206008a0102070092010202009a0102080aa201"
    "020103aa01020900";

TEST(RecordFormatTest, WritesTheGoldenBytes) {
  EXPECT_EQ(Hex(proto::EncodeTransaction(GoldenTransaction()).value()), kGoldenRecord);
}

TEST(RecordFormatTest, ReadsTheGoldenBytes) {
  const Result<Transaction> decoded = proto::DecodeTransaction(Sequence{1}, Bytes(kGoldenRecord));
  ASSERT_TRUE(decoded.has_value()) << decoded.error().Message();
  EXPECT_EQ(*decoded, GoldenTransaction());
}

// A law that uses every field that the first golden record leaves out.
Transaction GoldenRegisterTransaction() {
  Transaction transaction{.recorded_at = Instant::Parse("2024-03-01T12:34:56Z").value()};
  transaction.laws = {{.id = "pt-2",
                       .number = "2/7",
                       .status = LawStatus::kRecognised,
                       .aliases = {"pt-3", "Lei n.º 2/7"},
                       .links = {{.kind = LawLinkKind::kAmends, .law = "pt-1"},
                                 {.kind = LawLinkKind::kCorrects, .law = "pt-4"}},
                       .commencements = {{.provision = "art. 9",
                                          .in_force = PartialDate::Parse("2009-01").value()}},
                       .follow_through = {{.question = FollowThrough::kFunded, .note = "no"},
                                          {.question = FollowThrough::kImproved, .note = "yes"}}}};
  return Numbered(transaction, Sequence{});
}

// Version 1 of the record: DO NOT CHANGE.
constexpr std::string_view kGoldenRegisterRecord =
    "0108e0ad8ede0c225b0a0470742d322203322f376801720470742d33720c4c6569206e2ec2ba20322f377a08"
    "0801120470742d317a080804120470742d348201100a066172742e203912060886df0110028a010608021202"
    "6e6f8a010708051203796573";

TEST(RecordFormatTest, WritesTheGoldenBytesOfTheRegister) {
  EXPECT_EQ(Hex(proto::EncodeTransaction(GoldenRegisterTransaction()).value()),
            kGoldenRegisterRecord);
}

TEST(RecordFormatTest, ReadsTheGoldenBytesOfTheRegister) {
  const Result<Transaction> decoded =
      proto::DecodeTransaction(Sequence{1}, Bytes(kGoldenRegisterRecord));
  ASSERT_TRUE(decoded.has_value()) << decoded.error().Message();
  EXPECT_EQ(*decoded, GoldenRegisterTransaction());
}

// A correction that says of which kind its target should have been.
Transaction GoldenKindTransaction() {
  Transaction transaction{.recorded_at = Instant::Parse("2024-03-01T12:34:56Z").value()};
  transaction.events = {{.kind = EventKind::kConfirmation,
                         .country = "PT",
                         .indicator = "ba21",
                         .answer = Answer::Option("50"),
                         .effective = PartialDate::Parse("2015").value(),
                         .observed = Day::Of(2015, 12, 31)},
                        {.kind = EventKind::kCorrection,
                         .country = "PT",
                         .indicator = "ba21",
                         .answer = Answer::Option("50"),
                         .effective = PartialDate::Parse("2015").value(),
                         .supersedes = Sequence{1},
                         .counts_as = EventKind::kAmendment}};
  return Numbered(transaction, Sequence{});
}

// Version 2 of the record: DO NOT CHANGE.
constexpr std::string_view kGoldenKindRecord =
    "0208e0ad8ede0c2a450802120012025054120462613231120235301a020205220207032a02010132020202420203"
    "034a06c08602c08602520203035a0201016204c08602006a020001b201020003";

TEST(RecordFormatTest, WritesTheGoldenBytesOfACorrectedKind) {
  EXPECT_EQ(Hex(proto::EncodeTransaction(GoldenKindTransaction()).value()), kGoldenKindRecord);
}

TEST(RecordFormatTest, ReadsTheGoldenBytesOfACorrectedKind) {
  const Result<Transaction> decoded =
      proto::DecodeTransaction(Sequence{1}, Bytes(kGoldenKindRecord));
  ASSERT_TRUE(decoded.has_value()) << decoded.error().Message();
  EXPECT_EQ(*decoded, GoldenKindTransaction());
}

TEST(RecordFormatTest, RefusesAnotherVersion) {
  std::string bytes = Bytes(kGoldenRecord);
  for (const char version : {'\0', '\3', '\xFF'}) {
    bytes[0] = version;
    const Result<Transaction> decoded = proto::DecodeTransaction(Sequence{9}, bytes);
    ASSERT_FALSE(decoded.has_value());
    EXPECT_EQ(decoded.error().code, ErrorCode::kCorruption);
    EXPECT_EQ(decoded.error().Message(), "log record 9: unknown record version");
  }
}

// A record with only these columns, in hex.
std::string RecordOf(std::string_view columns) {
  return "\x01\x2a" + std::string(1, static_cast<char>(columns.size() / 2)) + Bytes(columns);
}

TEST(RecordFormatTest, SaysWhatIsWrongWithARecord) {
  const auto why = [](const std::string& bytes) {
    const Result<Transaction> decoded = proto::DecodeTransaction(Sequence{5}, bytes);
    if (decoded) return std::string("nothing");
    EXPECT_EQ(decoded.error().code, ErrorCode::kCorruption);
    EXPECT_THAT(decoded.error().Message(), StartsWith("log record 5: "));
    return decoded.error().Message().substr(std::string_view("log record 5: ").size());
  };
  // One event of kind coding with basis convention, and all else left out, is a record.
  const std::string least = "08011a01015a0101";
  EXPECT_EQ(why(RecordOf(least)), "nothing");
  EXPECT_EQ(why(""), "unknown record version");
  EXPECT_EQ(why("\x01"), "is empty");
  EXPECT_EQ(why("\x01\x0a"), "does not parse");
  EXPECT_EQ(why(RecordOf("08021a01015a0101")), "the number of events is wrong");
  EXPECT_EQ(why(RecordOf("08011a01005a0101")), "unknown event kind 0");
  EXPECT_EQ(why(RecordOf("08011a01085a0101")), "unknown event kind 8");
  EXPECT_EQ(why(RecordOf("08011a01015a0103")), "unknown basis 3");
  EXPECT_EQ(why(RecordOf(least + "220101")), "an answer has no option code");
  EXPECT_EQ(why(RecordOf(least + "2201013a0103")), "unknown answer state 3");
  EXPECT_EQ(why(RecordOf(least + "220102")), "unknown precision 0");
  EXPECT_EQ(why(RecordOf(least + "2201046204c282e602")), "a day is out of range");
  EXPECT_EQ(why(RecordOf(least + "720107")), "a text position is out of range");
  EXPECT_EQ(why(RecordOf(least + "2a020000")), "a column has the wrong size");
  EXPECT_EQ(why(RecordOf(least + "92010101")), "the number of law references is wrong");
  EXPECT_EQ(why(RecordOf(least + "9a010100")), "the number of law references is wrong");
  EXPECT_EQ(why(RecordOf(least + "920101019a010100a201020101")),
            "a column of laws has the wrong size");
  EXPECT_EQ(why(RecordOf(least + "920101019a010100a2010104")), "unknown law role 4");
  EXPECT_EQ(why("\x01\x08" + Bytes("ffffffffffffffff7f")), "a moment is out of range");
}

// A record that decodes after damage still has to be one that could have been written.
void ExpectSafe(std::string_view bytes) {
  const Result<Transaction> decoded = proto::DecodeTransaction(Sequence{1}, bytes);
  if (!decoded) {
    ASSERT_EQ(decoded.error().code, ErrorCode::kCorruption);
    ASSERT_THAT(decoded.error().Message(), StartsWith("log record 1: "));
    return;
  }
  const Result<std::string> again = proto::EncodeTransaction(*decoded);
  ASSERT_TRUE(again.has_value()) << again.error().Message();
  ASSERT_EQ(proto::DecodeTransaction(Sequence{1}, *again).value(), *decoded);
}

TEST(RecordFormatTest, SurvivesEveryTruncation) {
  const google::protobuf::LogSilencer silence;
  const std::string bytes = proto::EncodeTransaction(FullTransaction()).value();
  for (std::size_t size = 0; size < bytes.size(); ++size)
    ASSERT_NO_FATAL_FAILURE(ExpectSafe(std::string_view(bytes).substr(0, size))) << size;
  const std::string laws = proto::EncodeTransaction(GoldenRegisterTransaction()).value();
  for (std::size_t size = 0; size < laws.size(); ++size)
    ASSERT_NO_FATAL_FAILURE(ExpectSafe(std::string_view(laws).substr(0, size))) << size;
}

TEST(RecordFormatTest, SurvivesFlippedBytes) {
  const google::protobuf::LogSilencer silence;
  constexpr unsigned kSeed = 20240301;
  std::mt19937 random(kSeed);
  const std::string bytes = proto::EncodeTransaction(FullTransaction()).value();
  for (int round = 0; round < 20'000; ++round) {
    std::string damaged = bytes;
    for (auto flips = 1 + random() % 4; flips > 0; --flips)
      damaged[1 + random() % (damaged.size() - 1)] = static_cast<char>(random());
    ASSERT_NO_FATAL_FAILURE(ExpectSafe(damaged)) << "round " << round << " of seed " << kSeed;
  }
}

TEST(RecordFormatTest, RefusesWhatItCouldNotReadBack) {
  const auto refusal = [](auto change) {
    Transaction transaction = FullTransaction();
    change(transaction);
    const Result<std::string> bytes = proto::EncodeTransaction(transaction);
    if (bytes) return std::string("encoded");
    EXPECT_EQ(bytes.error().code, ErrorCode::kInvalidInput);
    return bytes.error().Message();
  };
  const std::string bad = "\xC3(";
  const std::string remedy = " is not UTF-8 text; convert the source to UTF-8";
  EXPECT_EQ(refusal([&](Transaction& t) { t.author = bad; }), "transaction: the author" + remedy);
  EXPECT_EQ(refusal([&](Transaction& t) { t.laws[1].title = bad; }), "law 2: the title" + remedy);
  EXPECT_EQ(refusal([&](Transaction& t) { t.events[1].country = bad; }),
            "event 2: the country" + remedy);
  EXPECT_EQ(refusal([&](Transaction& t) { t.events[4].answer = Answer::Option(bad); }),
            "event 5: the answer" + remedy);
  EXPECT_EQ(refusal([&](Transaction& t) { t.events[0].laws[2].provision = bad; }),
            "event 1: the provision" + remedy);
  EXPECT_EQ(refusal([](Transaction& t) { t.recorded_at = Instant(1'000'000'000'000); }),
            "transaction: recorded outside the years 1400 to 9999; set the clock");
  EXPECT_EQ(refusal([](Transaction& t) { t.events[0].observed = Day(2'932'897); }),
            "event 1: a day lies outside the years 1400 to 9999; give another");
  EXPECT_EQ(refusal([](Transaction&) {}), "encoded");
}

// A head of one record and two rows of the outbox: DO NOT CHANGE; a new version gets a golden head
// of its own.
constexpr std::string_view kGoldenHead =
    "01000000000000000300000000000000040000000000000001dd575ae080c2c7b22af04fe592e1b378971435db9e"
    "91f1ef7b9ce6f792cc67fa0700000000000000024f2171796ab4adc4c730c78c31dc9d8100000000000000000000"
    "00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
    "00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
    "000000000000000000000000000000000000000000000000000000000000000000000000000000000000";

Head GoldenHead() {
  Head head{.write_count = 3};
  head.AddRecord(NumberKey(1), "record", Sequence{4});
  head.rows[0].Add("key", "value");
  head.rows[0].Add("other", "");
  head.rows[1].Add("gone", "again");
  head.rows[1].Remove("gone", "again");
  return head;
}

TEST(HeadFormatTest, WritesAndReadsTheGoldenBytes) {
  EXPECT_EQ(Hex(EncodeHead(GoldenHead())), kGoldenHead);
  EXPECT_EQ(DecodeHead(Bytes(kGoldenHead)), GoldenHead());
}

TEST(HeadFormatTest, ReadsNothingElse) {
  const std::string bytes = Bytes(kGoldenHead);
  EXPECT_FALSE(DecodeHead("").has_value());
  EXPECT_FALSE(DecodeHead(bytes + "x").has_value());
  EXPECT_FALSE(DecodeHead(bytes.substr(1)).has_value());
  std::string newer = bytes;
  newer[0] = 2;
  EXPECT_FALSE(DecodeHead(newer).has_value());
}

TEST(HeadFormatTest, WritesTakeTurnsInTheFile) {
  const TempDir temp;
  Head head = GoldenHead();
  for (std::uint64_t write = 1; write < 6; ++write) {
    head.write_count = write;
    Result<HeadFile> file = HeadFile::Hold(temp.path());
    ASSERT_TRUE(file.has_value()) << file.error().Message();
    ASSERT_TRUE(file->Write(head).has_value());
    EXPECT_EQ(HeadFile::Read(temp.path()).value(), head);
    EXPECT_TRUE(HeadFile::HasWriter(temp.path()));
    EXPECT_FALSE(HeadFile::Hold(temp.path()).has_value());
    std::ifstream in(temp / "HEAD", std::ios::binary);
    const std::string bytes(std::istreambuf_iterator<char>(in), {});
    ASSERT_EQ(bytes.size(), 4608U);
    const std::string place = bytes.substr(write % 2 * 4096, 512);
    EXPECT_EQ(place.substr(0, 10), std::string("lawhead\x01\x00\xE2", 10));
    EXPECT_EQ(place.substr(10, 226), EncodeHead(head));
    EXPECT_EQ(place.substr(480), Sha256Of(place.substr(0, 480)));
  }
  EXPECT_FALSE(HeadFile::HasWriter(temp.path()));
}

std::vector<std::filesystem::path> FilesStartingWith(const std::filesystem::path& directory,
                                                     std::string_view prefix) {
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(directory))
    if (entry.path().filename().string().starts_with(prefix)) paths.push_back(entry.path());
  return paths;
}

class FrozenStoreTest : public ::testing::TestWithParam<int> {};

// The store of each released format version that is kept with the tests.  Two transactions are in a
// table, the last is in the write-ahead log.  Run this test with LAWTRACE_WRITE_STORE_FIXTURE=1 to
// make today's again; a released format version is never made again.
TEST_P(FrozenStoreTest, OpensForReadingAndForWriting) {
  const std::filesystem::path fixture = std::filesystem::path(LAWTRACE_SOURCE_DIR) /
                                        "tests/fixtures" / ("store-v" + std::to_string(GetParam()));
  if (std::getenv("LAWTRACE_WRITE_STORE_FIXTURE") != nullptr && GetParam() == kFormatVersion) {
    std::filesystem::remove_all(fixture);
    {
      EventLog log = OpenOrDie(fixture, Access::kCreate);
      AppendSmall(log, 2);
    }
    {
      EventLog log = OpenOrDie(fixture, Access::kWrite);
      ASSERT_TRUE(log.Append(FullTransaction(), log.last()).has_value());
    }
    for (const char* needless : {"IDENTITY", "LOCK", "LOG", "OPTIONS"})
      for (const auto& path : FilesStartingWith(fixture, needless)) std::filesystem::remove(path);
  }
  const TempDir temp;
  std::filesystem::copy(fixture, temp / "store");  // Opening leaves traces even for reading.
  for (const Access access : {Access::kRead, Access::kWrite, Access::kRead}) {
    const EventLog log = OpenOrDie(temp / "store", access);
    const Result<std::vector<Transaction>> all = ReadAll(log);
    ASSERT_TRUE(all.has_value()) << all.error().Message();
    EXPECT_THAT(*all, ElementsAre(Numbered(SmallTransaction(0), Sequence{}),
                                  Numbered(SmallTransaction(1), Sequence{1}),
                                  Numbered(FullTransaction(), Sequence{3})));
  }
}

INSTANTIATE_TEST_SUITE_P(EveryVersion, FrozenStoreTest,
                         ::testing::Range(kOldestFormatVersion, kFormatVersion + 1));

}  // namespace
}  // namespace lawtrace::store
