// From the address of the scenario page to what it asks for, and back.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "service/http/router.h"
#include "service/page/page_question.h"
#include "service/page/scenario_view.h"

namespace lawtrace::service {

// Everything of the address that can be understood, and a line for each part that cannot.
struct ReadWish {
  ScenarioWish wish;
  std::vector<std::string> faults;
  bool is_form = false;  // It comes from the form; its short address is AddressOf(wish).
};

// The question of the address: country, at, known_at, node, group.  Words other than the country
// that mean nothing are dropped, each with its line in `faults`.  Else as AskForPage.
[[nodiscard]] Result<PageQuestion> AskForScenario(const Service& service, const Call& call,
                                                  std::vector<std::string>& faults);

// The rest of the address: `bill` once for each bill, `edit` (the place of the bill that the form
// changes, from 1), a goal; and the fields of the form, `name` and `q.INDICATOR`, which say what
// that bill is to state.
ReadWish ReadWishOf(const Call& call, const PageQuestion& asked);

// The values of the short address, and the address itself.
NamedValues ValuesOf(const ScenarioWish& wish);
std::string AddressOf(const ScenarioWish& wish);

}  // namespace lawtrace::service
