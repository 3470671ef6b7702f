#include "ingest/internal/citation_rules.h"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <set>
#include <span>
#include <utility>

#include "ingest/citations.h"
#include "ingest/faults.h"
#include "ingest/internal/citation_text.h"
#include "model/region.h"

namespace lawtrace::ingest {
namespace {

// White space between the words of one law; a wider gap separates.
constexpr std::string_view kBlank = "(?:\\s{1,3})";
constexpr std::string_view kMaybeBlank = "(?:\\s{0,3})";
// What may not stand beside a law: letters, digits, and what would make it a part of a longer
// number or word.
constexpr std::string_view kBefore = "(?:^|[^\\p{L}\\p{N}_/-])(?P<all>";
constexpr std::string_view kAfter = ")(?:$|[^\\p{L}\\p{N}_/])";
// Below this RE2 gives up its automaton for slower methods on the longest patterns.
constexpr std::int64_t kMaxMatcherSize = 64 << 20;
constexpr int kMaxExpansions = 2'000;  // A define that refers to itself stops here.

using Defines = std::map<std::string, std::string, std::less<>>;

std::string MonthAlternatives(std::span<const CitationStyle> styles) {
  std::vector<std::string> names;
  for (const CitationStyle& style : styles)
    for (const CitationMonth& month : style.months)
      names.insert(names.end(), month.names.begin(), month.names.end());
  std::ranges::sort(names, [](const std::string& a, const std::string& b) {
    return a.size() != b.size() ? a.size() > b.size() : a < b;
  });
  std::string pattern = "(?i:";
  for (const std::string& name : names) pattern += (pattern.size() > 4 ? "|" : "") + name;
  return pattern + ")";
}

// Replaces the shorthands of proto/citations.proto.  Absent if a define is unknown or circular.
std::optional<std::string> Expand(std::string pattern, const Defines& defines,
                                  std::string& unknown) {
  std::string out;
  int expansions = 0;
  bool is_in_class = false;  // Between "[" and "]".
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const char c = pattern[i];
    const bool opens_define = c == '{' && i + 1 < pattern.size() &&
                              std::islower(static_cast<unsigned char>(pattern[i + 1]));
    if (c == '\\' && i + 1 < pattern.size()) {
      const bool is_shorthand = pattern[i + 1] == '~';
      if (!is_shorthand) out += c;
      out += pattern[++i];
    } else if (c == '[' || c == ']') {
      is_in_class = c == '[';
      out += c;
    } else if (is_in_class) {
      out += c == ' ' ? "\\s" : std::string(1, c);
    } else if (c == ' ') {
      out += kBlank;
    } else if (c == '~') {
      out += kMaybeBlank;
    } else if (opens_define && pattern.substr(std::max<std::size_t>(i, 2) - 2, 2) != "\\p") {
      const std::size_t end = pattern.find('}', i);
      const std::string name = pattern.substr(i + 1, end - i - 1);
      const auto define = defines.find(name);
      if (end == std::string::npos || define == defines.end() || ++expansions > kMaxExpansions) {
        unknown = name;
        return std::nullopt;
      }
      pattern.replace(i, end - i + 1, "(?:" + define->second + ")");
      --i;
    } else {
      out += c;
    }
  }
  return out;
}

// Letters, capitals and digits as few ranges: RE2's own tables have hundreds, and the automata made
// of them cost several times as much.  Capitals alternate with small letters from Ā to Ž.
struct CharacterClass {
  std::string_view name;
  std::string_view ranges;
};
constexpr std::array<CharacterClass, 3> kCharacterClasses = {{
    {.name = "\\p{L}",
     .ranges = "A-Za-zªµºÀ-ÖØ-öø-\\x{2FF}\\x{370}-\\x{37D}\\x{37F}-\\x{1FFF}\\x{2C00}-\\x{2DFF}"
               "\\x{3040}-\\x{D7FF}\\x{F900}-\\x{FDFF}"},
    {.name = "\\p{Lu}",
     .ranges = "A-ZÀ-ÖØ-ÞĀĂĄĆĈĊČĎĐĒĔĖĘĚĜĞĠĢĤĦĨĪĬĮİĴĶĹĻĽĿŁŃŅŇŊŌŎŐŒŔŖŘŚŜŞŠŢŤŦŨŪŬŮŰŲŴŶŸŹŻŽȘȚ"
               "ΆΈ-ΏΑ-ΫЀ-Я"},
    {.name = "\\p{N}", .ranges = "0-9"},
}};

// The expression with the ranges above in place of the classes of RE2.
std::string WithFewRanges(std::string_view pattern) {
  std::string out;
  bool is_in_class = false;
  while (!pattern.empty()) {
    const auto* const named = std::ranges::find_if(
        kCharacterClasses, [&](const CharacterClass& c) { return pattern.starts_with(c.name); });
    if (named != kCharacterClasses.end()) {
      out += is_in_class ? std::string(named->ranges) : "[" + std::string(named->ranges) + "]";
      pattern.remove_prefix(named->name.size());
      continue;
    }
    const std::size_t size = pattern.front() == '\\' ? std::min<std::size_t>(2, pattern.size()) : 1;
    if (pattern.front() == '[') is_in_class = true;
    if (pattern.front() == ']') is_in_class = false;
    out += pattern.substr(0, size);
    pattern.remove_prefix(size);
  }
  return out;
}

class Compiler {
 public:
  explicit Compiler(std::span<const CitationStyle> styles) : faults_("citation styles") {
    shared_["month"] = MonthAlternatives(styles);
    for (const CitationStyle& style : styles)
      if (style.countries.empty())
        for (const CitationDefine& define : style.defines) shared_[define.name] = define.pattern;
  }

  void ListCountries(std::span<const CitationStyle> styles) {
    std::set<std::string> codes;
    for (const CitationStyle& style : styles)
      codes.insert(style.countries.begin(), style.countries.end());
    for (const std::string& code : codes) {
      Region region = RegionOf(code);
      rules_->index.countries.push_back({.code = code,
                                         .name = {},
                                         .aliases = {},
                                         .alpha3 = std::move(region.alpha3),
                                         .names = std::move(region.english_names)});
    }
    rules_->index.ListSpellings();
  }

  void Add(const CitationStyle& style) {
    Defines defines = shared_;
    for (const CitationDefine& define : style.defines) defines[define.name] = define.pattern;
    for (const CitationPattern& pattern : style.patterns) AddPattern(style, pattern, defines);
    for (const CitationCue& cue : style.cues) AddCue(style, cue, defines);
    for (const CitationTypeWord& word : style.type_words) {
      const CitationTypeWord lower{.word = LowerCase(word.word), .type = word.type};
      rules_->type_words[style.id].push_back(lower);
      if (style.countries.empty()) rules_->shared_type_words.push_back(lower);
    }
    for (const CitationMonth& month : style.months)
      for (const std::string& name : month.names) rules_->months[LowerCase(name)] = month.number;
    for (const std::string& word : style.lead_words) rules_->lead_words.insert(LowerCase(word));
    for (const std::string& word : style.stop_words) rules_->stop_words.insert(LowerCase(word));
    for (const std::string& word : style.generic_words)
      rules_->generic_words.insert(LowerCase(word));
    for (const std::string& word : style.title_nouns) rules_->title_nouns.insert(LowerCase(word));
  }

  const FaultList& faults() const { return faults_; }
  std::shared_ptr<const CitationRules> rules() const { return rules_; }

 private:
  std::shared_ptr<const re2::RE2> Regexp(const std::string& where, const std::string& pattern,
                                         std::string_view before, std::string_view after,
                                         const Defines& defines) {
    std::string unknown;
    const std::optional<std::string> expanded = Expand(pattern, defines, unknown);
    if (!expanded) {
      faults_.Add(where, "define '" + unknown + "' is unknown or refers to itself; correct it");
      return nullptr;
    }
    re2::RE2::Options options;
    options.set_log_errors(false);
    options.set_max_mem(kMaxMatcherSize);
    auto regexp = std::make_shared<const re2::RE2>(
        WithFewRanges(std::string(before) + *expanded + std::string(after)), options);
    if (regexp->ok()) return regexp;
    faults_.Add(where, "is no regular expression: " + regexp->error() + "; correct it");
    return nullptr;
  }

  void AddPattern(const CitationStyle& style, const CitationPattern& pattern,
                  const Defines& defines) {
    const auto regexp =
        Regexp(style.id + ":" + pattern.id, pattern.pattern, kBefore, kAfter, defines);
    if (regexp == nullptr) return;
    rules_->patterns.push_back({.source = pattern,
                                .style = style.id,
                                .countries = style.countries,
                                .regexp = regexp,
                                .groups = regexp->NamedCapturingGroups()});
  }

  void AddCue(const CitationStyle& style, const CitationCue& cue, const Defines& defines) {
    using enum CitationCueKind;
    std::string_view before = "(?i:";
    std::string_view after = ")";
    switch (cue.kind) {
      case kPriorBefore:
      case kAmendedBefore:
      case kContextBefore:
      case kCauseBefore:
        before = "(?i:\\b(?:";
        after = ")\\s*$)";
        break;
      case kPriorAfter:
      case kAmendedAfter:
      case kCauseAfter:
        before = "(?i:^\\s*(?:";
        after = "))";
        break;
      case kSameLaw:
        before = "(?i:^(?:";
        after = ")$)";
        break;
      case kInForce:
      case kSince:
      case kChanged:
        before = "(?i:(?P<all>";
        after = ")(?:$|[^\\p{L}\\p{N}_]))";
        break;
      case kNotInForce:
      case kNotChanged:
        break;
    }
    const auto regexp = Regexp(style.id + ":cue", cue.pattern, before, after, defines);
    if (regexp == nullptr) return;
    rules_->cues.push_back({.kind = cue.kind, .countries = style.countries, .regexp = regexp});
  }

  Defines shared_;
  FaultList faults_;
  std::shared_ptr<CitationRules> rules_ = std::make_shared<CitationRules>();
};

}  // namespace

bool HoldsFor(const std::vector<std::string>& countries, std::string_view country) {
  return countries.empty() || std::ranges::find(countries, country) != countries.end();
}

bool HasCue(const CitationRules& rules, CitationCueKind kind, std::string_view country,
            std::string_view text) {
  return std::ranges::any_of(rules.cues, [&](const CompiledCue& cue) {
    return cue.kind == kind && HoldsFor(cue.countries, country) &&
           re2::RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), *cue.regexp);
  });
}

Result<CitationStyles> CitationStyles::Compile(std::span<const CitationStyle> styles) {
  Compiler compiler(styles);
  for (const CitationStyle& style : styles) compiler.Add(style);
  compiler.ListCountries(styles);
  if (!compiler.faults().empty()) return Fail(compiler.faults().ToError());
  return CitationStyles(compiler.rules());
}

}  // namespace lawtrace::ingest
