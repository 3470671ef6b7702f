#include "service/page/scenario_wish.h"

#include <algorithm>
#include <charconv>

#include "service/http/problem.h"
#include "service/page/page_frame.h"

namespace lawtrace::service {
namespace {

constexpr std::string_view kAnswerField = "q.";
constexpr std::size_t kMaxBills = 12;

std::size_t NumberOr(const std::string& text, std::size_t otherwise) {
  std::size_t number = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool is_number = fault == std::errc{} && end == text.data() + text.size();
  return is_number ? number : otherwise;
}

void ReadBills(const Call& call, const Methodology& methodology, ReadWish& read) {
  for (const auto& [name, value] : call.request.query) {
    if (name != "bill") continue;
    if (read.wish.bills.size() == kMaxBills) {
      read.faults.push_back("more than " + std::to_string(kMaxBills) +
                            " bills; those beyond are left out");
      return;
    }
    auto [bill, faults] = ReadBill(value, methodology);
    for (std::string& fault : faults)
      read.faults.push_back(NameOf(bill, read.wish.bills.size()) + ": " + std::move(fault));
    read.wish.bills.push_back(std::move(bill));
  }
}

// The bill that the form's fields state: what differs from the law and the bills below.
void ApplyForm(const Call& call, const PageQuestion& asked, ReadWish& read) {
  const Methodology& methodology = asked.archive->methodology();
  ScenarioWish& wish = read.wish;
  const std::vector<std::string> below = AnswersUnder(asked, wish.bills, wish.edited);
  Bill stated;
  for (const Indicator& indicator : methodology.indicators) {
    const std::string answer = call.Value(std::string(kAnswerField) + indicator.code);
    const auto id = asked.archive->evaluator().FindIndicator(indicator.code);
    if (!answer.empty() && id && answer != below[id->value])
      stated.answers.push_back({indicator.code, answer});
  }
  stated.name = call.Value("name");
  if (stated.name == NameOf({}, wish.edited)) stated.name.clear();
  auto [bill, faults] = ReadBill(BillText(stated), methodology);
  read.faults.insert(read.faults.end(), faults.begin(), faults.end());
  const bool is_blank = bill.answers.empty() && bill.name.empty();
  const bool is_new = wish.edited == wish.bills.size();
  if (is_new && !is_blank) wish.bills.push_back(std::move(bill));
  if (!is_new) wish.bills[wish.edited] = std::move(bill);
}

}  // namespace

Result<PageQuestion> AskForScenario(const Service& service, const Call& call,
                                    std::vector<std::string>& faults) {
  report::QuestionWords words = WordsOf(call);
  words.countries = {call.Value("country")};
  if (const std::string group = call.Value("group"); !group.empty()) words.groups = {group};
  Result<PageQuestion> asked = AskForPage(service, words);
  if (asked && asked->question.indicators.empty()) return asked;
  // One word at a time, to keep those that can be understood.
  report::QuestionWords sound;
  sound.countries = words.countries;
  const auto keep = [&](const std::function<void(report::QuestionWords&)>& add) {
    report::QuestionWords more = sound;
    add(more);
    const Result<PageQuestion> tried = AskForPage(service, more);
    if (!tried) {
      faults.push_back(tried.error().Message(&FieldLabel));
    } else if (!tried->question.indicators.empty()) {
      faults.push_back("node: '" + words.nodes.front() + "' is a question, not a score");
    } else {
      sound = std::move(more);
    }
  };
  if (!AskForPage(service, sound)) return asked;
  if (!words.known_at.empty())
    keep([&](report::QuestionWords& more) { more.known_at = words.known_at; });
  if (!words.at.empty()) keep([&](report::QuestionWords& more) { more.at = words.at; });
  if (!words.nodes.empty()) keep([&](report::QuestionWords& more) { more.nodes = words.nodes; });
  if (!words.groups.empty()) keep([&](report::QuestionWords& more) { more.groups = words.groups; });
  return AskForPage(service, sound);
}

ReadWish ReadWishOf(const Call& call, const PageQuestion& asked) {
  ReadWish read;
  ScenarioWish& wish = read.wish;
  wish.words = asked.question.words;
  const std::string& code =
      asked.archive->countries()[report::NamedCountries(asked.question).front().value];
  wish.words.countries = {code};
  wish.target = call.Value("target");
  wish.rank = call.Value("rank");
  wish.band = call.Value("band");
  wish.most = call.Value("most");
  ReadBills(call, asked.archive->methodology(), read);
  const std::size_t last = wish.bills.empty() ? 0 : wish.bills.size() - 1;
  wish.edited = last;
  if (const std::string place = call.Value("edit"); !place.empty()) {
    const std::size_t number = NumberOr(place, 0);
    if (number == 0 || number > std::min(wish.bills.size() + 1, kMaxBills)) {
      read.faults.push_back("edit: there is no bill '" + place + "' to change; the last one is");
    } else {
      wish.edited = number - 1;
    }
  }
  read.is_form = std::ranges::any_of(call.request.query, [](const auto& pair) {
    return pair.first == "name" || pair.first.starts_with(kAnswerField);
  });
  if (read.is_form) ApplyForm(call, asked, read);
  return read;
}

NamedValues ValuesOf(const ScenarioWish& wish) {
  NamedValues values = {{"country", wish.words.countries.front()},
                        {"at", wish.words.at},
                        {"known_at", wish.words.known_at}};
  if (!wish.words.nodes.empty()) values.emplace_back("node", wish.words.nodes.front());
  if (!wish.words.groups.empty()) values.emplace_back("group", wish.words.groups.front());
  for (const Bill& bill : wish.bills) values.emplace_back("bill", BillText(bill));
  const std::size_t usual = wish.bills.empty() ? 0 : wish.bills.size() - 1;
  if (wish.edited != usual) values.emplace_back("edit", std::to_string(wish.edited + 1));
  values.emplace_back("target", wish.target);
  values.emplace_back("rank", wish.rank);
  values.emplace_back("band", wish.band);
  values.emplace_back("most", wish.most);
  std::erase_if(values, [](const auto& value) { return value.second.empty(); });
  return values;
}

std::string AddressOf(const ScenarioWish& wish) {
  return Address("/scenario", ValuesOf(wish));
}

}  // namespace lawtrace::service
