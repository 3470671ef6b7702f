#include "proto/citation_codec.h"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "model/number.h"
#include "proto/citations.pb.h"
#include "proto/internal/faults.h"
#include "proto/internal/fields.h"
#include "proto/internal/place.h"
#include "proto/internal/source_files.h"

namespace lawtrace::proto {
namespace {

// A known name stands against every other reading of the same words.
constexpr int kAbbreviationRank = 25;
constexpr double kAbbreviationConfidence = 0.85;

constexpr int kEarliestYear = 1700;
constexpr int kLatestYear = 2200;

struct CueName {
  v1::CitationCue::Kind written;
  CitationCueKind kind;
};
constexpr std::array kCueKinds = {
    CueName{v1::CitationCue::PRIOR_BEFORE, CitationCueKind::kPriorBefore},
    CueName{v1::CitationCue::PRIOR_AFTER, CitationCueKind::kPriorAfter},
    CueName{v1::CitationCue::AMENDED_BEFORE, CitationCueKind::kAmendedBefore},
    CueName{v1::CitationCue::AMENDED_AFTER, CitationCueKind::kAmendedAfter},
    CueName{v1::CitationCue::CONTEXT_BEFORE, CitationCueKind::kContextBefore},
    CueName{v1::CitationCue::CAUSE_BEFORE, CitationCueKind::kCauseBefore},
    CueName{v1::CitationCue::CAUSE_AFTER, CitationCueKind::kCauseAfter},
    CueName{v1::CitationCue::IN_FORCE, CitationCueKind::kInForce},
    CueName{v1::CitationCue::SINCE, CitationCueKind::kSince},
    CueName{v1::CitationCue::CHANGED, CitationCueKind::kChanged},
    CueName{v1::CitationCue::NOT_IN_FORCE, CitationCueKind::kNotInForce},
    CueName{v1::CitationCue::NOT_CHANGED, CitationCueKind::kNotChanged},
    CueName{v1::CitationCue::SAME_LAW, CitationCueKind::kSameLaw}};

std::optional<CitationCueKind> KindOf(v1::CitationCue::Kind written) {
  for (const CueName& name : kCueKinds)
    if (name.written == written) return name.kind;
  return std::nullopt;
}

// The text as a pattern that matches it alone; blanks match any white space.
std::string Literal(std::string_view text) {
  std::string pattern;
  for (const char c : text) {
    if (std::string_view("\\.+*?()|[]{}^$~").find(c) != std::string_view::npos) pattern += '\\';
    pattern += c;
  }
  return pattern;
}

void CheckYear(int year, const Place& place) {
  if (year == 0 || (year >= kEarliestYear && year <= kLatestYear)) return;
  place.Report("year " + std::to_string(year) + " is not a year of a law; write four digits");
}

void ReadDefines(const v1::CitationStyle& message, const Place& place, CitationStyle& style) {
  UniqueNames names(LetterCase::kMatters);
  for (int i = 0; i < message.defines_size(); ++i) {
    const v1::CitationDefine& define = message.defines(i);
    const Place at = place.At(v1::CitationStyle::kDefinesFieldNumber, i);
    const Place name_place = at.At(v1::CitationDefine::kNameFieldNumber);
    RequireCode(define.name(), name_place, "name of a define");
    names.Add(define.name(), name_place, "name of a define");
    RequireText(define.pattern(), at.At(v1::CitationDefine::kPatternFieldNumber),
                "pattern of define " + Quoted(define.name()));
    style.defines.push_back({.name = define.name(), .pattern = define.pattern()});
  }
}

void ReadPatterns(const v1::CitationStyle& message, const Place& place, CitationStyle& style) {
  UniqueNames names(LetterCase::kMatters);
  for (int i = 0; i < message.patterns_size(); ++i) {
    const v1::CitationPattern& pattern = message.patterns(i);
    const Place at = place.At(v1::CitationStyle::kPatternsFieldNumber, i);
    const Place id_place = at.At(v1::CitationPattern::kIdFieldNumber);
    const std::string owner = "pattern " + Quoted(pattern.id());
    RequireCode(pattern.id(), id_place, "id of a pattern");
    names.Add(pattern.id(), id_place, "id of a pattern");
    RequireText(pattern.pattern(), at.At(v1::CitationPattern::kPatternFieldNumber), owner);
    RequireText(pattern.type(), at.At(v1::CitationPattern::kTypeFieldNumber), "type of " + owner);
    CitationPattern read{.id = pattern.id(),
                         .pattern = pattern.pattern(),
                         .type = pattern.type(),
                         .number = pattern.number(),
                         .title = {},
                         .rank = pattern.rank()};
    read.is_above_national_law = pattern.above_national_law();
    if (pattern.has_confidence()) read.confidence = pattern.confidence();
    if (!(read.confidence >= 0 && read.confidence <= 1))
      at.At(v1::CitationPattern::kConfidenceFieldNumber)
          .Report("confidence " + ShortestText(read.confidence) + " of " + owner +
                  " is not between 0 and 1");
    style.patterns.push_back(std::move(read));
  }
}

void ReadAbbreviations(const v1::CitationStyle& message, const Place& place, CitationStyle& style) {
  UniqueNames names(LetterCase::kMatters);
  for (int i = 0; i < message.abbreviations_size(); ++i) {
    const v1::CitationAbbreviation& law = message.abbreviations(i);
    const Place at = place.At(v1::CitationStyle::kAbbreviationsFieldNumber, i);
    const Place text_place = at.At(v1::CitationAbbreviation::kTextFieldNumber);
    const std::string owner = "abbreviation " + Quoted(law.text());
    RequireText(law.text(), text_place, "text of an abbreviation");
    names.Add(law.text(), text_place, "abbreviation");
    RequireText(law.type(), at.At(v1::CitationAbbreviation::kTypeFieldNumber), "type of " + owner);
    CheckYear(law.year(), at.At(v1::CitationAbbreviation::kYearFieldNumber));
    style.patterns.push_back({.id = law.text(),
                              .pattern = Literal(law.text()),
                              .type = law.type(),
                              .number = law.number(),
                              .title = law.title().empty() ? law.text() : law.title(),
                              .year = law.year(),
                              .rank = kAbbreviationRank,
                              .confidence = kAbbreviationConfidence});
  }
}

void ReadMonths(const v1::CitationStyle& message, const Place& place, CitationStyle& style) {
  for (int i = 0; i < message.months_size(); ++i) {
    const v1::CitationMonth& month = message.months(i);
    if (month.number() < 1 || month.number() > 12)
      place.At(v1::CitationStyle::kMonthsFieldNumber, i)
          .At(v1::CitationMonth::kNumberFieldNumber)
          .Report("month " + std::to_string(month.number()) + " is not between 1 and 12");
    style.months.push_back(
        {.number = month.number(), .names = {month.names().begin(), month.names().end()}});
  }
}

void ReadCues(const v1::CitationStyle& message, const Place& place, CitationStyle& style) {
  for (int i = 0; i < message.cues_size(); ++i) {
    const v1::CitationCue& cue = message.cues(i);
    const Place at = place.At(v1::CitationStyle::kCuesFieldNumber, i);
    RequireText(cue.pattern(), at.At(v1::CitationCue::kPatternFieldNumber), "pattern of a cue");
    if (const std::optional<CitationCueKind> kind = KindOf(cue.kind())) {
      style.cues.push_back({.kind = *kind, .pattern = cue.pattern()});
    } else {
      at.Report("kind of a cue is missing; write one of those in citations.proto");
    }
  }
}

void ReadTests(const v1::CitationStyle& message, const Place& place, CitationStyle& style) {
  for (int i = 0; i < message.examples_size(); ++i) {
    const v1::CitationExample& example = message.examples(i);
    const Place at = place.At(v1::CitationStyle::kExamplesFieldNumber, i);
    RequireText(example.text(), at.At(v1::CitationExample::kTextFieldNumber), "text of an example");
    RequireText(example.type(), at.At(v1::CitationExample::kTypeFieldNumber), "type of an example");
    CheckYear(example.year(), at.At(v1::CitationExample::kYearFieldNumber));
    style.examples.push_back(
        {.text = example.text(),
         .number = example.number(),
         .year = example.year() == 0 ? std::nullopt : std::optional<int>(example.year()),
         .type = example.type()});
  }
  style.counterexamples = {message.counterexamples().begin(), message.counterexamples().end()};
}

void ReadWords(const v1::CitationStyle& message, const Place& place, CitationStyle& style) {
  for (int i = 0; i < message.type_words_size(); ++i) {
    const v1::CitationTypeWord& word = message.type_words(i);
    const Place at = place.At(v1::CitationStyle::kTypeWordsFieldNumber, i);
    RequireText(word.word(), at.At(v1::CitationTypeWord::kWordFieldNumber), "word of a type");
    RequireText(word.type(), at.At(v1::CitationTypeWord::kTypeFieldNumber),
                "type of word " + Quoted(word.word()));
    style.type_words.push_back({.word = word.word(), .type = word.type()});
  }
  style.lead_words = {message.lead_words().begin(), message.lead_words().end()};
  style.stop_words = {message.stop_words().begin(), message.stop_words().end()};
  style.generic_words = {message.generic_words().begin(), message.generic_words().end()};
  style.title_nouns = {message.title_nouns().begin(), message.title_nouns().end()};
}

}  // namespace

Result<std::vector<CitationStyle>> ParseCitationStyles(std::span<const SourceFile> files) {
  Faults faults;
  std::vector<CitationStyle> styles;
  for (const SourceFile& file : files) {
    v1::CitationStyle message;
    const std::optional<Place> place = ParseText(file, faults, message);
    if (!place) continue;
    const Place id_place = place->At(v1::CitationStyle::kIdFieldNumber);
    RequireCode(message.id(), id_place, "id of the style");
    for (const CitationStyle& other : styles)
      if (other.id == message.id())
        id_place.Report("id " + Quoted(message.id()) + " is already taken by another file");
    CitationStyle style;
    style.id = message.id();
    for (int i = 0; i < message.countries_size(); ++i) {
      RequireCode(message.countries(i), place->At(v1::CitationStyle::kCountriesFieldNumber, i),
                  "country of style " + Quoted(message.id()));
      style.countries.push_back(message.countries(i));
    }
    ReadDefines(message, *place, style);
    ReadPatterns(message, *place, style);
    ReadAbbreviations(message, *place, style);
    ReadWords(message, *place, style);
    ReadMonths(message, *place, style);
    ReadCues(message, *place, style);
    ReadTests(message, *place, style);
    styles.push_back(std::move(style));
  }
  if (!faults.empty()) return Fail(faults.ToError());
  return styles;
}

Result<std::vector<CitationStyle>> LoadCitationStyles(const std::filesystem::path& directory) {
  const Result<std::vector<SourceFile>> files = ReadSourceFiles(
      directory,
      {.content = "citation style", .remedy = "give the folder that holds world.textproto"});
  if (!files) return Fail(files.error());
  return ParseCitationStyles(*files);
}

}  // namespace lawtrace::proto
