// Recognition: the laws that comments name become entries of the register and references of the
// events, and the dates of entry into force that they state become effective dates.
//
// Pure.  docs/citations.md, "In the register", says what becomes an entry and when two names mean
// one law.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/citations.h"
#include "ingest/ledger.h"
#include "model/event.h"
#include "model/law.h"

namespace lawtrace::ingest {

// A citation below this enters no register: plans, guidelines, and laws that are merely described
// ("the integration law").
inline constexpr double kLeastConfidence = 0.7;

// A law that a comment names, as far as the comment tells of it.
struct NamedLaw {
  Law law;  // Recognised; without an id.
  LawRole role;
  std::string written;  // As the comment writes it.
};

// The laws that a comment on `country` names so that they can be told from others: by number, by
// title, or by their day.  A gazette reference is one only where the comment names nothing else of
// the country.  In text order.
std::vector<NamedLaw> NamedLaws(const Citations& citations, const std::string& country);

// Finds laws in the register by what is declared there, never by likeness.
class RegisterSearch {
 public:
  // REQUIRES: the laws outlive the search.  They are the latest statement of each.
  explicit RegisterSearch(const std::vector<const Law*>& laws);

  // The one entry that has the same identifier; else country, type and number; else, for a law
  // without a number, an alias or title equal but for case and blanks, if both are of one year as
  // far as they say and the entry is not younger than `year`, for which the answer is coded.  An
  // entry that another declares as its alias gives that other one.  Null if there is none, or
  // several.
  const Law* Find(const NamedLaw& named, int year) const;

 private:
  const Law* OnlyOne(std::vector<const Law*> found) const;
  std::vector<const Law*> WithKey(const std::string& key) const;

  std::multimap<std::string, const Law*> by_key_;
  std::map<std::string, const Law*, std::less<>> merged_into_;  // By the id of what is merged.
};

struct Recognition {
  std::vector<Law> laws;       // New to the register, by id.
  std::size_t recognised = 0;  // Distinct laws that the comments name, new or not.
  std::size_t attributed = 0;  // Amendments that got a law as their cause.
  std::size_t dated = 0;       // Amendments that got their effective date from the comment.
};

// What recognition may do to an event that is planned.
struct EventMargin {
  EventKind kind = EventKind::kCoding;  // As which it counts.
  Day not_before{0};                    // The first day to which its effective day may be moved.
};

// Reads the comments of those `events` that count as amendments or recodings, and gives them
//   laws                 with their roles; of a recoding none is a cause, since nobody has said
//                        yet that a law changed the answer;
//   an effective date    (amendments only) with basis `stated`, if the comment states one within
//                        the bounds that convention gave and the event's margin.
// The ids of new laws depend on the laws and the register only, not on the order of the events.
// REQUIRES: the margins are parallel to the events.
Recognition Recognise(const CitationStyles& styles, const Ledger& ledger, std::span<Event> events,
                      std::span<const EventMargin> margins);

}  // namespace lawtrace::ingest
