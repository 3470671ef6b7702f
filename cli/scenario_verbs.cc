// lawtrace scenario run, save.
#include "cli/scenario_verbs.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "cli/output.h"
#include "cli/scenario_question.h"
#include "ingest/scenario_format.h"
#include "model/fingerprint.h"
#include "report/scenario_tables.h"

namespace lawtrace::cli {
namespace {

using analysis::Archive;
using analysis::NodeId;
using analysis::Overlay;

constexpr std::array<std::string_view, 4> kParts = {"scores", "contributions", "changes",
                                                    "conflicts"};

std::string RenderText(const report::ScenarioFigures& figures, const Scenario& scenario,
                       const std::vector<NodeId>& nodes) {
  const Methodology& methodology = figures.overlay->archive().methodology();
  const auto section = [](const std::string& title, const report::Table& table) {
    return table.rows.empty() ? std::string()
                              : title + "\n\n" + report::Render(table, report::Format::kText);
  };
  std::string names;
  for (const ScenarioLayer& layer : scenario.layers)
    names += (names.empty() ? "" : ", ") + layer.name;
  std::string text = "Scenario " + names + ", law in force on " + scenario.at.ToString();
  if (scenario.known_at) text += ", as known at " + scenario.known_at->ToString();
  text += " (" + methodology.id + " " + methodology.version + ", log position " +
          scenario.position.ToString() + ")\n\n";
  if (!figures.overlay->changes().empty())
    text += section("Changes", report::ScenarioChangeTable(figures)) + "\n";
  if (const report::Table conflicts = report::ScenarioConflictTable(figures);
      !conflicts.rows.empty())
    text += section("Conflicts, decided for the " + std::string(Name(scenario.on_conflict)),
                    conflicts) +
            "\n";
  report::Table scores = report::ScenarioScoreTable(figures, nodes);
  const std::size_t all = scores.rows.size();
  if (scenario.nodes.empty()) report::KeepChanged(scores);
  text +=
      section("Scores; ranks within " + (scenario.group.empty() ? "all countries" : scenario.group),
              scores);
  if (scores.rows.empty()) text += "No score changes; --format csv has them all.\n";
  if (!scores.rows.empty() && scores.rows.size() < all)
    text += "\nWhere nothing changes is left out; --format csv has it.\n";
  const std::string contributions =
      section("Contributions", report::ScenarioContributionTable(figures, nodes));
  return contributions.empty() ? text : text + "\n" + contributions;
}

Result<int> PrintScenario(const Archive& archive, const Scenario& scenario,
                          const ScenarioOptions& options, report::Format format) {
  const Result<Overlay> overlay = Overlay::Lay(archive, scenario.layers, scenario.on_conflict);
  if (!overlay) return Fail(overlay.error());
  const Result<report::ScenarioFigures> worked = report::FiguresOf(*overlay, scenario);
  if (!worked) return Fail(worked.error());
  const report::ScenarioFigures& figures = *worked;
  const std::vector<NodeId> nodes = report::NodesOf(archive, scenario);

  std::string text;
  if (options.part.empty() && format == report::Format::kText) {
    text = RenderText(figures, scenario, nodes);
  } else if (options.part.empty() && format == report::Format::kJson) {
    text = report::RenderScenario(figures, scenario.position, nodes);
  } else if (options.part == kParts[1]) {
    text = report::Render(report::ScenarioContributionTable(figures, nodes), format);
  } else if (options.part == kParts[2]) {
    text = report::Render(report::ScenarioChangeTable(figures), format);
  } else if (options.part == kParts[3]) {
    text = report::Render(report::ScenarioConflictTable(figures), format);
  } else {
    text = report::Render(report::ScenarioScoreTable(figures, nodes), format);
  }
  const Status printed = Print(text);
  if (!printed) return Fail(printed.error());
  return 0;
}

}  // namespace

Result<int> RunScenario(const ScenarioOptions& options) {
  const Result<report::Format> format = report::ParseFormat(options.question.common.format);
  if (!format) return Fail(format.error());
  if (!options.part.empty() && std::ranges::find(kParts, options.part) == kParts.end())
    return Fail(ErrorCode::kInvalidInput, "--part: '" + options.part +
                                              "' is no part of a scenario; write scores, "
                                              "contributions, changes or conflicts");
  const Result<AskedScenario> asked = AskForScenario(options);
  if (!asked) return Fail(asked.error());
  return PrintScenario(asked->archive, asked->scenario, options, *format);
}

Result<int> SaveScenario(const ScenarioOptions& options) {
  const Result<report::Format> format = report::ParseFormat(options.question.common.format);
  if (!format) return Fail(format.error());
  const Result<AskedScenario> asked = ComposeScenario(options);
  if (!asked) return Fail(asked.error());
  const Archive& archive = asked->archive;
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
