// Candidates: the places in a comment that read like a law, before roles are given.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/internal/citation_rules.h"
#include "ingest/internal/citation_text.h"
#include "model/partial_date.h"

namespace lawtrace::ingest {

struct Candidate {
  Span span;
  std::string number;
  std::optional<int> year;
  std::string type;
  std::string title;
  int rank;
  double confidence;
  std::string pattern;  // "style:pattern".
  bool is_above_national_law = false;
  std::optional<PartialDate> dated;  // The law's own date.
  std::vector<std::string> aliases;  // Other titles of the same law.
  std::vector<Span> mentions;        // Where else the text names it.
};

// Every match of every pattern that holds for `country`, none overlapping another, each law once,
// in text order.
//
// REQUIRES: `text` is masked.
std::vector<Candidate> FindCandidates(const CitationRules& rules, std::string_view country,
                                      std::string_view text);

// Joins other names of the same law and leaves out later mentions.  `laws` in text order.
std::vector<Candidate> JoinMentions(const CitationRules& rules, std::string_view country,
                                    std::string_view text, std::vector<Candidate> laws);

}  // namespace lawtrace::ingest
