// How comments name laws: the content of the files in data/citations (schema:
// proto/citations.proto, which says what each field means).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace lawtrace {

struct CitationDefine {
  std::string name;
  std::string pattern;
};

struct CitationPattern {
  std::string id;  // Unique in its style.
  std::string pattern;
  std::string type;
  std::string number;       // Template of the canonical number; empty: the usual form.
  std::string title;        // Known title; empty: what the pattern's group `title` holds.
  int year = 0;             // Known year; 0: found in the text.
  int rank = 0;             // Of two matches that overlap the higher one stands.
  double confidence = 0.9;  // In [0, 1].
  bool is_above_national_law = false;
};

struct CitationTypeWord {
  std::string word;
  std::string type;
};

struct CitationMonth {
  int number;  // 1 to 12.
  std::vector<std::string> names;
};

enum class CitationCueKind : std::uint8_t {
  kPriorBefore,    // Ends right before a law that held before the change.
  kPriorAfter,     // Begins right after such a law.
  kAmendedBefore,  // Ends right before a law that another one changes.
  kAmendedAfter,   // Begins right after such a law.
  kContextBefore,  // Ends right before a law that only explains.
  kCauseBefore,    // Ends right before a law by which the answer was changed.
  kCauseAfter,     // Begins right after a law that did something to the answer.
  kInForce,        // States entry into force: group `date`.
  kSince,          // States a beginning or an end: group `date`.
  kChanged,        // States when something changed: group `date`.
  kNotInForce,     // In a sentence of a weak date: it is none.
  kNotChanged,     // In a sentence of a kChanged date: it is the date of adoption.
  kSameLaw,        // The text between a law and another name of it.
};

struct CitationCue {
  CitationCueKind kind;
  std::string pattern;
};

struct CitationExample {
  std::string text;
  std::string number;  // Empty: a law without one.
  std::optional<int> year;
  std::string type;
};

struct CitationStyle {
  std::string id;
  std::vector<std::string> countries;  // As sources write the codes; empty: every country.
  std::vector<CitationDefine> defines;
  std::vector<CitationPattern> patterns;
  std::vector<CitationTypeWord> type_words;  // The first that occurs decides.
  std::vector<CitationMonth> months;
  std::vector<CitationCue> cues;
  std::vector<std::string> lead_words;     // Never begin a title.
  std::vector<std::string> stop_words;     // End a title that follows its noun.
  std::vector<std::string> generic_words;  // A title of these alone names no law.
  std::vector<std::string> title_nouns;    // End a title before "and the ...".
  std::vector<CitationExample> examples;
  std::vector<std::string> counterexamples;
};

}  // namespace lawtrace
