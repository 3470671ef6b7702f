// CitationRules: the styles, compiled.
#pragma once

#include <array>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "model/citation_style.h"
#include "model/index.h"

namespace re2 {
class RE2;
}  // namespace re2

namespace lawtrace::ingest {

struct CompiledPattern {
  CitationPattern source;
  std::string style;
  std::vector<std::string> countries;      // Empty: every country.
  std::shared_ptr<const re2::RE2> regexp;  // Group `all` is what the pattern describes.
  std::map<std::string, int> groups;       // Numbers of the named groups.
};

struct CompiledCue {
  CitationCueKind kind;
  std::vector<std::string> countries;
  std::shared_ptr<const re2::RE2> regexp;
};

struct CitationRules {
  std::vector<CompiledPattern> patterns;
  std::vector<CompiledCue> cues;
  std::map<std::string, std::vector<CitationTypeWord>> type_words;  // By style; lower case.
  std::vector<CitationTypeWord> shared_type_words;                  // Of styles of every country.
  std::map<std::string, int> months;                                // Lower case.
  // Lower case.
  std::set<std::string, std::less<>> lead_words;
  std::set<std::string, std::less<>> stop_words;
  std::set<std::string, std::less<>> generic_words;
  std::set<std::string, std::less<>> title_nouns;
  // The countries that the styles name, to be found by code or English name.
  Index index;
};

// Whether what holds for `countries` holds for `country`.
bool HoldsFor(const std::vector<std::string>& countries, std::string_view country);

// Where a cue of `kind` is found in `text`: before-cues at its end, after-cues at its beginning,
// kSameLaw as the whole of it, the others anywhere.
bool HasCue(const CitationRules& rules, CitationCueKind kind, std::string_view country,
            std::string_view text);

}  // namespace lawtrace::ingest
