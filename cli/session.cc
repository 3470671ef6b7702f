#include "cli/session.h"

#include <algorithm>
#include <deque>
#include <filesystem>
#include <utility>

#include "cli/command.h"
#include "cli/output.h"
#include "proto/index_codec.h"

namespace lawtrace::cli {
namespace {

// The option that the question's verb has for the field; any other by its name.
std::string OptionIn(const report::QuestionEntry& entry, const std::string& field) {
  const std::string_view name = report::NameIn(entry, field);
  const auto found = std::ranges::find(entry.parameters, name, &report::QuestionParameter::name);
  if (found == entry.parameters.end() || found->option.empty()) return OptionOf(std::string(name));
  return std::string(found->option.substr(0, found->option.find(',')));
}

}  // namespace

std::filesystem::path BundledFolder(const std::string& name, const std::string& in_source) {
  std::error_code error;
  const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", error);
  std::filesystem::path installed =
      program.parent_path().parent_path() / "share" / "lawtrace" / name;
  if (!error && std::filesystem::is_directory(installed, error)) return installed;
  return std::filesystem::path(LAWTRACE_SOURCE_DIR) / in_source;
}

Result<Index> OpenIndex(const std::string& directory) {
  return proto::LoadIndex(directory.empty() ? BundledFolder("mipex", "data/mipex")
                                            : std::filesystem::path(directory));
}

Result<Session> Session::Open(const CommonOptions& options, store::Access access) {
  if (options.store.empty())
    return Fail(ErrorCode::kInvalidInput,
                "no store is named; give --store DIR or set LAWTRACE_STORE");
  Result<Index> index = OpenIndex(options.index);
  if (!index) return Fail(index.error());
  Result<store::EventLog> log =
      store::EventLog::Open(options.store, index->id, access,
                            options.accepts_loss ? store::OnLoss::kAccept : store::OnLoss::kRefuse);
  if (!log) return Fail(log.error());
  return Session(std::make_unique<const Index>(*std::move(index)), *std::move(log));
}

Result<analysis::Archive> Session::ReadArchive(const Methodology& methodology,
                                               std::optional<Day> known_at) const {
  analysis::ArchiveBuilder builder(methodology);
  const Status read = log_.Visit([&](const Transaction& transaction) -> Status {
    if (!known_at || transaction.recorded_at <= Instant::EndOf(*known_at)) builder.Add(transaction);
    return {};
  });
  if (!read) return Fail(read.error());
  return std::move(builder).Build();
}

Result<Question> Ask(const QuestionOptions& options, report::Extent extent) {
  const Result<report::Format> format = report::ParseFormat(options.common.format);
  if (!format) return Fail(format.error());
  Result<Session> session = Session::Open(options.common, store::Access::kRead);
  if (!session) return Fail(session.error());
  const Index& index = session->index();
  const Day today = options.common.now.day();
  const Result<const Methodology*> methodology =
      report::ChooseMethodology(index, options.methodology);
  if (!methodology) return Fail(methodology.error());
  const Result<std::optional<Day>> known_at = report::ParseKnownAt(options, index, today);
  if (!known_at) return Fail(known_at.error());
  Result<analysis::Archive> read = session->ReadArchive(
      **methodology, extent == report::Extent::kAsKnown ? *known_at : std::nullopt);
  if (!read) return Fail(read.error());
  auto archive = std::make_unique<const analysis::Archive>(*std::move(read));
  Result<report::Question> question = report::Resolve(options, index, *archive, today);
  if (!question) return Fail(question.error());
  return Question(*std::move(question), *std::move(session), std::move(archive), *format);
}

Result<Question> AskOfNodes(const QuestionOptions& options, report::Extent extent) {
  Result<Question> question = Ask(options, extent);
  if (!question) return question;
  if (const Status nodes = report::RequireNodes(*question); !nodes) return Fail(nodes.error());
  return question;
}

Result<int> PrintAnswer(const Result<report::Answer>& answer, report::Format format) {
  if (!answer) return Fail(answer.error());
  const Status printed = Print(report::Render(*answer, format, &OptionOf));
  if (!printed) return Fail(printed.error());
  return 0;
}

Result<int> AskAndPrint(const CommonOptions& options, const report::QuestionEntry& entry,
                        const report::AskedValues& values) {
  const Result<report::Format> format = report::ParseFormat(options.format);
  if (!format) return Fail(format.error());
  const Result<Session> session = Session::Open(options, store::Access::kRead);
  if (!session) return Fail(session.error());
  std::deque<analysis::Archive> archives;
  const report::ArchiveAt archive_at =
      [&](const Methodology& methodology,
          std::optional<Day> known_at) -> Result<const analysis::Archive*> {
    Result<analysis::Archive> archive = session->ReadArchive(methodology, known_at);
    if (!archive) return Fail(archive.error());
    return &archives.emplace_back(*std::move(archive));
  };
  const Result<report::Answer> answer =
      report::Ask(entry, values, session->index(), archive_at, options.now.day(), *format);
  const Spelling spelling = [&](const std::string& name) { return OptionIn(entry, name); };
  if (!answer) return Fail(answer.error().Spelled(spelling));
  const Status printed = Print(report::Render(*answer, *format, spelling));
  if (!printed) return Fail(printed.error());
  return 0;
}

}  // namespace lawtrace::cli
