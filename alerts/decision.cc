#include "alerts/decision.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "analysis/difference.h"
#include "analysis/scenario.h"

namespace lawtrace::alerts {
namespace {

using analysis::AnswerId;
using analysis::Archive;
using analysis::CountryBlock;
using analysis::CountryId;
using analysis::IndicatorId;
using analysis::NodeId;
using analysis::Scoreboard;
using analysis::Statement;

// What the event of that sequence states on the answer; null: it decides no answer.
const Statement* FindStatement(const Archive& archive, const std::string& country_code,
                               const std::string& indicator_code, Sequence sequence) {
  const auto country = archive.FindCountry(country_code);
  const auto indicator = archive.evaluator().FindIndicator(indicator_code);
  if (!country || !indicator) return nullptr;
  const auto statements = archive.Block(*country).StatementsOn(*indicator);
  const auto found = std::ranges::find(statements, sequence.value, &Statement::sequence);
  return found == statements.end() ? nullptr : &*found;
}

const Statement* FindStatement(const Archive& archive, const Event& event, Sequence sequence) {
  return FindStatement(archive, event.country, event.indicator, sequence);
}

// Whether the event of that sequence is what a coder saw, and decides no answer.
bool IsSightingOnly(const Archive& archive, const Event& event, Sequence sequence) {
  const auto sightings = archive.Block(*archive.FindCountry(event.country))
                             .SightingsOf(*archive.evaluator().FindIndicator(event.indicator));
  return FindStatement(archive, event, sequence) == nullptr &&
         std::ranges::find(sightings, sequence.value, &analysis::Sighting::sequence) !=
             sightings.end();
}

Timing TimingOf(const std::optional<PartialDate>& effective, Day recorded) {
  if (!effective || effective->earliest() > recorded) return Timing::kFuture;
  return effective->latest() < recorded ? Timing::kRetroactive : Timing::kCurrent;
}

std::optional<NodeId> AreaOf(const analysis::Evaluator& evaluator, IndicatorId indicator) {
  const Methodology& methodology = evaluator.methodology();
  for (const std::string& child : methodology.FindNode(methodology.headline)->children) {
    const auto node = evaluator.FindNode(child);
    if (node && std::ranges::count(evaluator.IndicatorsBelow(*node), indicator) > 0) return node;
  }
  return std::nullopt;
}

// The first item that says that an answer was observed on the day; absent: none up to `known`.
std::optional<Sequence> FirstSeenOn(const CountryBlock& block, std::size_t indicator_count, Day day,
                                    Sequence known) {
  std::optional<Sequence> first;
  for (const IndicatorId indicator : analysis::IdsUpTo<IndicatorId>(indicator_count))
    for (const auto& sighting : block.SightingsOf(indicator)) {
      const Sequence seen{sighting.sequence};
      if (sighting.day == day.days_since_epoch() && seen <= known && (!first || seen < *first))
        first = seen;
    }
  return first;
}

std::vector<CountryId> AllCountries(const Archive& archive) {
  std::vector<CountryId> countries;
  for (const CountryId country : analysis::IdsUpTo<CountryId>(archive.countries().size()))
    countries.push_back(country);
  return countries;
}

// Of the days on which a correction may matter, the first on which the answer is another than it
// was; the first of them if there is none such.
Day DayOfCorrection(const CountryBlock& block, IndicatorId indicator, Sequence before,
                    Sequence known, std::vector<Day> days) {
  std::ranges::sort(days);
  for (const Day day : days)
    if (block.AnswerAt(indicator, {.effective = day, .known = before}) !=
        block.AnswerAt(indicator, {.effective = day, .known = known}))
      return day;
  return days.front();
}

}  // namespace

std::vector<Event> EventsToTell(const Transaction& transaction) {
  const auto is_own = [&](const std::optional<Sequence>& sequence) {
    return sequence && *sequence >= transaction.first;
  };
  std::map<Sequence, const Event*> replaced;
  for (const Event& event : transaction.events)
    if (is_own(event.supersedes)) replaced[*event.supersedes] = nullptr;
  for (const Event& event : transaction.events)
    if (const auto found = replaced.find(event.sequence); found != replaced.end())
      found->second = &event;
  std::vector<Event> told;
  for (const Event& event : transaction.events) {
    if (replaced.contains(event.sequence)) continue;
    Event one = event;
    bool is_withdrawn = false;
    while (is_own(one.supersedes)) {
      const Event* const target = replaced[*one.supersedes];
      if (target == nullptr) break;
      one.supersedes = target->supersedes;
      if (one.supersedes) continue;
      is_withdrawn = one.kind == EventKind::kRetraction;
      one.kind = target->kind;
    }
    if (!is_withdrawn) told.push_back(std::move(one));
  }
  return told;
}

std::optional<Trigger> TriggerOf(const Archive& archive, const Event& event, Instant recorded_at) {
  if (!archive.evaluator().FindIndicator(event.indicator) || !archive.FindCountry(event.country))
    return std::nullopt;
  EventKind kind = event.kind;
  // Nobody was told of what a coder saw again.  What is put in its place is a change, or no news.
  if (kind == EventKind::kCorrection && event.supersedes &&
      IsSightingOnly(archive, event, *event.supersedes)) {
    const Statement* const own = FindStatement(archive, event, event.sequence);
    kind = own == nullptr ? EventKind::kConfirmation : own->kind;
  }
  switch (kind) {
    case EventKind::kAmendment:
      return event.effective && event.effective->latest() <= recorded_at.day()
                 ? Trigger::kAmendment
                 : Trigger::kAnnouncement;
    case EventKind::kRecoding:
      return Trigger::kRecoding;
    case EventKind::kCorrection:
      return Trigger::kCorrection;
    case EventKind::kRetraction:
      return Trigger::kRetraction;
    case EventKind::kProposal:
      return Trigger::kProposal;
    case EventKind::kCoding:
    case EventKind::kConfirmation:
      break;
  }
  return std::nullopt;
}

std::vector<ScheduledEntry> EntriesOf(const Archive& archive, const Transaction& transaction) {
  std::vector<ScheduledEntry> entries;
  for (const Event& event : transaction.events) {
    if (!event.effective || event.effective->latest() <= transaction.recorded_at.day()) continue;
    const Statement* const statement = FindStatement(archive, event, event.sequence);
    if (statement != nullptr && statement->kind == EventKind::kAmendment)
      entries.push_back({.day = event.effective->latest(), .event = event.sequence});
  }
  return entries;
}

bool TakesEffect(const Archive& archive, const std::string& country, const std::string& indicator,
                 Sequence event, Sequence known) {
  const Statement* const statement = FindStatement(archive, country, indicator, event);
  if (statement == nullptr) return false;
  const analysis::Standing standing =
      archive.Block(*archive.FindCountry(country))
          .StandingAt(statement->indicator, {.effective = Day(statement->day), .known = known});
  return standing.statement == statement;
}

// Every country as of the day as of which the edition states its law; before all law without one.
Scoreboard BoardOf(const Archive& archive, const Edition* edition, Sequence known) {
  const AsOf as_of{.effective = edition == nullptr ? Day(0) : edition->reference, .known = known};
  Scoreboard board(archive, AllCountries(archive), as_of);
  if (edition == nullptr) return board;
  for (const auto& [code, reference] : edition->own_references)
    if (const auto country = archive.FindCountry(code))
      board.Replace(*country,
                    archive.Block(*country).ScoresAt({.effective = reference, .known = known}));
  return board;
}

Instant PublicationOf(const Edition& edition) {
  return Instant::StartOf(edition.published->latest());
}

bool IsPublished(const Archive& archive, const Edition& edition, Day today) {
  if (!edition.published || edition.published->latest() > today) return false;
  return std::ranges::any_of(AllCountries(archive), [&](CountryId country) {
    return FirstSeenOn(archive.Block(country), archive.evaluator().indicator_count(),
                       edition.ReferenceFor(archive.countries()[country.value]), kLatest)
        .has_value();
  });
}

std::vector<std::pair<std::string, Sequence>> FirstSeen(const Archive& archive,
                                                        const Edition& edition) {
  std::vector<std::pair<std::string, Sequence>> countries;
  for (const CountryId country : AllCountries(archive))
    if (const auto seen =
            FirstSeenOn(archive.Block(country), archive.evaluator().indicator_count(),
                        edition.ReferenceFor(archive.countries()[country.value]), kLatest))
      countries.emplace_back(archive.countries()[country.value], *seen);
  return countries;
}

const Scoreboard& NoticeWriter::BoardAt(AsOf as_of) {
  const std::pair key(as_of.effective.days_since_epoch(), as_of.known);
  const auto found = boards_.find(key);
  if (found != boards_.end()) return found->second;
  return boards_.emplace(key, Scoreboard(archive_, AllCountries(archive_), as_of)).first->second;
}

void NoticeWriter::ForgetOldBoards() {
  constexpr std::size_t kMostBoards = 512;
  if (boards_.size() >= kMostBoards) boards_.clear();
}

void NoticeWriter::AddCountry(Notice& notice) const {
  if (const Country* const country = index_.FindCountry(notice.country))
    notice.country_name = country->name;
  for (const Group& group : index_.groups)
    if (group.HasMember(notice.country, notice.day)) notice.groups.push_back(group.id);
}

void NoticeWriter::AddLaws(std::span<const LawReference> references, Notice& notice) const {
  for (const LawReference& reference : references) {
    const std::string id = archive_.laws().CanonicalId(reference.law);
    NoticeLaw law{.id = id,
                  .aliases = archive_.laws().MergedInto(id),
                  .role = reference.role,
                  .provision = reference.provision};
    if (const Law* const entry = archive_.laws().Find(id)) {
      law.title = entry->title;
      law.title_en = entry->title_en;
      law.number = entry->number;
      law.adopted = entry->adopted;
      law.published = entry->published;
      law.in_force = entry->in_force;
      law.url = entry->url;
    }
    notice.laws.push_back(std::move(law));
  }
}

Notice NoticeWriter::Start(const Event& event, Instant recorded_at, Trigger trigger,
                           Sequence known) const {
  Notice notice{.trigger = trigger,
                .event = event.sequence,
                .known = known,
                .recorded_at = recorded_at,
                .supersedes = event.supersedes,
                .country = event.country,
                .indicator = event.indicator,
                .day = recorded_at.day(),
                .effective = event.effective,
                .basis = event.basis,
                .evidence = event.evidence,
                .headline = archive_.methodology().headline};
  std::vector<LawReference> laws = event.laws;
  // A retraction states neither a date nor laws: it has those of what it withdraws.
  if (const Statement* const target = event.kind == EventKind::kRetraction && event.supersedes
                                          ? FindStatement(archive_, event, *event.supersedes)
                                          : nullptr) {
    notice.effective = PartialDate(Day(target->day), target->precision);
    notice.basis = target->basis;
    const auto stated = archive_.LawsOf(*target);
    if (laws.empty()) laws.assign(stated.begin(), stated.end());
  }
  AddLaws(laws, notice);
  notice.timing = TimingOf(notice.effective, recorded_at.day());
  if (notice.effective) notice.day = notice.effective->latest();
  return notice;
}

void NoticeWriter::SetAnswers(IndicatorId indicator, const std::optional<Answer>& old_answer,
                              const std::optional<Answer>& new_answer, Notice& notice) const {
  const Indicator& asked = archive_.methodology().indicators[indicator.value];
  const auto label = [&](const std::optional<Answer>& answer) {
    const Option* const option =
        answer && answer->is_option() ? asked.Find(answer->code()) : nullptr;
    return option == nullptr ? std::string() : option->label;
  };
  const auto score = [&](const std::optional<Answer>& answer) -> std::optional<double> {
    if (!answer) return std::nullopt;
    if (const auto id = archive_.answers().Find(indicator, *answer))
      return archive_.answers().ScoreOf(indicator, *id);
    return std::nullopt;
  };
  notice.question = asked.LabelOn(notice.day);
  notice.old_answer = old_answer;
  notice.new_answer = new_answer;
  notice.old_label = label(old_answer);
  notice.new_label = label(new_answer);
  const std::optional<double> before = score(old_answer);
  const std::optional<double> after = score(new_answer);
  if (before && after) notice.answer_points = *after - *before;
}

void NoticeWriter::AddLevel(NodeId node, Day day, Notice& notice) const {
  const Node& above = archive_.methodology().nodes[node.value];
  notice.levels.push_back({.node = above.code, .label = above.LabelOn(day), .level = above.level});
}

void NoticeWriter::SetPlaces(const Scoreboard& before, const Scoreboard& after, CountryId country,
                             Notice& notice) const {
  const Methodology& methodology = archive_.methodology();
  for (LevelChange& level : notice.levels) {
    const NodeId node = *archive_.evaluator().FindNode(level.node);
    if (const auto place = before.PlaceOf(country, node)) level.rank_before = place->rank;
    if (const auto place = after.PlaceOf(country, node)) {
      level.rank_after = place->rank;
      level.ranked_after = place->of;
    }
    if (level.before) level.band_before = methodology.BandOf(*level.before);
    if (level.after) level.band_after = methodology.BandOf(*level.after);
  }
}

void NoticeWriter::FillFromLog(CountryId country, IndicatorId indicator, AsOf from, AsOf to,
                               Notice& notice) {
  const CountryBlock& block = archive_.Block(country);
  const auto answer = [&](AsOf as_of) {
    return archive_.answers().AnswerOf(indicator, block.AnswerAt(indicator, as_of));
  };
  SetAnswers(indicator, answer(from), answer(to), notice);
  for (const NodeId node : archive_.evaluator().NodesAbove(indicator)) {
    AddLevel(node, notice.day, notice);
    LevelChange& level = notice.levels.back();
    const analysis::Difference difference =
        analysis::DifferenceBetween(archive_, block, node, from, to);
    level.before = difference.from;
    level.after = difference.to;
    if (!difference.change) continue;
    level.points = 0;
    for (const analysis::AnswerDifference& row : difference.answers)
      if (row.indicator == indicator) level.points = row.node_points;
  }
  SetPlaces(BoardAt(from), BoardAt(to), country, notice);
}

void NoticeWriter::FillFromOverlay(const Event& event, IndicatorId indicator, Notice& notice) {
  const AsOf as_of{.effective = notice.day, .known = notice.known};
  const CountryId country = *archive_.FindCountry(event.country);
  ScenarioLayer layer{.name = "event " + event.sequence.ToString(), .changes = {}};
  if (event.answer)
    layer.changes.push_back({.country = event.country,
                             .indicator = event.indicator,
                             .answer = *event.answer,
                             .effective = PartialDate(notice.day, Precision::kDay)});
  const auto overlay = analysis::Overlay::Lay(archive_, std::span(&layer, 1), OnConflict::kRefuse);
  if (!overlay) return;
  const analysis::CountryOutcome outcome = analysis::OutcomeOf(*overlay, country, as_of);
  const std::optional<Answer> in_force =
      archive_.answers().AnswerOf(indicator, archive_.Block(country).AnswerAt(indicator, as_of));
  SetAnswers(indicator, in_force, event.answer ? event.answer : in_force, notice);
  for (const NodeId node : archive_.evaluator().NodesAbove(indicator)) {
    AddLevel(node, notice.day, notice);
    LevelChange& level = notice.levels.back();
    level.before = outcome.before[node.value].score;
    level.after = outcome.after[node.value].score;
    if (!level.before || !level.after) continue;
    const std::vector<double>& points = outcome.points[node.value];
    level.points = points.empty() ? 0 : points.front();
  }
  const Scoreboard& before = BoardAt(as_of);
  Scoreboard after = before;
  after.Replace(country, outcome.after);
  SetPlaces(before, after, country, notice);
}

Notice NoticeWriter::OfEvent(const Event& event, Instant recorded_at, Sequence first,
                             Trigger trigger, Sequence known) {
  ForgetOldBoards();
  Notice notice = Start(event, recorded_at, trigger, known);
  const CountryId country = *archive_.FindCountry(event.country);
  const IndicatorId indicator = *archive_.evaluator().FindIndicator(event.indicator);
  const CountryBlock& block = archive_.Block(country);
  const Statement* const own = FindStatement(archive_, event, event.sequence);
  const Statement* const target =
      event.supersedes ? FindStatement(archive_, event, *event.supersedes) : nullptr;

  if (trigger == Trigger::kCorrection || trigger == Trigger::kRetraction) {
    std::vector<Day> days;
    if (own != nullptr) days.emplace_back(own->day);
    if (target != nullptr) days.emplace_back(target->day);
    if (days.empty()) {
      FillFromOverlay(event, indicator, notice);
    } else {
      const Sequence before{first.value - 1};
      notice.day = DayOfCorrection(block, indicator, before, known, days);
      FillFromLog(country, indicator, {.effective = notice.day, .known = before},
                  {.effective = notice.day, .known = known}, notice);
    }
  } else if (own == nullptr) {
    FillFromOverlay(event, indicator, notice);
  } else {
    FillFromLog(country, indicator, {.effective = notice.day.plus_days(-1), .known = known},
                {.effective = notice.day, .known = known}, notice);
    const analysis::Standing standing =
        block.StandingAt(indicator, {.effective = notice.day, .known = known});
    if (!own->IsLiveAt(known)) {
      notice.without_effect = "superseded by event " + std::to_string(own->superseded_by);
    } else if (standing.statement != own) {
      notice.without_effect =
          "event " + std::to_string(standing.statement->sequence) + " decides on the same day";
    }
  }

  AddCountry(notice);
  if (const auto area = AreaOf(archive_.evaluator(), indicator))
    notice.area = archive_.methodology().nodes[area->value].code;
  return notice;
}

std::vector<Notice> NoticeWriter::OfEdition(const Edition& edition, Sequence known) {
  const Methodology& methodology = archive_.methodology();
  const analysis::Evaluator& evaluator = archive_.evaluator();
  const auto this_one = std::ranges::find(index_.editions, edition.id, &Edition::id);
  const Edition* const former =
      this_one == index_.editions.begin() ? nullptr : &*std::prev(this_one);
  const Scoreboard board_to = BoardOf(archive_, &edition, known);
  const Scoreboard board_from = BoardOf(archive_, former, known);

  std::vector<std::string> nodes = methodology.FindNode(methodology.headline)->children;
  nodes.push_back(methodology.headline);
  std::vector<Notice> notices;
  for (const CountryId country : AllCountries(archive_)) {
    const CountryBlock& block = archive_.Block(country);
    const std::string& code = archive_.countries()[country.value];
    const Day reference = edition.ReferenceFor(code);
    if (!FirstSeenOn(block, evaluator.indicator_count(), reference, known)) continue;
    Notice notice{.trigger = Trigger::kEdition,
                  .known = known,
                  .recorded_at = PublicationOf(edition),
                  .edition = edition.id,
                  .edition_title = edition.title,
                  .country = code,
                  .day = reference,
                  .effective = PartialDate(reference, Precision::kDay),
                  .headline = methodology.headline};
    for (const std::string& node_code : nodes) {
      const auto node = evaluator.FindNode(node_code);
      if (!node) continue;
      AddLevel(*node, notice.day, notice);
      LevelChange& level = notice.levels.back();
      if (former != nullptr) level.before = board_from.ScoreOf(country, *node).score;
      level.after = board_to.ScoreOf(country, *node).score;
      if (level.before && level.after) level.points = *level.after - *level.before;
    }
    SetPlaces(board_from, board_to, country, notice);
    if (former == nullptr)
      for (LevelChange& level : notice.levels) level.rank_before.reset();
    AddCountry(notice);
    notices.push_back(std::move(notice));
  }
  return notices;
}

}  // namespace lawtrace::alerts
