// The text of a filter, as people write it.
#include <algorithm>
#include <charconv>
#include <initializer_list>
#include <span>
#include <utility>

#include "alerts/filter.h"
#include "model/nearest.h"
#include "model/number.h"
#include "model/quote.h"
#include "model/slug.h"
#include "model/text.h"

namespace lawtrace::alerts {
namespace {

constexpr std::size_t kMostFilterBytes = 8192;
constexpr std::size_t kMostLawBytes = 100;

struct Token {
  std::string text;
  bool is_quoted = false;
};

bool IsWord(const Token& token, std::string_view word) {
  return !token.is_quoted && Folded(token.text) == word;
}

// Words, quoted texts, "," and ">=".
std::vector<Token> TokensOf(std::string_view text, std::string& faults) {
  std::vector<Token> tokens;
  while (true) {
    text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
    if (text.empty()) return tokens;
    if (text.front() == '"') {
      const std::size_t close = text.find('"', 1);
      if (close == std::string_view::npos) {
        faults = "a quotation mark is not closed in " + std::string(text);
        return tokens;
      }
      tokens.push_back({.text = std::string(text.substr(1, close - 1)), .is_quoted = true});
      text.remove_prefix(close + 1);
      continue;
    }
    const std::size_t size =
        text.starts_with(',') ? 1
        : text.starts_with(">=")
            ? 2
            : std::min({text.find_first_of(" \t\r\n,\""), text.find(">="), text.size()});
    tokens.push_back({.text = std::string(text.substr(0, size))});
    text.remove_prefix(size);
  }
}

std::string Joined(std::span<const Token> tokens) {
  std::string text;
  for (const Token& token : tokens) text += (text.empty() ? "" : " ") + token.text;
  return text;
}

class TermParser {
 public:
  TermParser(const Index& index, const Methodology& methodology)
      : index_(index), methodology_(methodology) {}

  Term Parse(std::span<const Token> tokens) {
    Term term;
    written_ = Joined(tokens);
    if (!tokens.empty() && IsWord(tokens.front(), "not")) {
      term.is_negated = true;
      tokens = tokens.subspan(1);
    }
    if (tokens.empty()) {
      AddFault("a term is missing beside 'and' or 'not'; write one such as country PT");
      return term;
    }
    const std::string word = Folded(tokens.front().text);
    if (std::ranges::any_of(tokens, [](const Token& t) { return IsWord(t, "or"); })) {
      AddFault(
          "there is no 'or'; list values with commas, as in country PT,ES, or subscribe twice");
      return term;
    }
    std::vector<std::string> names;
    for (std::size_t i = 1; i <= static_cast<std::size_t>(Subject::kTiming); ++i) {
      names.emplace_back(Name(static_cast<Subject>(i)));
      if (names.back() != word) continue;
      term.subject = static_cast<Subject>(i);
      Fill(tokens.subspan(1), term);
      return term;
    }
    std::string known;
    for (const std::string& name : names) known += (known.empty() ? "" : ", ") + name;
    AddFault("'" + tokens.front().text + "' is nothing to filter by" + DidYouMean(word, names) +
             "; a term begins with one of " + known);
    return term;
  }

  const std::string& faults() const { return faults_; }

 private:
  void AddFault(const std::string& what) {
    faults_ += (faults_.empty() ? "'" : "\n'") + written_ + "': " + what;
  }

  void Fill(std::span<const Token> rest, Term& term) {
    switch (term.subject) {
      case Subject::kChange:
        return FillChange(rest, term);
      case Subject::kBand:
      case Subject::kRank:
        term.node = NodeOf(Joined(rest));
        return;
      case Subject::kDirection:
        return FillDirection(rest, term);
      default:
        break;
    }
    std::vector<std::string> written(1);
    for (const Token& token : rest) {
      if (!token.is_quoted && token.text == ",") {
        written.emplace_back();
      } else {
        written.back() += (written.back().empty() ? "" : " ") + token.text;
      }
    }
    for (const std::string& value : written) {
      if (value.empty()) {
        AddFault("a value is missing; write " + ExampleOf(term.subject));
      } else {
        term.values.push_back(ValueOf(term.subject, value));
      }
    }
  }

  static std::string ExampleOf(Subject subject) {
    switch (subject) {
      case Subject::kCountry:
        return "country PT,ES";
      case Subject::kGroup:
        return "group EU";
      case Subject::kArea:
        return "area Health";
      case Subject::kIndicator:
        return "indicator ba21";
      case Subject::kLaw:
        return "law pt-lei-23-2007";
      case Subject::kKind:
        return "kind amendment,proposal";
      default:
        return "timing retroactive";
    }
  }

  std::string ValueOf(Subject subject, const std::string& value) {
    switch (subject) {
      case Subject::kCountry:
        return CountryOf(value);
      case Subject::kGroup:
        return GroupOf(value);
      case Subject::kArea:
        return NodeOf(value);
      case Subject::kIndicator:
        return IndicatorOf(value);
      case Subject::kLaw:
        return LawOf(value);
      case Subject::kKind:
        return Checked(ParseTrigger(Folded(value)), Folded(value));
      case Subject::kTiming:
        return Checked(ParseTiming(Folded(value)), Folded(value));
      default:
        return value;
    }
  }

  template <typename T>
  std::string Checked(const Result<T>& result, std::string text) {
    if (!result) AddFault(result.error().Message());
    return text;
  }

  // Laws may be followed before they are registered, by an id that they could have.
  std::string LawOf(const std::string& value) {
    if (!IsSlug(value) || value.size() > kMostLawBytes)
      AddFault("law " + Quote(value) + " is no id; ids have up to 100 of a-z, 0-9 and -, as in " +
               ExampleOf(Subject::kLaw));
    return value;
  }

  std::string CountryOf(const std::string& value) {
    if (const Country* country = index_.FindCountry(value)) return country->code;
    AddFault(UnknownCountry(index_, value));
    return value;
  }

  std::string GroupOf(const std::string& value) {
    if (const Group* group = index_.FindGroup(value)) return group->id;
    std::string known;
    for (const Group& group : index_.groups) known += (known.empty() ? "" : ", ") + group.id;
    AddFault("group '" + value + "' is not in the index; it has " + known);
    return value;
  }

  std::string IndicatorOf(const std::string& value) {
    if (methodology_.FindIndicator(value) != nullptr) return value;
    std::vector<std::string> codes;
    for (const Indicator& indicator : methodology_.indicators) {
      if (Folded(indicator.code) == Folded(value)) return indicator.code;
      codes.push_back(indicator.code);
    }
    AddFault("indicator '" + value + "' is not in methodology " + methodology_.id +
             DidYouMean(value, codes));
    return value;
  }

  // By code, by label, or "overall" or nothing for the headline.
  std::string NodeOf(const std::string& value) {
    if (methodology_.FindNode(value) != nullptr) return value;
    const std::string lowered = Folded(value);
    if (lowered.empty() || lowered == "overall") return methodology_.headline;
    std::vector<std::string> names;
    for (const Node& node : methodology_.nodes) {
      if (Folded(node.code) == lowered) return node.code;
      names.push_back(node.code);
      for (const DatedLabel& label : node.labels) {
        if (Folded(label.text) == lowered) return node.code;
        names.push_back(label.text);
      }
    }
    AddFault("'" + value + "' is no area or other node of methodology " + methodology_.id +
             DidYouMean(value, names) +
             (methodology_.FindIndicator(value) != nullptr
                  ? "; it is an indicator: write indicator " + value
                  : ""));
    return value;
  }

  void FillDirection(std::span<const Token> rest, Term& term) {
    const std::string word = rest.empty() ? "" : Folded(rest.front().text);
    if (word != "up" && word != "down") {
      AddFault("write direction up or direction down, and a node if it is not the answer's");
      return;
    }
    term.values.push_back(word);
    if (rest.size() > 1) term.node = NodeOf(Joined(rest.subspan(1)));
  }

  void FillChange(std::span<const Token> rest, Term& term) {
    const auto sign = std::ranges::find_if(rest, [](const Token& t) { return IsWord(t, ">="); });
    const std::string example = "write change overall >= 0.5";
    if (sign == rest.end() || rest.end() - sign != 2) {
      AddFault("a change has a least number of points; " + example);
      return;
    }
    const std::string& number = (sign + 1)->text;
    const auto [end, error] =
        std::from_chars(number.data(), number.data() + number.size(), term.least);
    if (error != std::errc{} || end != number.data() + number.size() ||
        !(term.least > 0 && term.least <= MostPoints()))
      AddFault("'" + number + "' is no number of points above 0 and up to " +
               ShortestText(MostPoints()) + "; " + example);
    term.node = NodeOf(Joined(rest.first(static_cast<std::size_t>(sign - rest.begin()))));
  }

  // By how much a score can change.
  double MostPoints() const {
    const Scale& scale = methodology_.scale;
    return scale.is_bounded() ? *scale.maximum - *scale.minimum : kFurthestScore;
  }

  const Index& index_;
  const Methodology& methodology_;
  std::string written_;  // The term that is being read.
  std::string faults_;
};

}  // namespace

Result<Filter> ParseFilter(std::string_view text, const Index& index,
                           const Methodology& methodology) {
  if (text.size() > kMostFilterBytes)
    return Fail(ErrorCode::kInvalidInput,
                "the filter is longer than 8192 bytes; subscribe twice, or name groups and areas");
  std::string fault;
  const std::vector<Token> tokens = TokensOf(PlainLine(text), fault);
  if (!fault.empty()) return Fail(ErrorCode::kInvalidInput, fault);
  Filter filter;
  if (tokens.empty()) return filter;
  TermParser parser(index, methodology);
  auto begin = tokens.begin();
  while (true) {
    const auto end =
        std::find_if(begin, tokens.end(), [](const Token& t) { return IsWord(t, "and"); });
    filter.terms.push_back(parser.Parse(std::span(begin, end)));
    if (end == tokens.end()) break;
    begin = end + 1;
  }
  if (!parser.faults().empty()) return Fail(ErrorCode::kInvalidInput, parser.faults());
  return filter;
}

}  // namespace lawtrace::alerts
