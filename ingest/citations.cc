#include "ingest/citations.h"

#include "ingest/internal/citation_candidates.h"
#include "ingest/internal/citation_dates.h"
#include "ingest/internal/citation_roles.h"
#include "ingest/internal/citation_text.h"

namespace lawtrace::ingest {

Citations FindCitations(const CitationStyles& styles, const CommentContext& context,
                        std::string_view comment) {
  const CitationRules& rules = styles.rules();
  const std::string text = Masked(comment);
  std::vector<Candidate> laws = FindCandidates(rules, context.country, text);
  const std::vector<JudgedRole> roles =
      JudgeRoles(rules, context.country, context.year, text, laws);
  Citations citations;
  citations.in_force = FindStatedDate(rules, context, text, laws);
  for (std::size_t i = 0; i < laws.size(); ++i) {
    Candidate& law = laws[i];
    citations.laws.push_back({.text = std::string(comment.substr(law.span.begin, law.span.size())),
                              .start = law.span.begin,
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
