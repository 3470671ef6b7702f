#include "report/question/columns.h"

#include <algorithm>

namespace lawtrace::report {
namespace {

constexpr ColumnWords kColumns[] = {
    // Whom and when.
    {"country", "string", "country code, as in the index", "", ""},
    {"country_alpha3", "string", "country code of ISO 3166-1 alpha-3", "", "a part of a country"},
    {"name", "string", "name of the country", "", ""},
    {"at", "string", "day whose law in force the row states", kDay, ""},
    {"known_at", "string", "day up to which the log counts", kDay,
     "all up to the log position counts"},
    {"citation", "string", "token that reproduces the file: lawtrace cite TOKEN", "", ""},

    // Scores.
    {"node", "string", "code of the node", "", ""},
    {"label", "string", "label of the node or indicator on that day", "", ""},
    {"score", "number", "score by the methodology, unrounded", kPoints, "no score: see reason"},
    {"band", "string", "band of the printed score", "", "no score, or a methodology without bands"},
    {"answered", "integer", "indicators below the node whose answer counts", kCount, ""},
    {"indicators", "integer", "indicators below the node", kCount, ""},
    {"oldest_answer", "string",
     "of the answers that count, the day on which the oldest was last seen", kDay, "no answer"},
    {"reason", "string", "why there is no score", "", "there is a score"},
    {"rank", "integer", "place in the league; equal scores share one, and the next is skipped",
     kCount, "no score"},
    {"tied", "boolean", "whether others have the same rank", "", "no score"},
    {"depth", "integer", "steps below the top of the tree", kCount, ""},
    {"level", "string", "what the methodology calls nodes of this kind", "", ""},
    {"code", "string", "code of the node or indicator", "", ""},

    // Answers and their changes.
    {"indicator", "string", "code of the indicator", "", ""},
    {"answer", "string", "option code, not_assessed or not_applicable", "", "a node"},
    {"last_seen", "string", "day on which the answer was last seen to hold", kDay, "a node"},
    {"old", "string", "answer before", "", "the first answer"},
    {"new", "string", "answer from then on", "", ""},
    {"old_score", "number", "score of the answer before", kPoints, "it has none"},
    {"new_score", "number", "score of the answer from then on", kPoints, "it has none"},
    {"kind", "string", "coding, amendment or recoding; (corrected) if a correction states it", "",
     ""},
    {"bounds", "string", "days within which it took effect", "YYYY-MM-DD..YYYY-MM-DD", ""},
    {"effective", "string", "when the answer took effect", kPartialDate, "not known"},
    {"earliest", "string", "first day on which it may have taken effect", kDay, ""},
    {"latest", "string", "last day on which it may have taken effect; it counts from here", kDay,
     ""},
    {"precision", "string", "precision of the date: day, month or year", "", ""},
    {"basis", "string", "whether the date is stated by the source or the edition's convention", "",
     ""},
    {"laws", "string", "laws that the event names, each with its role", "", "none is named"},
    {"event", "integer", "event of the log that decides", kSequence, ""},

    // Items of the log.
    {"sequence", "integer", "where the row stands in the log", kSequence, ""},
    {"transaction", "integer", "first sequence of the transaction that recorded it", kSequence, ""},
    {"recorded_at", "string", "when it was recorded", "YYYY-MM-DDThh:mm:ssZ", ""},
    {"author", "string", "who recorded it", "", kNotGiven},
    {"source", "string", "what it was recorded from", "", kNotGiven},
    {"url", "string", "address of the evidence or the publication", "", kNotGiven},

    // Laws.
    {"law", "string", "id of the law", "", ""},
    {"status", "string", "confirmed, or recognised: read out of a comment, seen by nobody yet", "",
     ""},
    {"type", "string", "type of the law, as published", "", kNotGiven},
    {"number", "string", "number of the law, as published", "", kNotGiven},
    {"title", "string", "title, as published", "", kNotGiven},
    {"title_en", "string", "title in English", "", kNotGiven},
    {"identifier", "string", "ELI, CELEX or ECLI", "", kNotGiven},
    {"adopted", "string", "when it was adopted", kPartialDate, kNotGiven},
    {"published", "string", "when it was published", kPartialDate, kNotGiven},
    {"in_force", "string", "when it entered into force", kPartialDate, kNotGiven},
    {"repealed", "string", "when it was repealed", kPartialDate, kNotGiven},
    {"aliases", "string", "other names", "", "it has none"},
    {"links", "string", "other laws that it amends, repeals, implements or corrects", "",
     "it has none"},
    {"commencements", "string", "provisions with a date of their own", "", "it has none"},
    {"follow_through", "string", "what became of the law, with notes", "", kNotGiven},
    {"changes", "integer", "changes of answers that name the law", kCount, ""},

    // The index.
    {"group", "string", "id of the group", "", ""},
    {"members", "string", "codes of the members on that day", "", "it has none"},
    {"is_numeric", "boolean", "whether the answer is a number, its own score", "", ""},
    {"options", "string", "codes of the options", "", "it is numeric"},
    {"nodes", "string", "nodes above it, nearest first; of a methodology, how many", "", ""},
    {"edition", "string", "id of the edition", "", ""},
    {"reference", "string", "day whose law in force the edition states", kDay, ""},
    {"methodology", "string", "id of the methodology", "", ""},
    {"version", "string", "version of the methodology", "", ""},
    {"headline", "string", "code of the headline score", "", ""},
    {"fingerprint", "string", "digest of all that the methodology says", "", ""},
    {"is_default", "boolean", "whether questions that name none use it", "", ""},
};

}  // namespace

const ColumnWords* FindColumn(std::string_view name) {
  const auto* found = std::ranges::find(kColumns, name, &ColumnWords::name);
  return found == std::end(kColumns) ? nullptr : found;
}

std::vector<DeclaredColumn> DeclaredColumns(std::string_view columns) {
  std::vector<DeclaredColumn> declared;
  while (!columns.empty()) {
    const std::string_view column = columns.substr(0, columns.find(' '));
    columns.remove_prefix(std::min(columns.size(), column.size() + 1));
    const std::size_t colon = std::min(column.find(':'), column.size());
    const std::string_view name = column.substr(0, colon);
    const ColumnWords* words = FindColumn(name);
    const bool is_typed = colon < column.size();
    const std::string_view type = is_typed           ? column.substr(colon + 1)
                                  : words != nullptr ? words->type
                                                     : "string";
    declared.push_back({.name = std::string(name),
                        .type = std::string(type),
                        .meaning = words == nullptr || words->type != type
                                       ? std::string()
                                       : std::string(words->meaning)});
  }
  return declared;
}

}  // namespace lawtrace::report
