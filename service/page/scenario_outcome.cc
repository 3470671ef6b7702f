#include "service/page/scenario_outcome.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "report/question/suggestion_answer.h"
#include "report/render/table.h"
#include "report/render/words.h"
#include "service/http/problem.h"
#include "service/page/page_frame.h"
#include "service/page/scenario_wish.h"

namespace lawtrace::service {
namespace {

// Of the suggested answers.
constexpr std::array<std::string_view, 5> kToldColumns = {"label", "old", "answer", "points",
                                                          "precedents"};

using analysis::NodeId;
using report::HtmlWriter;

std::string Figure(double value, int decimals) {
  return report::CellText(value, {.name = "score", .decimals = decimals});
}

std::string Points(double value) {
  return (value > 0 ? "+" : "") + Figure(value, 2) + " points";
}

std::string LabelOf(const ScenarioView& view) {
  return view.overlay->archive().methodology().nodes[view.node.value].LabelOn(view.scenario.at);
}

std::string RankWords(const analysis::Place& place) {
  return (place.is_tied ? "shared rank " : "rank ") + std::to_string(place.rank);
}

void WriteHidden(const std::string& name, const std::string& value, HtmlWriter& html) {
  html.Void("input", {{"type", "hidden"}, {"name", name}, {"value", value}});
}

// Without the bill at `place`.
std::string WithoutBill(ScenarioWish wish, std::size_t place) {
  wish.bills.erase(wish.bills.begin() + static_cast<std::ptrdiff_t>(place));
  wish.edited = wish.bills.empty() ? 0 : wish.bills.size() - 1;
  return AddressOf(wish);
}

std::string WithBillsSwapped(ScenarioWish wish, std::size_t upper) {
  std::swap(wish.bills[upper], wish.bills[upper - 1]);
  return AddressOf(wish);
}

std::string Editing(ScenarioWish wish, std::size_t place) {
  wish.edited = place;
  return AddressOf(wish);
}

}  // namespace

std::string SummaryOf(const ScenarioView& view, const std::string& country) {
  const Methodology& methodology = view.overlay->archive().methodology();
  const auto& before = view.outcome().before[view.node.value].score;
  const auto& after = view.outcome().after[view.node.value].score;
  const auto place_before = view.figures.before.PlaceOf(view.country, view.node);
  const auto place_after = view.figures.after.PlaceOf(view.country, view.node);
  const std::string about = LabelOf(view) + ", " + report::LongDate(view.scenario.at) + ": ";
  if (!after)
    return about + country + " has no score" +
           (before ? " with these bills." : "; not all of its answers are known.");
  const std::string band(methodology.BandOf(*after));
  if (view.steps.empty() || !before) {
    std::string words = about + country + " scores " + Figure(*after, 1);
    if (place_after)
      words += ", " + RankWords(*place_after) + " of " + std::to_string(place_after->of);
    if (!band.empty()) words += " (" + band + ")";
    return words + (view.steps.empty() ? ". Change an answer to see what a bill would do."
                                       : "; without the bills it has no score.");
  }
  std::string words = about + country + " would score " + Figure(*after, 1) + " instead of " +
                      Figure(*before, 1) + " (" + Points(*after - *before) + ")";
  if (place_before && place_after) {
    words += "; " + RankWords(*place_after) + " of " + std::to_string(place_after->of);
    words += place_before->rank == place_after->rank
                 ? std::string(" as before")
                 : " instead of " + std::to_string(place_before->rank);
  }
  if (const std::string was(methodology.BandOf(*before)); !band.empty())
    words += was == band ? "; still " + band : "; " + band + " instead of " + was;
  return words + ".";
}

std::string AreaWords(const ScenarioView& view, NodeId area) {
  const auto& before = view.outcome().before[area.value].score;
  const auto& after = view.outcome().after[area.value].score;
  if (!before && !after) return "no score";
  if (before && after && *before == *after) return Figure(*after, 0);
  return (before ? Figure(*before, 0) : "none") + " → " + (after ? Figure(*after, 0) : "none");
}

void WriteStack(const ScenarioWish& wish, const ScenarioView& view, HtmlWriter& html) {
  html.Element("h2", "The bills, in order", {{"id", "stack-heading"}});
  if (wish.bills.empty()) {
    html.Element("p", "None yet. The first answer that you change begins one.");
    return;
  }
  html.Open("ol", {{"class", "bills"}});
  for (std::size_t i = 0; i < wish.bills.size(); ++i) {
    const BillEffect& step = view.steps[i];
    html.Open("li");
    html.Element("strong", step.name);
    std::string words = " – " + report::Counted(step.answers, "answer");
    if (step.points) words += ", " + Points(*step.points);
    if (step.score) words += ", to " + Figure(*step.score, 1);
    html.Text(words);
    html.Open("span", {{"class", "moves"}});
    const auto link = [&](const std::string& label, const std::string& address) {
      html.Element("a", label, {{"href", address}, {"aria-label", label + ": " + step.name}});
    };
    if (wish.edited == i) {
      html.Element("em", "being changed");
    } else {
      link("Change", Editing(wish, i));
    }
    if (i > 0) link("Earlier", WithBillsSwapped(wish, i));
    link("Remove", WithoutBill(wish, i));
    html.Close();
    html.Close();
  }
  html.Close();
  html.Open("p", {{"class", "actions"}});
  html.Element("a", "Add another bill", {{"href", Editing(wish, wish.bills.size())}});
  ScenarioWish none = wish;
  none.bills.clear();
  html.Element("a", "Begin again", {{"href", Editing(none, 0)}});
  html.Close();
  html.Element("p",
               "Each bill counts on top of those before it; where two answer the same question, "
               "the later one holds. The address of this page holds them all: copy it to share "
               "them.",
               {{"class", "notice"}});
}

void WriteOutcome(const ScenarioView& view, HtmlWriter& html) {
  html.Element("h2", "Scores and ranks");
  report::WriteTable(StandingsOf(view), "Scores and ranks", {}, html);
  if (view.steps.empty()) return;
  html.Element("h2", "What each answer adds");
  const report::Table contributions = ContributionsOf(view);
  if (contributions.rows.empty()) {
    html.Element("p", "No answer below this score changes.");
  } else {
    html.Element("p", "Points of " + LabelOf(view) + "; they sum to the whole change.",
                 {{"class", "notice"}});
    report::WriteTable(contributions, "What each answer adds", LinkOfCell, html);
  }
  const auto conflicts = view.overlay->conflicts();
  if (conflicts.empty()) return;
  html.Element("h2", "Where bills disagree");
  html.Open("ul");
  for (const analysis::LayerConflict& conflict : conflicts) {
    const ScenarioChange& first = *view.overlay->changes()[conflict.first].source;
    const ScenarioChange& second = *view.overlay->changes()[conflict.second].source;
    html.Element("li", first.indicator + ": " + first.place + " says " + first.answer.ToString() +
                           ", " + second.place + " says " + second.answer.ToString() +
                           "; the later bill holds.");
  }
  html.Close();
}

void WriteGoalForm(const ScenarioWish& wish, const ScenarioView& view, HtmlWriter& html) {
  const Methodology& methodology = view.overlay->archive().methodology();
  html.Element("h2", "The shortest way to a goal", {{"id", "reach-heading"}});
  html.Element("p",
               "The fewest answers that reach it from the law in force. Name a score, a rank or a "
               "band.",
               {{"class", "notice"}});
  html.Open("form", {{"class", "controls"}, {"method", "get"}, {"action", "/scenario"}});
  html.Open("span", {{"id", "goal-state"}, {"data-live", ""}});
  ScenarioWish state = wish;
  state.target = state.rank = state.band = state.most = "";
  for (const auto& [field, value] : ValuesOf(state)) WriteHidden(field, value, html);
  html.Close();
  WriteInput("target", "Score of at least", "text", wish.target, html);
  WriteInput("rank", "Rank or better", "text", wish.rank, html);
  std::vector<Choice> bands = {{.value = "", .label = "–", .group = {}}};
  for (const Band& band : methodology.bands)
    bands.push_back({.value = band.name, .label = band.name, .group = {}});
  if (!methodology.bands.empty()) WriteSelect("band", "Band or better", bands, wish.band, html);
  WriteInput("most", "Answers at most", "text", wish.most, html);
  html.Element("button", "Suggest", {{"type", "submit"}});
  html.Close();
}

void WriteSuggestion(const PageQuestion& asked, const ScenarioWish& wish, const ScenarioView& view,
                     HtmlWriter& html) {
  if (wish.target.empty() && wish.rank.empty() && wish.band.empty()) return;
  report::QuestionWords words = wish.words;
  words.nodes = {asked.archive->methodology().nodes[view.node.value].code};
  const Result<report::Question> question =
      report::Resolve(words, asked.question.index, *asked.archive, asked.question.today);
  Result<report::Answer> answer = Fail(ErrorCode::kInvalidInput, "");
  if (question)
    answer = report::AnswerSuggestion(*question,
                                      {.target = wish.target,
                                       .rank = wish.rank,
                                       .band = wish.band,
                                       .excluded = {},
                                       .max_changes = wish.most},
                                      report::Format::kCsv);
  if (!question || !answer) {
    html.Element("p", (question ? answer.error() : question.error()).Message(&FieldLabel),
                 {{"class", "faults"}});
    return;
  }
  report::Table table = std::move(answer->table);
  if (table.rows.empty()) {
    html.Element("p", "The law in force reaches this already.");
    return;
  }
  Bill bill{.name = !wish.target.empty() ? "Reach " + wish.target
                    : !wish.rank.empty() ? "Reach rank " + wish.rank
                                         : "Become " + wish.band,
            .answers = {}};
  for (const auto& row : table.rows)
    bill.answers.push_back(
        {report::CellText(row[1], table.columns[1]), report::CellText(row[4], table.columns[4])});
  const Result<ScenarioView> reached = ViewScenario(asked, {bill});
  const std::optional<double> score = reached ? reached->steps.front().score : std::nullopt;
  if (score)
    html.Element("p", report::Counted(bill.answers.size(), "answer") + " would do, and bring " +
                          Figure(*score, 1) + ".");
  for (report::Column& column : table.columns)
    column.is_detail = std::ranges::find(kToldColumns, column.name) == kToldColumns.end();
  report::WriteTable(table, "Suggested answers", LinkOfCell, html);
  html.Element("p", "Precedents: countries whose law says so on this day.", {{"class", "notice"}});
  ScenarioWish with = wish;
  with.bills.push_back(bill);
  with.edited = with.bills.size() - 1;
  with.target = with.rank = with.band = with.most = "";
  html.Open("p");
  html.Element("a", "Use these", {{"class", "button"}, {"href", AddressOf(with)}});
  html.Close();
}

}  // namespace lawtrace::service
