// Who is who, and when it is, where several write: four eyes and the writer's turn.
#include <gmock/gmock.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "tests/service/editing_fixture.h"

namespace lawtrace::service {
namespace {

using ::testing::HasSubstr;

class PersonsTest : public EditingTest {};
class TurnsTest : public EditingTest {};

TEST_F(PersonsTest, FourEyesAreNotPassedBySpelling) {
  struct Pair {
    const char* one;
    const char* other;
  };
  for (const Pair& names : std::vector<Pair>{
           {"Ana Lima", "ana  lima"},
           {"Ana Lima", "\tAna\u00A0Lima\u3000"},  // Blanks of all kinds.
           {"Ana Lima", "AnaLima"},
           {"Ana Lima", "Ana-Lima."},
           {"Jos\u00E9 \u00C1vila", "Jose\u0301 A\u0301vila"},  // NFC and NFD.
           {"Jos\u00E9 \u00C1vila", "JOSE AVILA"},
           {"\u0130rem Y\u0131ld\u0131z", "irem yildiz"},  // Case beyond ASCII.
           {"\u00D6zg\u00FCr Stra\u00DFe", "\u00D6ZG\u00DCR STRASSE"},
           {"\u03A3\u03BF\u03C6\u03AF\u03B1", "\u03C3\u03BF\u03C6\u03B9\u03B1"},
           {"Ana Lima", "A\u200Bna\u200D Li\u00ADma\u2060"},  // What cannot be seen.
           {"Ana Lima", "\u202EAna Lima\u202C"},
           {"Ana Lima", "\uFF21\uFF4E\uFF41 Lima"},  // Wide letters.
           {"Ana Lima", "\u0410n\u0430 Lim\u0430"},  // Cyrillic letters that look alike.
           {"Paso", "\u0420\u0430\u0455\u043E"},
           {"Ilma", "llma"},  // I and l.
       }) {
    const std::string coder = Token(Role::kCoder, names.one);
    const std::string reviewer = Token(Role::kReviewer, names.other);
    const json sent = BodyOf({coder}, "/v1/submissions",
                             R"({"events": [{"kind": "proposal", "country": "SE", )"
                             R"("indicator": "fees", "answer": "none", "effective": "unknown"}]})");
    ASSERT_TRUE(sent.contains("number")) << sent.dump();
    const std::string path = "/v1/submissions/" + std::to_string(sent["number"].get<int>());
    EXPECT_EQ(StatusOf({reviewer}, path + "/approve"), 403) << names.one << " | " << names.other;
    EXPECT_EQ(StatusOf({reviewer}, path + "/reject"), 403) << names.one << " | " << names.other;
    EXPECT_EQ(StatusOf({reviewer}, path + "/withdraw"), 200) << names.one << " | " << names.other;
    EXPECT_EQ(sent["author_id"], BodyOf({coder, "GET"}, path)["author_id"]);
  }
}

TEST_F(PersonsTest, PersonsOfDifferentNamesAreDifferentAndAnIdOutlivesAName) {
  const auto id_of = [&](const std::string& person, const std::string& id = {}) {
    const auto issued =
        AddToken(service_->writer(), Role::kReviewer, person, std::nullopt, Instant(now_), {}, id);
    return issued ? issued->token.person_id : issued.error().Message();
  };
  const std::string ana = id_of("Ana Lima");
  EXPECT_EQ(ana, id_of("ANA LIMA"));
  for (const char* other : {"Ana Lima II", "Anna Lima", "Rui Dias", "\u0410\u043D\u043D\u0430",
                            "\u738B\u82B3", "\u738B\u65B9"})
    EXPECT_NE(ana, id_of(other)) << other;
  EXPECT_NE(id_of("\u738B\u82B3"), id_of("\u738B\u65B9"));
  EXPECT_EQ(id_of("Ana Sousa", ana), ana);
  EXPECT_EQ(id_of("Ana Sousa"), ana) << "the name is hers by now";
  EXPECT_THAT(id_of("Ana", "0123"), HasSubstr("nobody has the id"));
  for (const std::string& none :
       {std::string(" \t"), std::string("\u200B\u00A0"), std::string("--"), std::string(201, 'a')})
    EXPECT_THAT(id_of(none), HasSubstr("person: ")) << none;
}

TEST_F(TurnsTest, ConcurrentWritesAreNeverFromTheFuture) {
  Open(true);
  const std::string editor = Token(Role::kEditor, "Eva");
  seconds_a_look_ = 1;
  constexpr int kThreads = 8;
  constexpr int kEach = 10;
  std::atomic<int> published = 0;
  {
    std::vector<std::jthread> writers;
    for (int t = 0; t < kThreads; ++t)
      writers.emplace_back([&, t] {
        for (int i = 0; i < kEach; ++i) {
          const std::string year = std::to_string(1960 + t);
          const std::string body = R"({"country": "SE", "indicator": "fees", "answer": "none",)"
                                   R"( "effective": ")" +
                                   year + "-03-" + std::to_string(10 + i) + "\"}";
          if (StatusOf({editor}, "/v1/amendments", body) == 201) ++published;
        }
      });
  }
  EXPECT_EQ(published, kThreads * kEach);
}

TEST_F(TurnsTest, AClockThatStepsBackRefusesNothingAndTheAnswerSaysSo) {
  Open(true);
  const std::string editor = Token(Role::kEditor, "Eva");
  const json first = BodyOf({editor}, "/v1/amendments", kAmendment);
  ASSERT_EQ(first["state"], "published");
  EXPECT_EQ(first["recorded_at"], first["submitted_at"]);
  now_ -= 3600;
  const json later = BodyOf(
      {editor}, "/v1/amendments",
      R"({"country": "SE", "indicator": "fees", "answer": "none", "effective": "2015-03-01"})");
  ASSERT_EQ(later["state"], "published") << later;
  EXPECT_EQ(later["recorded_at"], first["recorded_at"]);
  EXPECT_EQ(later["submitted_at"], Instant(now_).ToString());
  EXPECT_EQ(service_->log().Read(Sequence{2})->recorded_at,
            service_->log().Read(Sequence{1})->recorded_at);
}

}  // namespace
}  // namespace lawtrace::service
