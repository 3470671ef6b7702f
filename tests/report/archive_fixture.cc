#include "tests/report/archive_fixture.h"

#include <optional>

namespace lawtrace::report {
namespace {

Indicator MakeIndicator(const std::string& code) {
  Indicator indicator;
  indicator.code = code;
  indicator.labels = {{.text = "Question " + code, .from = std::nullopt}};
  indicator.options = {{.code = "0", .score = 0, .label = {}},
                       {.code = "100", .score = 100, .label = {}}};
  return indicator;
}

Node MakeNode(const std::string& code, const std::string& level,
              std::vector<std::string> children) {
  Node node;
  node.code = code;
  node.level = level;
  node.labels = {{.text = "Node " + code, .from = std::nullopt}};
  node.children = std::move(children);
  return node;
}

Event MakeEvent(EventKind kind, const char* country, const char* indicator, const char* answer,
                PartialDate effective) {
  return {.kind = kind,
          .country = country,
          .indicator = indicator,
          .answer = Answer::Option(answer),
          .effective = effective,
          .basis = kind == EventKind::kAmendment ? Basis::kStated : Basis::kConvention};
}

}  // namespace

Index TinyIndex() {
  Methodology methodology;
  methodology.id = "tiny-1";
  methodology.headline = "overall";
  methodology.decimals = 0;
  methodology.bands = {{.name = "high", .from = 50}, {.name = "low", .from = 0}};
  methodology.indicators = {MakeIndicator("x"), MakeIndicator("y"), MakeIndicator("z")};
  Node overall = MakeNode("overall", "overall", {"a", "b"});
  overall.missing = MissingRule::kRequireAll;
  methodology.nodes = {MakeNode("a", "area", {"x", "y"}), MakeNode("b", "area", {"z"}), overall};
  Index index;
  index.id = "tiny";
  index.default_methodology = methodology.id;
  index.methodologies.push_back(std::move(methodology));
  index.countries = {{.code = "NO", .name = "Norway", .aliases = {}},
                     {.code = "SE", .name = "Sweden", .aliases = {}}};
  Group north{.id = "north", .name = "The North", .source = {}, .memberships = {}};
  for (const char* country : {"NO", "SE", "DK"})
    north.memberships.push_back({.country = country, .from = std::nullopt, .until = std::nullopt});
  index.groups.push_back(std::move(north));
  return index;
}

analysis::Archive TinyArchive(const Index& index) {
  const PartialDate in_2010(Day::Of(2010, 1, 1), Precision::kYear);
  const PartialDate in_2018(Day::Of(2018, 1, 1), Precision::kYear);
  std::vector<Transaction> log(7);
  log[0].events = {MakeEvent(EventKind::kCoding, "SE", "x", "100", in_2010)};
  log[1].events = {MakeEvent(EventKind::kCoding, "SE", "y", "0", in_2010)};
  log[2].events = {MakeEvent(EventKind::kCoding, "SE", "z", "100", in_2010)};
  log[3].laws = {{.id = "se-1", .country = "SE", .title = "Act"}};
  log[4].events = {MakeEvent(EventKind::kAmendment, "SE", "y", "100",
                             PartialDate(Day::Of(2015, 6, 1), Precision::kDay))};
  log[4].events[0].laws = {{.law = "se-1", .role = LawRole::kCause, .provision = "s. 4"}};
  log[5].events = {MakeEvent(EventKind::kConfirmation, "SE", "y", "100", in_2018)};
  log[5].events[0].observed = Day::Of(2018, 12, 31);
  log[6].events = {MakeEvent(EventKind::kCoding, "NO", "x", "0", in_2010)};
  analysis::ArchiveBuilder builder(index.main_methodology());
  for (std::size_t i = 0; i < log.size(); ++i) {
    log[i].recorded_at = Instant::StartOf(Day::Of(2020, 1, static_cast<int>(i) + 1));
    log[i].Number(Sequence{i + 1});
    builder.Add(log[i]);
  }
  return std::move(builder).Build();
}

Moment MomentOn(int year, int month, int day) {
  return {.as_of = {.effective = Day::Of(year, month, day)}, .known_at = std::nullopt};
}

std::vector<std::string> ShowRow(const Table& table, std::size_t row) {
  std::vector<std::string> shown;
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    const Table one{.columns = {table.columns[c]}, .rows = {{table.rows.at(row).at(c)}}};
    const std::string csv = Render(one, Format::kCsv);
    const std::size_t value = csv.find('\n') + 1;
    if (csv.size() - value > 1)
      shown.push_back(table.columns[c].name + "=" + csv.substr(value, csv.size() - value - 1));
  }
  return shown;
}

}  // namespace lawtrace::report
