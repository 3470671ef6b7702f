#include "service/core/feeds.h"

#include <algorithm>
#include <set>
#include <utility>

#include "alerts/decision.h"
#include "model/budget.h"
#include "model/nearest.h"

namespace lawtrace::service {
namespace {

constexpr std::string_view kCountry = "country-";
constexpr std::string_view kNode = "node-";
constexpr std::string_view kLaw = "law-";

// Who may coin such names: the host of the public address (RFC 4151).
std::string TagOf(const report::MessageLinks& links, const std::string& specific) {
  std::string host =
      links.public_url.substr(std::min(links.public_url.find("//"), links.public_url.size()));
  host = host.substr(std::min<std::size_t>(2, host.size()));
  host = host.substr(0, host.find_first_of(":/"));
  return "tag:" + (host.empty() ? "localhost" : host) + ",2007:" + links.index_id + "/" + specific;
}

Result<std::string> NodeCode(const std::string& written, const Methodology& methodology) {
  std::vector<std::string> names;
  const auto is_it = [&](const auto& part) {
    names.push_back(part.code);
    names.push_back(part.labels.back().text);
    return part.code == written || part.labels.back().text == written;
  };
  for (const Node& node : methodology.nodes)
    if (is_it(node)) return node.code;
  for (const Indicator& indicator : methodology.indicators)
    if (is_it(indicator)) return indicator.code;
  return Fail(ErrorCode::kNotFound,
              "no node or indicator '" + written + "'" + DidYouMean(written, names));
}

}  // namespace

std::string FileName(const FeedScope& scope, std::optional<std::size_t> archive) {
  return scope.Name() + (archive ? "-" + std::to_string(*archive) : "") + ".atom";
}

std::string FeedScope::Name() const {
  if (!country.empty()) return std::string(kCountry) + country;
  if (!node.empty()) return std::string(kNode) + node;
  if (!law.empty()) return std::string(kLaw) + law;
  return "all";
}

Result<FeedScope> ParseFeedScope(const FeedScope& written, const Index& index,
                                 const analysis::Archive& archive) {
  const int given = !written.country.empty() + !written.node.empty() + !written.law.empty();
  if (given > 1)
    return Fail(ErrorCode::kInvalidInput,
                "a feed is about one country, one node or one law; name one of them");
  FeedScope scope;
  if (!written.country.empty()) {
    const Country* country = index.FindCountry(written.country);
    std::vector<std::string> codes;
    for (const Country& known : index.countries)
      codes.insert(codes.end(), {known.code, known.name});
    if (country == nullptr)
      return Fail(ErrorCode::kNotFound,
                  "no country '" + written.country + "'" + DidYouMean(written.country, codes));
    scope.country = country->code;
  }
  if (!written.node.empty()) {
    Result<std::string> code = NodeCode(written.node, archive.methodology());
    if (!code) return Fail(std::move(code).error());
    scope.node = *std::move(code);
  }
  if (!written.law.empty()) {
    if (archive.laws().Find(written.law) == nullptr)
      return Fail(ErrorCode::kNotFound,
                  "no law '" + written.law + "'; lawtrace law list shows the register");
    scope.law = archive.laws().CanonicalId(written.law);
  }
  return scope;
}

Result<FeedScope> ParseFeedName(std::string_view name, const Index& index,
                                const analysis::Archive& archive) {
  FeedScope written;
  if (name.starts_with(kCountry)) {
    written.country = name.substr(kCountry.size());
  } else if (name.starts_with(kNode)) {
    written.node = name.substr(kNode.size());
  } else if (name.starts_with(kLaw)) {
    written.law = name.substr(kLaw.size());
  } else if (name != "all") {
    return Fail(ErrorCode::kNotFound, "no feed '" + std::string(name) +
                                          "'; ask for all, country-CODE, node-CODE or law-ID");
  }
  return ParseFeedScope(written, index, archive);
}

Result<Feeds> Feeds::Read(const store::EventLog& log, const analysis::Archive& archive,
                          const Index& index, Day today) {
  Feeds feeds(log, archive, index);
  std::vector<alerts::ScheduledEntry> entries;
  std::vector<std::pair<Instant, Sequence>> transactions;  // When recorded, and the last item.
  const Status status = log.Visit([&](const Transaction& transaction) -> Status {
    SpendStep(kStepsBetweenLooks);
    if (transaction.first.value > archive.last().value) return {};
    for (const Event& event : alerts::EventsToTell(transaction)) feeds.Add(event, transaction);
    std::ranges::copy(alerts::EntriesOf(archive, transaction), std::back_inserter(entries));
    transactions.emplace_back(transaction.recorded_at, transaction.last());
    return {};
  });
  if (!status) return Fail(status.error());
  feeds.AddEntries(entries, transactions, today);
  feeds.AddEditions(transactions, today);
  std::ranges::stable_sort(feeds.publications_, {}, &Publication::at);
  return feeds;
}

void Feeds::Add(const Event& event, const Transaction& transaction) {
  SpendStep();
  const std::optional<Trigger> trigger =
      alerts::TriggerOf(*archive_, event, transaction.recorded_at);
  if (!trigger) return;
  Publication publication{.event = event.sequence,
                          .known = transaction.last(),
                          .entry = event.sequence,
                          .trigger = *trigger,
                          .at = transaction.recorded_at,
                          .first_at = transaction.recorded_at,
                          .edition = {},
                          .country = event.country,
                          .indicator = event.indicator,
                          .laws = {}};
  for (const LawReference& law : event.laws)
    publication.laws.push_back(archive_->laws().CanonicalId(law.law));
  if (event.supersedes)
    if (const Publication* former = FindPublication(*event.supersedes)) {
      publication.entry = former->entry;
      publication.first_at = former->first_at;
      publication.laws.insert(publication.laws.end(), former->laws.begin(), former->laws.end());
    }
  publications_.push_back(std::move(publication));
}

void Feeds::AddEntries(const std::vector<alerts::ScheduledEntry>& entries,
                       const std::vector<std::pair<Instant, Sequence>>& transactions, Day today) {
  std::vector<Publication> added;
  for (const alerts::ScheduledEntry& entry : entries) {
    const Publication* const announced = FindPublication(entry.event);
    if (announced == nullptr || entry.day > today) continue;
    Publication publication = *announced;
    publication.trigger = Trigger::kEntryIntoForce;
    publication.at = Instant::StartOf(entry.day);
    publication.first_at = publication.at;
    publication.entry = entry.event;
    // As known when the day began.
    const auto later = std::ranges::lower_bound(transactions, publication.at, {},
                                                &std::pair<Instant, Sequence>::first);
    publication.known = std::prev(later)->second;
    if (alerts::TakesEffect(*archive_, publication.country, publication.indicator, entry.event,
                            publication.known))
      added.push_back(std::move(publication));
  }
  std::ranges::move(added, std::back_inserter(publications_));
}

void Feeds::AddEditions(const std::vector<std::pair<Instant, Sequence>>& transactions, Day today) {
  for (const Edition& edition : index_->editions) {
    if (!alerts::IsPublished(*archive_, edition, today)) continue;
    for (const auto& [country, seen] : alerts::FirstSeen(*archive_, edition)) {
      const auto recorded =
          std::ranges::lower_bound(transactions, seen, {}, &std::pair<Instant, Sequence>::second);
      const Instant at = std::max(alerts::PublicationOf(edition), recorded->first);
      const auto later =
          std::ranges::upper_bound(transactions, at, {}, &std::pair<Instant, Sequence>::first);
      publications_.push_back({.event = {},
                               .known = std::prev(later)->second,
                               .entry = {},
                               .trigger = Trigger::kEdition,
                               .at = at,
                               .first_at = at,
                               .edition = edition.id,
                               .country = country,
                               .indicator = {},
                               .laws = {}});
    }
  }
}

const Feeds::Publication* Feeds::FindPublication(Sequence event) const {
  // While the log is read, they are in its order.
  const auto found = std::ranges::lower_bound(publications_, event, {}, &Publication::event);
  return found == publications_.end() || found->event != event ? nullptr : &*found;
}

bool Feeds::IsIn(const FeedScope& scope, const Publication& publication) const {
  if (!scope.country.empty()) return publication.country == scope.country;
  if (!scope.law.empty())
    return std::ranges::find(publication.laws, scope.law) != publication.laws.end();
  if (scope.node.empty() || publication.indicator == scope.node) return true;
  const analysis::Evaluator& evaluator = archive_->evaluator();
  const std::optional<analysis::NodeId> node = evaluator.FindNode(scope.node);
  if (publication.trigger == Trigger::kEdition) return node.has_value();
  const std::optional<analysis::IndicatorId> indicator =
      evaluator.FindIndicator(publication.indicator);
  if (!node || !indicator) return false;
  const auto above = evaluator.NodesAbove(*indicator);
  return std::ranges::find(above, *node) != above.end();
}

std::vector<const Feeds::Publication*> Feeds::PublicationsOf(const FeedScope& scope) const {
  std::vector<const Publication*> found;
  for (const Publication& publication : publications_) {
    SpendStep();
    if (IsIn(scope, publication)) found.push_back(&publication);
  }
  return found;
}

std::size_t Feeds::ArchiveCount(const FeedScope& scope) const {
  return PublicationsOf(scope).size() / kFeedPageSize;
}

std::string Feeds::TitleOf(const FeedScope& scope) const {
  std::string subject = "every change";
  if (!scope.country.empty()) {
    const Country* country = index_->FindCountry(scope.country);
    subject = country == nullptr ? scope.country : country->name;
  } else if (!scope.node.empty()) {
    const Methodology& methodology = archive_->methodology();
    if (const Node* node = methodology.FindNode(scope.node)) subject = node->labels.back().text;
    if (const Indicator* indicator = methodology.FindIndicator(scope.node))
      subject = indicator->labels.back().text;
  } else if (const Law* law = archive_->laws().Find(scope.law)) {
    subject = !law->title_en.empty() ? law->title_en : !law->title.empty() ? law->title : law->id;
  }
  return index_->name + ": " + subject;
}

std::string Feeds::IdOf(const Publication& publication) const {
  if (publication.trigger == Trigger::kEdition)
    return "edition/" + publication.edition + "/" + publication.country;
  return "event/" + publication.entry.ToString() +
         (publication.trigger == Trigger::kEntryIntoForce ? "/in-force" : "");
}

Result<report::FeedEntry> Feeds::EntryOf(const Publication& publication, Notices& notices,
                                         const report::MessageTemplates& templates,
                                         const report::MessageLinks& links) const {
  const bool is_edition = publication.trigger == Trigger::kEdition;
  const Result<alerts::Notice> notice =
      notices.Of({.trigger = publication.trigger,
                  .event = publication.event,
                  .edition = publication.edition,
                  .country = is_edition ? publication.country : std::string()},
                 publication.known);
  if (!notice) return Fail(notice.error());
  report::FeedEntry entry{
      .id = TagOf(links, IdOf(publication)),
      .title = templates.RenderSubject(*notice, "en", links),
      .html = templates.RenderNotice(*notice, "en", links),
      .link = is_edition ? std::string() : links.EventUrl(publication.entry),
      .published = publication.first_at,
      .updated = publication.at,
      .categories = {std::string(Name(publication.trigger)), publication.country},
      .is_withdrawn =
          publication.trigger == Trigger::kRetraction && publication.entry != publication.event};
  if (publication.trigger == Trigger::kCorrection) entry.title = "Corrected: " + entry.title;
  if (publication.trigger == Trigger::kRetraction) entry.title = "Withdrawn: " + entry.title;
  if (publication.trigger == Trigger::kProposal) entry.title = "Bill: " + entry.title;
  if (publication.trigger == Trigger::kEntryIntoForce) entry.title = "In force: " + entry.title;
  if (!publication.indicator.empty()) entry.categories.push_back(publication.indicator);
  if (!notice->area.empty()) entry.categories.push_back(notice->area);
  return entry;
}

Result<report::FeedPage> Feeds::Page(const FeedScope& scope, std::optional<std::size_t> archive,
                                     const report::MessageTemplates& templates,
                                     const report::MessageLinks& links) const {
  const std::vector<const Publication*> all = PublicationsOf(scope);
  const std::size_t archives = all.size() / kFeedPageSize;
  if (archive && (*archive < 1 || *archive > archives))
    return Fail(ErrorCode::kNotFound, "the feed has " + std::to_string(archives) +
                                          " archives; ask for one of them or the current page");
  const std::size_t end = archive ? *archive * kFeedPageSize : all.size();
  const std::size_t begin = end - std::min(end, kFeedPageSize);
  // The newest archive with publications before these; it may hold some of these, too.
  const std::size_t before = (begin + kFeedPageSize - 1) / kFeedPageSize;
  const auto address = [&](std::optional<std::size_t> number) {
    return (links.public_url.empty() ? "" : links.public_url + "/feeds/") + FileName(scope, number);
  };
  report::FeedPage page{.id = TagOf(links, "feed/" + scope.Name()),
                        .title = TitleOf(scope),
                        .author = index_->name,
                        .self = address(archive)};
  if (archive) page.current = address(std::nullopt);
  if (before > 0) page.prev_archive = address(before);
  if (archive && *archive < archives) page.next_archive = address(*archive + 1);
  Notices notices(*log_, *archive_, *index_);
  for (std::size_t i = end; i > begin; --i) {
    SpendStep(kStepsBetweenLooks);
    Result<report::FeedEntry> entry = EntryOf(*all[i - 1], notices, templates, links);
    if (!entry) return Fail(std::move(entry).error());
    SpendBytes(entry->title.size() + entry->html.size());
    page.updated = std::max(page.updated, entry->updated);
    page.entries.push_back(*std::move(entry));
  }
  return page;
}

}  // namespace lawtrace::service
