// WorkbookFixture: small workbooks of the published layout for tests, made whole and then broken
// cell by cell.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "model/index.h"

namespace lawtrace::ingest {

// A fresh folder, removed with all that is in it.
class TemporaryDirectory {
 public:
  TemporaryDirectory();
  ~TemporaryDirectory();
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;

  std::filesystem::path operator/(const std::string& name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

// Countries PT and GB (alias UK).  Overall scores "overall" = a, b and "overall_without_b" = a.
// a = aa1 (0 50 100), ab2 (0 33 67 100), ac_new (spelled "ac"; the mean of ac3, ac4); b = ba5, 148.
Index SmallIndex();

// With the years {2019, 2020}, SmallIndex gives overall scores in rows 3-4, block a in rows 6-14
// with aa1 in E, ab2 in H, ac_new in K, ac3 in N, ac4 in Q; block b in rows 16-24 with ba5 in E,
// 148 in H.  Codes stand one row below a block's first, years begin seven rows below it.
class WorkbookFixture {
 public:
  using Value = std::variant<double, std::string, bool>;

  // REQUIRES: `index` outlives the fixture.
  explicit WorkbookFixture(const Index& index) : index_(&index) {}

  // Adds a sheet that is right in every cell: each indicator has `answer` in every year; there are
  // no comments and no figures.
  void AddSheet(const std::string& name, const std::vector<int>& years, double answer = 50);

  // The cell of a node's or indicator's score.
  // REQUIRES: the sheet was added with that year; the code has a column.
  std::string CellOf(const std::string& sheet, int year, const std::string& code) const;

  void SetScore(const std::string& sheet, int year, const std::string& code, double score);
  void SetComment(const std::string& sheet, int year, const std::string& code,
                  const std::string& comment);
  void Set(const std::string& sheet, const std::string& cell, Value value);
  void Clear(const std::string& sheet, const std::string& cell);
  // A formula of which the file holds no result.
  void SetFormula(const std::string& sheet, const std::string& cell);
  void Hide(const std::string& sheet);

  void Write(const std::filesystem::path& file) const;

 private:
  using Place = std::pair<std::uint32_t, std::uint32_t>;  // Row, column; both from 1.

  struct Content {
    std::string name;
    bool is_hidden = false;
    std::map<Place, Value> cells;
    std::set<Place> formulas;
    std::map<std::pair<int, std::string>, Place> scores;  // By year and code.
  };

  Content& Find(const std::string& sheet);
  const Content& Find(const std::string& sheet) const;
  void AddBlock(Content& sheet, std::uint32_t first_row, const Node& strand,
                const std::vector<int>& years, double answer) const;

  const Index* index_;
  std::vector<Content> sheets_;
};

}  // namespace lawtrace::ingest
