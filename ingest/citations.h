// Citations: the laws that a comment names, and the date of entry into force that it states.
//
// Pure.  Matching takes time linear in the comment for each match (RE2).  What counts as a law is
// data: data/citations/*.textproto; docs/citations.md says how the parts work together.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/citation_style.h"
#include "model/law.h"
#include "model/partial_date.h"
#include "model/result.h"

namespace lawtrace::ingest {

struct CitationRules;

// Styles ready for use.  Immutable; cheap to copy; safe to share between threads.
class CitationStyles {
 public:
  // kInvalidInput with one line for each pattern that does not compile or refers to no define.
  [[nodiscard]] static Result<CitationStyles> Compile(std::span<const CitationStyle> styles);

  const CitationRules& rules() const { return *rules_; }

 private:
  explicit CitationStyles(std::shared_ptr<const CitationRules> rules) : rules_(std::move(rules)) {}
  std::shared_ptr<const CitationRules> rules_;
};

// What is known of a comment apart from its text.
struct CommentContext {
  std::string country;      // Code as the source writes it; empty: only what holds everywhere.
  std::optional<int> year;  // For which the answer is coded.
};

struct Citation {
  std::string text;    // As the comment writes it.
  std::size_t start;   // Of `text` in the comment, in bytes from 0.
  std::string number;  // Canonical ("244/2016"); empty: none is given.
  std::optional<int> year;
  std::string type;                    // "act", "decree", "regulation", "directive", "gazette", ...
  std::string title;                   // Empty: none is given.
  std::optional<PartialDate> dated;    // The law's own date, if the comment names it by one.
  bool is_above_national_law = false;  // Of the European Union, a convention, a constitution.
  LawRole role = LawRole::kContext;
  double confidence = 0;  // In [0, 1]; of the recognition, not of the role.
  std::string reason;     // Which pattern found it and what decided its role.
};

struct StatedDate {
  PartialDate date;
  std::string text;   // As the comment writes it, with the words that make it a commencement.
  std::size_t start;  // In bytes from 0.
  bool is_commencement = false;  // Entry into force in so many words, not "since" or "changed in".
};

struct Citations {
  std::vector<Citation> laws;  // Each law once, where it is first named; in text order.
  std::optional<StatedDate> in_force;
};

Citations FindCitations(const CitationStyles& styles, const CommentContext& context,
                        std::string_view comment);

}  // namespace lawtrace::ingest
