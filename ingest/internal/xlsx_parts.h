// The parts of an XLSX package, as consumers of XML events; what calls them is xlsx_reader.cc.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/xlsx_reader.h"
#include "model/result.h"

namespace lawtrace::ingest {

// The attributes of one element: names and values by turns, a null pointer at the end.  A name in a
// namespace is written "uri|name".
class XmlAttributes {
 public:
  explicit XmlAttributes(const char* const* pairs) : pairs_(pairs) {}

  // Value of the attribute of exactly that name; empty if there is none.
  std::string_view Find(std::string_view name) const;
  // Value of the first attribute whose name ends so; empty if there is none.
  std::string_view FindEndingWith(std::string_view suffix) const;

 private:
  const char* const* pairs_;
};

// Receives the elements of the workbook's namespaces, by local name.  A returned error ends the
// reading; the caller prefixes the file.
class XmlPart {
 public:
  virtual ~XmlPart() = default;
  virtual Status Start(std::string_view element, XmlAttributes attributes) = 0;
  virtual Status End(std::string_view element) = 0;
  virtual void Text(std::string_view text) = 0;
};

// Part names and kinds, from a .rels part.
class RelationshipsPart : public XmlPart {
 public:
  struct Target {
    std::string type;  // A URI; the transitional and the strict one share the last word.
    std::string name;  // As written: relative to the folder of the source part, or from "/".
  };

  Status Start(std::string_view element, XmlAttributes attributes) override;
  Status End(std::string_view) override { return {}; }
  void Text(std::string_view) override {}

  // Null if there is none; relations to other files do not count.
  const Target* FindId(std::string_view id) const;
  const Target* FindType(std::string_view last_word) const;

 private:
  std::map<std::string, Target, std::less<>> by_id_;
};

// Names and relation ids of the sheets, in order.
class WorkbookPart : public XmlPart {
 public:
  struct Entry {
    std::string name;
    std::string relation_id;
    SheetVisibility visibility;
  };

  explicit WorkbookPart(std::size_t max_sheets) : max_sheets_(max_sheets) {}

  Status Start(std::string_view element, XmlAttributes attributes) override;
  Status End(std::string_view) override { return {}; }
  void Text(std::string_view) override {}

  const std::vector<Entry>& sheets() const { return sheets_; }

 private:
  std::size_t max_sheets_;
  std::vector<Entry> sheets_;
};

// A text in runs: <t> elements joined, phonetic ones left out, _xHHHH_ decoded; as NormalText.
class RichText {
 public:
  void Start(std::string_view element, XmlAttributes attributes);
  void End(std::string_view element);
  void Text(std::string_view text);
  std::string Take();  // And begins anew.

 private:
  std::string joined_;
  std::string run_;
  int phonetic_depth_ = 0;
  bool is_in_run_ = false;
  bool keeps_blanks_ = false;
};

class SharedStringsPart : public XmlPart {
 public:
  explicit SharedStringsPart(std::size_t max_strings) : max_strings_(max_strings) {}

  Status Start(std::string_view element, XmlAttributes attributes) override;
  Status End(std::string_view element) override;
  void Text(std::string_view text) override { current_.Text(text); }

  std::vector<std::string> TakeStrings() { return std::move(strings_); }

 private:
  std::size_t max_strings_;
  std::vector<std::string> strings_;
  RichText current_;
};

// What sheets may still take in before the file is refused.
struct SheetBudget {
  std::size_t cells;
  std::size_t text_bytes;
};

class SheetPart : public XmlPart {
 public:
  // Both references must outlive the part.
  SheetPart(std::string name, const std::vector<std::string>& shared, SheetBudget& budget)
      : shared_(shared), budget_(budget) {
    sheet_.name = std::move(name);
  }

  Status Start(std::string_view element, XmlAttributes attributes) override;
  Status End(std::string_view element) override;
  void Text(std::string_view text) override;

  // The cells in order.  kInvalidInput if two are at one place.
  [[nodiscard]] Result<Sheet> Take();

 private:
  Status StartRow(std::string_view number);
  Status StartCell(XmlAttributes attributes);
  Status EndCell();
  Status FillCell(std::string_view value);
  std::string Place() const;  // "PT!C9".

  const std::vector<std::string>& shared_;
  SheetBudget& budget_;
  Sheet sheet_;
  Cell cell_;          // The cell being read; between cells, the last one's place.
  std::string type_;   // Its attribute t.
  std::string value_;  // Text of its <v>.
  RichText inline_;    // Text of its <is>.
  bool is_in_value_ = false;
  bool is_in_inline_ = false;
  bool has_formula_ = false;
};

}  // namespace lawtrace::ingest
