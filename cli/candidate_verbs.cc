#include "cli/candidate_verbs.h"

#include <algorithm>
#include <cmath>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "analysis/candidates.h"
#include "cli/citation_styles.h"
#include "cli/output.h"
#include "cli/session.h"
#include "ingest/recognition.h"
#include "report/question/candidate_table.h"

namespace lawtrace::cli {
namespace {

using report::CandidateAmendment;

// Comments of events, by sequence.
using Comments = std::unordered_map<std::uint64_t, std::string>;

Result<Comments> ReadComments(const store::EventLog& log,
                              const std::vector<analysis::RecodedAnswer>& recoded) {
  Comments comments;
  for (const analysis::RecodedAnswer& one : recoded)
    comments.emplace(one.change.statement->sequence, "");
  const Status read = log.Visit([&](const Transaction& transaction) -> Status {
    for (const Event& event : transaction.events)
      if (const auto wanted = comments.find(event.sequence.value); wanted != comments.end())
        wanted->second = event.evidence.comment;
    return {};
  });
  if (!read) return Fail(read.error());
  return comments;
}

// For a shell: between quotes unless it is plain.
std::string Quoted(const std::string& word) {
  const bool is_plain = std::ranges::all_of(word, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("/._-").find(c) != std::string_view::npos;
  });
  if (is_plain && !word.empty()) return word;
  std::string quoted = "'";
  for (const char c : word) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

void AddText(const std::string& more, std::string& text) {
  if (more.empty()) return;
  text += (text.empty() ? "" : "; ") + more;
}

class CandidateReader {
 public:
  CandidateReader(const ingest::CitationStyles& styles, const analysis::Archive& archive,
                  std::string store)
      : styles_(styles), search_(LawsOf(archive)), store_(std::move(store)) {}

  // Absent unless the comment names a law of the coded year as what changed the answer.
  std::optional<CandidateAmendment> Read(const analysis::RecodedAnswer& recoded,
                                         const std::string& country,
                                         const std::string& comment) const {
    const analysis::Statement& statement = *recoded.change.statement;
    const int year = Day(statement.day).year();
    const ingest::Citations citations =
        ingest::FindCitations(styles_, {.country = country, .year = year}, comment);
    CandidateAmendment candidate{.recoded = recoded};
    std::string law_options;
    for (const ingest::NamedLaw& named : ingest::NamedLaws(citations, country)) {
      const bool is_of_year = named.law.adopted && named.law.adopted->earliest().year() == year;
      if (named.role != LawRole::kCause || !is_of_year) continue;
      AddText(named.written, candidate.written);
      AddText(named.law.number, candidate.numbers);
      AddText(named.law.title, candidate.titles);
      const Law* known = search_.Find(named, year);
      if (known == nullptr) continue;
      AddText(known->id, candidate.laws);
      law_options += " --law " + known->id;
    }
    if (candidate.written.empty()) return std::nullopt;
    if (citations.in_force) candidate.stated = citations.in_force->date;
    candidate.command = "lawtrace record amendment --store " + Quoted(store_) + " --supersedes " +
                        std::to_string(statement.sequence) +
                        EffectiveOptions(candidate.stated, year) + law_options;
    return candidate;
  }

 private:
  // Every entry, those merged into another one included: a comment may name either.
  static std::vector<const Law*> LawsOf(const analysis::Archive& archive) {
    std::vector<const Law*> laws = archive.laws().All();
    for (std::size_t i = 0; i < laws.size(); ++i)
      for (const std::string& alias : laws[i]->aliases)
        if (const auto merged = archive.laws().StatementsOf(alias);
            !merged.empty() && std::ranges::find(laws, &merged.back().law) == laws.end())
          laws.push_back(&merged.back().law);
    return laws;
  }

  static std::string EffectiveOptions(const std::optional<PartialDate>& stated, int year) {
    if (stated && stated->earliest().year() == year) return " --effective " + stated->ToString();
    return " --effective " + std::to_string(year) + " --basis convention";
  }

  const ingest::CitationStyles& styles_;
  ingest::RegisterSearch search_;
  std::string store_;
};

}  // namespace

Result<int> RunLawCandidates(const CandidatesOptions& options) {
  const Result<Question> question = AskOfNodes(options.question);
  if (!question) return Fail(question.error());
  const Result<ingest::CitationStyles> styles = OpenStyles(options.styles);
  if (!styles) return Fail(styles.error());
  const analysis::Archive& archive = question->archive;
  const analysis::NodeId node = question->nodes.front();
  std::vector<analysis::RecodedAnswer> recoded;
  for (const analysis::CountryId country : question->countries)
    std::ranges::move(analysis::RecodedAnswers(archive, country, node),
                      std::back_inserter(recoded));
  const Result<Comments> comments = ReadComments(question->session.log(), recoded);
  if (!comments) return Fail(comments.error());

  const CandidateReader reader(*styles, archive, options.question.common.store);
  std::vector<CandidateAmendment> candidates;
  for (const analysis::RecodedAnswer& one : recoded)
    if (auto candidate = reader.Read(one, archive.countries()[one.country.value],
                                     comments->at(one.change.statement->sequence)))
      candidates.push_back(*std::move(candidate));
  std::ranges::stable_sort(candidates, {}, [](const CandidateAmendment& candidate) {
    return -std::abs(candidate.recoded.area_points.value_or(0));
  });

  std::string text =
      report::Render(report::CandidateTable(archive, node, candidates), question->format);
  if (question->format == report::Format::kText) {
    text += "\n" + Counted(candidates.size(), "candidate") + " of " +
            Counted(recoded.size(), "recoding") + ".\n";
    if (!candidates.empty()) text += "To confirm one, check its comment with 'show', then:\n";
    for (const CandidateAmendment& candidate : candidates) text += candidate.command + "\n";
  }
  const Status printed = Print(text);
  if (!printed) return Fail(printed.error());
  return 0;
}

}  // namespace lawtrace::cli
