// Words that reports share.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/archive.h"
#include "report/question/report_scope.h"
#include "report/render/words.h"

namespace lawtrace::report {

inline constexpr int kPointDecimals = 2;  // Of points in tables.
// Changes smaller than this are called none: they would be printed as 0.0 points.
inline constexpr double kPrintedChange = 0.05;

std::string WhenWords(const PartialDate& date);  // "on 6 July 2018", "in July 2018", "in 2018".

std::string SignedPoints(double points);  // "+2.1 points", "-0.4 points".
std::string ChangeWords(double change);   // "up 2.1 points", "down 0.4 points", "unchanged".

// "2 laws", "1 law".
std::string CountWords(std::size_t count, std::string_view noun);
// "a, b and c".
std::string Listed(const std::vector<std::string>& words);

// "Act amending the Foreigners Act (18/2022)": English title or title, and number; "Act 15/2022" of
// one without a title; the id of a law without either or that is not in the register.
std::string LawName(const analysis::Archive& archive, std::string_view id);
// The cause laws of a statement by name, joined by "; ".
std::string CauseNames(const analysis::Archive& archive, const analysis::Statement& statement);

// The label of the node that the report speaks of, on its last day.
const std::string& NodeLabel(const analysis::Archive& archive, const ReportScope& scope);

// The index, and which of its scores the report speaks of if that is not the headline.
std::string IndexWords(const analysis::Archive& archive, const Index& index,
                       const ReportScope& scope);

// What the report rests on; `last` is the last item of the log that counts.
std::string SourceWords(const analysis::Archive& archive, const Index& index,
                        const ReportScope& scope, Sequence last);
// The same of all that the archive holds.
std::string SourceWords(const analysis::Archive& archive, const Index& index,
                        const ReportScope& scope);

}  // namespace lawtrace::report
