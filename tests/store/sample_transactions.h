// Transactions to record in tests.
#pragma once

#include <string>
#include <string_view>

#include "model/transaction.h"

namespace lawtrace::store {

inline Day DayOf(std::string_view text) {
  return Day::Parse(text).value();
}

// One amendment; transaction `number` differs from all others.
inline Transaction SmallTransaction(int number) {
  Transaction transaction;
  transaction.recorded_at = Instant(1'700'000'000 + number);
  transaction.author = "ana";
  transaction.source = "record " + std::to_string(number);
  Event event;
  event.country = "PT";
  event.indicator = "ba" + std::to_string(number);
  event.answer = Answer::Option(std::to_string(number % 101));
  event.effective = PartialDate(DayOf("2019-12-31").plus_days(number), Precision::kDay);
  event.evidence.comment = "Number " + std::to_string(number) + std::string(40, '.');
  transaction.events.assign(static_cast<std::size_t>(1 + number % 3), event);
  return transaction;
}

// A transaction that uses every field, with texts that are not ASCII and fields left out.
inline Transaction FullTransaction() {
  Transaction transaction;
  transaction.recorded_at = Instant::Parse("2024-03-01T12:34:56Z").value();
  transaction.author = "Zoë Ångström";
  transaction.source = "workbook core-2007-2019.xlsx";
  transaction.laws = {
      {.id = "pt-lei-23-2007",
       .country = "PT",
       .type = "act",
       .number = "23/2007",
       .title = "Lei que aprova o regime jurídico de entrada, permanência, saída",
       .title_en = "Entry, stay and exit of foreigners",
       .identifier = "https://data.dre.pt/eli/lei/23/2007/07/04/p/dre/pt/html",
       .adopted = PartialDate::Parse("2007-05-10").value(),
       .published = PartialDate::Parse("2007-07-04").value(),
       .in_force = PartialDate::Parse("2007-08").value(),
       .repealed = PartialDate::Parse("2031").value(),
       .url = "https://dre.pt/"},
      {.id = "eu-2003-86"},  // No country, no dates.
  };
  transaction.events.resize(5);
  Event& coding = transaction.events[0];
  coding = {.kind = EventKind::kCoding,
            .country = "PT",
            .indicator = "ba21",
            .answer = Answer::Option("50"),
            .effective = PartialDate::Parse("2007").value(),
            .basis = Basis::kConvention,
            .observed = DayOf("2007-12-31"),
            .is_unlisted = true,
            .laws = {{.law = "pt-lei-23-2007", .role = LawRole::kCause, .provision = "art. 98.º"},
                     {.law = "eu-2003-86", .role = LawRole::kContext},
                     {.law = "pt-dl-244-98", .role = LawRole::kPrior, .provision = "§ 2, “b”"}},
            .evidence = {.comment = "Ответ: да\nsecond line\t日本",
                         .url = "https://example.org/?q=1&r=2",
                         .document = "core-2007-2019.xlsx",
                         .place = "PT!C9"}};
  Event& amendment = transaction.events[1];  // Commencement unknown, no law.
  amendment = {.kind = EventKind::kAmendment,
               .country = "GR",
               .indicator = "ba21",
               .answer = Answer::NotAssessed(),
               .basis = Basis::kStated};
  Event& correction = transaction.events[2];
  correction = {.kind = EventKind::kCorrection,
                .country = "PT",
                .indicator = "ba21",
                .answer = Answer::NotApplicable(),
                .effective = PartialDate::Parse("2008-02").value(),
                .basis = Basis::kStated,
                .supersedes = Sequence{3},
                .laws = {{.law = "pt-lei-23-2007"}}};
  Event& retraction = transaction.events[3];
  retraction = {.kind = EventKind::kRetraction,
                .country = "PT",
                .indicator = "ba21",
                .supersedes = Sequence{5}};
  Event& proposal = transaction.events[4];
  proposal = {.kind = EventKind::kProposal,
              .country = "PT",
              .indicator = "bb30",
              .answer = Answer::Option("2G"),
              .effective = PartialDate::Parse("1400-01-01").value(),
              .observed = DayOf("9999-12-31")};
  return transaction;
}

// `transaction` with the sequences that the store gives it behind `last`.
inline Transaction Numbered(Transaction transaction, Sequence last) {
  transaction.first = last.plus(1);
  for (std::size_t i = 0; i < transaction.events.size(); ++i)
    transaction.events[i].sequence = transaction.first.plus(transaction.laws.size() + i);
  return transaction;
}

}  // namespace lawtrace::store
