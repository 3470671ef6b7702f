#include "ingest/citations.h"

#include "ingest/internal/citation_candidates.h"
#include "ingest/internal/citation_dates.h"
#include "ingest/internal/citation_roles.h"
#include "ingest/internal/citation_text.h"
#include "model/text.h"

namespace lawtrace::ingest {

Citations FindCitations(const CitationStyles& styles, const CommentContext& context,
                        std::string_view comment) {
  const CitationRules& rules = styles.rules();
  const Country* known = rules.index.FindCountry(context.country);
  const std::string country = known == nullptr ? context.country : known->code;
  const PlainText plain = PlainTypography(comment);
  const std::string text = Masked(plain.text);
  const auto written = [&](std::size_t begin, std::size_t size) {
    const std::size_t from = plain.origins[begin];
    return std::string(TrimBlanks(comment.substr(from, plain.origins[begin + size] - from)));
  };
  std::vector<Candidate> laws = FindCandidates(rules, country, text);
  const std::vector<JudgedRole> roles = JudgeRoles(rules, country, context.year, text, laws);
  Citations citations;
  citations.in_force =
      FindStatedDate(rules, {.country = country, .year = context.year}, text, laws);
  if (auto& date = citations.in_force) {
    date->text = written(date->start, date->text.size());
    date->start = plain.origins[date->start];
  }
  for (std::size_t i = 0; i < laws.size(); ++i) {
    Candidate& law = laws[i];
    citations.laws.push_back({.text = written(law.span.begin, law.span.size()),
                              .start = plain.origins[law.span.begin],
                              .number = std::move(law.number),
                              .year = law.year,
                              .type = std::move(law.type),
                              .title = std::move(law.title),
                              .dated = law.dated,
                              .is_above_national_law = law.is_above_national_law,
                              .role = roles[i].role,
                              .confidence = law.confidence,
                              .reason = law.pattern + "; " + roles[i].reason});
  }
  return citations;
}

}  // namespace lawtrace::ingest
