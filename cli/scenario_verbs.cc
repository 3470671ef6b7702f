// lawtrace scenario run, save, suggest.
#include "cli/scenario_verbs.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "analysis/scenario.h"
#include "cli/output.h"
#include "cli/scenario_question.h"
#include "ingest/scenario_format.h"
#include "model/fingerprint.h"
#include "report/question/scenario_answer.h"

namespace lawtrace::cli {
namespace {

using analysis::Archive;
using analysis::Overlay;

}  // namespace

Result<int> RunScenario(const ScenarioOptions& options) {
  const Result<report::Format> format = report::ParseFormat(options.question.common.format);
  if (!format) return Fail(format.error());
  if (const Status part = report::CheckScenarioPart(options.part); !part) return Fail(part.error());
  const Result<AskedScenario> asked = AskForScenario(options);
  if (!asked) return Fail(asked.error());
  return PrintAnswer(
      report::AnswerScenario(*asked->archive, asked->scenario, options.part, *format), *format);
}

Result<int> SaveScenario(const ScenarioOptions& options) {
  const Result<report::Format> format = report::ParseFormat(options.question.common.format);
  if (!format) return Fail(format.error());
  const Result<AskedScenario> asked = ComposeScenario(options);
  if (!asked) return Fail(asked.error());
  const Archive& archive = *asked->archive;
  const Scenario& scenario = asked->scenario;
  for (const auto* stack : {&scenario.layers, &scenario.against})
    if (const Result<Overlay> laid = Overlay::Lay(archive, *stack, scenario.on_conflict); !laid)
      return Fail(laid.error());
  const Methodology& methodology = archive.methodology();
  const SavedScenario saved{.scenario = scenario,
                            .index = asked->session.index().id,
                            .methodology = methodology.id,
                            .methodology_version = methodology.version,
                            .fingerprint = FingerprintOf(methodology),
                            .recorded_at = archive.RecordedAt(scenario.position)};
  const Status written = WriteFile(options.output, ingest::SavedScenarioText(saved));
  if (!written) return Fail(written.error());
  std::size_t changes = 0;
  for (const ScenarioLayer& layer : scenario.layers) changes += layer.changes.size();
  const report::Table row{
      .columns = {{.name = "file"},
                  {.name = "changes"},
                  {.name = "at"},
                  {.name = "log_position"},
                  {.name = "methodology"},
                  {.name = "methodology_version"},
                  {.name = "fingerprint"}},
      .rows = {{options.output, static_cast<std::int64_t>(changes), saved.scenario.at.ToString(),
                static_cast<std::int64_t>(saved.scenario.position.value), saved.methodology,
                saved.methodology_version, saved.fingerprint}}};
  const Status printed =
      Print(*format == report::Format::kText
                ? "Saved " + Counted(changes, "change") + " in " + options.output +
                      ", pinned to log position " + saved.scenario.position.ToString() + " and " +
                      saved.methodology + " " + saved.methodology_version + ".\n"
                : report::Render(row, *format));
  if (!printed) return Fail(printed.error());
  return 0;
}

}  // namespace lawtrace::cli
