#include "tests/service/api_fixture.h"

#include <filesystem>
#include <utility>

#include "ingest/event_format.h"
#include "ingest/law_format.h"
#include "ingest/record_import.h"
#include "ingest/record_reader.h"
#include "model/check.h"
#include "proto/index_codec.h"
#include "service/api/api.h"

namespace lawtrace::service {

namespace {

ingest::RecordFile SampleFile(const std::string& name, const std::vector<std::string>& columns) {
  const std::string file = LAWTRACE_SOURCE_DIR "/data/sample/" + name;
  return ingest::ParseRecords(file, ingest::ReadText(file).value(), columns).value();
}

Index MipexIndex() {
  return proto::LoadIndex(LAWTRACE_SOURCE_DIR "/data/mipex").value();
}

}  // namespace

ingest::TemporaryDirectory* ApiTest::filled_ = nullptr;

void ApiTest::SetUpTestSuite() {
  filled_ = new ingest::TemporaryDirectory();
  const Index index = MipexIndex();
  auto log = store::EventLog::Open(*filled_ / "store", index.id, store::Access::kCreate);
  Check(log.has_value(), "the sample's store can be made");
  const Instant today = Instant::StartOf(Day::Of(2026, 3, 1));
  const auto plan = ingest::PlanRecords(SampleFile("events.csv", ingest::EventColumns()),
                                        SampleFile("laws.csv", ingest::LawColumns()), index, {},
                                        {.now = today, .recorded_at = today, .author = "sample"});
  Check(plan.has_value() && log->AppendAll(plan->transactions, log->last()),
        "the sample can be imported");
}

void ApiTest::TearDownTestSuite() {
  delete filled_;
  filled_ = nullptr;
}

void ApiTest::SetUp() {
  std::filesystem::copy(*filled_ / "store", own_ / "store",
                        std::filesystem::copy_options::recursive);
  auto opened = Service::Open(own_ / "store", MipexIndex(),
                              [] { return Instant::StartOf(Day::Of(2026, 3, 1)); });
  ASSERT_TRUE(opened.has_value()) << opened.error().Message();
  service_ = *std::move(opened);
  AddApiRoutes(router_, *service_);
}

Response ApiTest::Answer(const std::string& target, std::vector<Header> headers) const {
  auto parsed = ParseTarget(target);
  Check(parsed.has_value(), "the test's target is none");
  return router_.Answer({.path = std::move(parsed->first),
                         .query = std::move(parsed->second),
                         .headers = std::move(headers)});
}

Response ApiTest::Send(const std::string& target, const std::string& body) const {
  auto parsed = ParseTarget(target);
  return router_.Answer({.method = "POST",
                         .path = std::move(parsed->first),
                         .query = std::move(parsed->second),
                         .body = body});
}

nlohmann::json ApiTest::Ask(const std::string& target) const {
  const Response response = Answer(target);
  EXPECT_EQ(response.status, 200) << target << response.text();
  nlohmann::json json = nlohmann::json::parse(response.text(), nullptr, false);
  EXPECT_FALSE(json.is_discarded()) << target;
  return json;
}

std::string ApiTest::Problem(const std::string& target, int status) const {
  const Response response = Answer(target);
  EXPECT_EQ(response.status, status) << response.text();
  EXPECT_EQ(HeaderOf(response, "Content-Type"), "application/problem+json");
  std::string lines;
  const nlohmann::json problem = nlohmann::json::parse(response.text(), nullptr, false);
  if (!problem.is_object() || !problem.contains("errors")) return lines;
  for (const auto& line : problem["errors"])
    lines += (lines.empty() ? "" : "\n") + line.get<std::string>();
  return lines;
}

std::string ApiTest::HeaderOf(const Response& response, const std::string& name) {
  for (const Header& header : response.headers)
    if (header.name == name) return header.value;
  return {};
}

void ApiTest::RecordAmendment(const std::string& answer) {
  const auto appended = service_->writer().Append([&](const store::EventLog& log) {
    return Result<Batch>({.transactions = {{.recorded_at = *log.last_recorded_at(),
                                            .author = "test",
                                            .events = {{.kind = EventKind::kAmendment,
                                                        .country = "PT",
                                                        .indicator = "ba21",
                                                        .answer = Answer::Option(answer),
                                                        .effective = PartialDate(
                                                            Day::Of(2024, 5, 1), Precision::kDay),
                                                        .basis = Basis::kStated}}}}});
  });
  ASSERT_TRUE(appended.has_value()) << appended.error().Message();
}

}  // namespace lawtrace::service
