#include "ingest/internal/xlsx_parts.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <tuple>

#include "ingest/internal/number.h"
#include "model/quote.h"
#include "model/text.h"

namespace lawtrace::ingest {
namespace {

constexpr std::uint32_t kMaxRow = 1'048'576;
constexpr std::uint32_t kMaxColumn = 16'384;
// Spreadsheet programs allow 31 characters.
constexpr std::size_t kMaxSheetNameBytes = 128;
constexpr std::string_view kXmlBlanks = " \t\r\n";
constexpr std::string_view kSaveAgain =
    "; open the file in a spreadsheet program and save it again";

tl::unexpected<Error> Refuse(const std::string& what) {
  return Fail(ErrorCode::kInvalidInput, what + std::string(kSaveAgain));
}

// The whole of `text` as a number of type T.
template <typename T>
std::optional<T> ParseNumber(std::string_view text) {
  T number{};
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (fault != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::string_view TrimXmlBlanks(std::string_view text) {
  const std::size_t first = text.find_first_not_of(kXmlBlanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kXmlBlanks) - first + 1);
}

// "C9" to row and column; nothing if it is not a reference to one cell of a sheet.
std::optional<std::pair<std::uint32_t, std::uint32_t>> ParseReference(std::string_view text) {
  std::uint32_t column = 0;
  std::size_t at = 0;
  for (; at < text.size() && at < 3 && text[at] >= 'A' && text[at] <= 'Z'; ++at)
    column = column * 26 + static_cast<std::uint32_t>(text[at] - 'A') + 1;
  const std::optional<std::uint32_t> row = ParseNumber<std::uint32_t>(text.substr(at));
  if (column == 0 || column > kMaxColumn || !row || *row == 0 || *row > kMaxRow)
    return std::nullopt;
  return std::pair{*row, column};
}

void AppendUtf8(std::uint32_t code, std::string& out) {
  const auto byte = [&](std::uint32_t bits) { out += static_cast<char>(bits); };
  if (code < 0x80) {
    byte(code);
  } else if (code < 0x800) {
    byte(0xC0U | (code >> 6U));
    byte(0x80U | (code & 0x3FU));
  } else {
    byte(0xE0U | (code >> 12U));
    byte(0x80U | ((code >> 6U) & 0x3FU));
    byte(0x80U | (code & 0x3FU));
  }
}

// The character that an escape "_xHHHH_" at the start of `text` stands for.  Zero and halves of a
// surrogate pair are no characters: such an escape stays as it is.
std::optional<std::uint32_t> EscapedCharacter(std::string_view text) {
  if (text.size() < 7 || text[1] != 'x' || text[6] != '_') return std::nullopt;
  std::uint32_t code = 0;
  const auto [end, fault] = std::from_chars(text.data() + 2, text.data() + 6, code, 16);
  const bool is_character = code != 0 && (code < 0xD800 || code > 0xDFFF);
  if (fault != std::errc() || end != text.data() + 6 || !is_character) return std::nullopt;
  return code;
}

void AppendUnescaped(std::string_view text, std::string& out) {
  for (;;) {
    const std::size_t underscore = text.find('_');
    out += text.substr(0, underscore);
    if (underscore == std::string_view::npos) return;
    text.remove_prefix(underscore);
    if (const std::optional<std::uint32_t> code = EscapedCharacter(text)) {
      AppendUtf8(*code, out);
      text.remove_prefix(7);
    } else {
      out += '_';
      text.remove_prefix(1);
    }
  }
}

bool IsUsableSheetName(std::string_view name) {
  return !name.empty() && name.size() <= kMaxSheetNameBytes &&
         std::ranges::none_of(
             name, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
}

}  // namespace

std::string_view XmlAttributes::Find(std::string_view name) const {
  for (const char* const* pair = pairs_; *pair != nullptr; pair += 2)
    if (pair[0] == name) return pair[1];
  return {};
}

std::string_view XmlAttributes::FindEndingWith(std::string_view suffix) const {
  for (const char* const* pair = pairs_; *pair != nullptr; pair += 2)
    if (std::string_view(pair[0]).ends_with(suffix)) return pair[1];
  return {};
}

Status RelationshipsPart::Start(std::string_view element, XmlAttributes attributes) {
  if (element != "Relationship" || attributes.Find("TargetMode") == "External") return {};
  by_id_.emplace(attributes.Find("Id"), Target{.type = std::string(attributes.Find("Type")),
                                               .name = std::string(attributes.Find("Target"))});
  return {};
}

const RelationshipsPart::Target* RelationshipsPart::FindId(std::string_view id) const {
  const auto it = by_id_.find(id);
  return it == by_id_.end() ? nullptr : &it->second;
}

const RelationshipsPart::Target* RelationshipsPart::FindType(std::string_view last_word) const {
  for (const auto& [id, target] : by_id_)
    if (std::string_view(target.type).ends_with("/" + std::string(last_word))) return &target;
  return nullptr;
}

Status WorkbookPart::Start(std::string_view element, XmlAttributes attributes) {
  if (element != "sheet") return {};
  const std::string_view name = attributes.Find("name");
  if (!IsUsableSheetName(name))
    return Refuse("sheet " + std::to_string(sheets_.size() + 1) + " has the impossible name " +
                  Quote(name));
  if (sheets_.size() == max_sheets_)
    return Fail(ErrorCode::kInvalidInput,
                "it has more than " + std::to_string(max_sheets_) + " sheets; split the file");
  const std::string_view state = attributes.Find("state");
  sheets_.push_back({.name = std::string(name),
                     .relation_id = std::string(attributes.FindEndingWith("/relationships|id")),
                     .visibility = state == "hidden"       ? SheetVisibility::kHidden
                                   : state == "veryHidden" ? SheetVisibility::kVeryHidden
                                                           : SheetVisibility::kVisible});
  return {};
}

void RichText::Start(std::string_view element, XmlAttributes attributes) {
  if (element == "rPh") ++phonetic_depth_;
  if (element != "t" || phonetic_depth_ > 0) return;
  is_in_run_ = true;
  keeps_blanks_ = attributes.FindEndingWith("/namespace|space") == "preserve";
}

void RichText::End(std::string_view element) {
  if (element == "rPh") --phonetic_depth_;
  if (element != "t" || !is_in_run_) return;
  AppendUnescaped(keeps_blanks_ ? std::string_view(run_) : TrimXmlBlanks(run_), joined_);
  run_.clear();
  is_in_run_ = false;
}

void RichText::Text(std::string_view text) {
  if (is_in_run_) run_ += text;
}

std::string RichText::Take() {
  std::string taken = NormalText(joined_);
  *this = RichText();
  return taken;
}

Status SharedStringsPart::Start(std::string_view element, XmlAttributes attributes) {
  current_.Start(element, attributes);
  if (element != "si" || strings_.size() < max_strings_) return {};
  return Fail(ErrorCode::kInvalidInput, "it has more than " + std::to_string(max_strings_) +
                                            " shared strings; split the file");
}

Status SharedStringsPart::End(std::string_view element) {
  current_.End(element);
  if (element == "si") strings_.push_back(current_.Take());
  return {};
}

Status SheetPart::Start(std::string_view element, XmlAttributes attributes) {
  if (is_in_inline_) inline_.Start(element, attributes);
  if (element == "row") return StartRow(attributes.Find("r"));
  if (element == "c") return StartCell(attributes);
  if (element == "v") is_in_value_ = true;
  if (element == "f") has_formula_ = true;
  if (element == "is") is_in_inline_ = true;
  return {};
}

Status SheetPart::End(std::string_view element) {
  if (is_in_inline_) inline_.End(element);
  if (element == "v") is_in_value_ = false;
  if (element == "is") is_in_inline_ = false;
  if (element == "c") return EndCell();
  return {};
}

void SheetPart::Text(std::string_view text) {
  if (is_in_value_) value_ += text;
  if (is_in_inline_) inline_.Text(text);
}

std::string SheetPart::Place() const {
  return sheet_.name + "!" + CellName(cell_.row, cell_.column);
}

// A row without a number follows the one before it; a cell without a reference, likewise.
Status SheetPart::StartRow(std::string_view number) {
  const std::optional<std::uint32_t> row =
      number.empty() ? cell_.row + 1 : ParseNumber<std::uint32_t>(number);
  if (number.empty() && cell_.row == kMaxRow)
    return Refuse(sheet_.name + ": a row lies below row 1048576");
  if (!row || *row == 0 || *row > kMaxRow)
    return Refuse(sheet_.name + ": row number " + Quote(number) + " is not in 1 to 1048576");
  cell_.row = *row;
  cell_.column = 0;
  return {};
}

Status SheetPart::StartCell(XmlAttributes attributes) {
  const std::string_view reference = attributes.Find("r");
  if (reference.empty()) {
    ++cell_.column;
    if (cell_.row == 0 || cell_.column > kMaxColumn)
      return Refuse(sheet_.name + ": a cell lies outside rows 1 to 1048576, columns A to XFD");
  } else if (const auto place = ParseReference(reference)) {
    std::tie(cell_.row, cell_.column) = *place;
  } else {
    return Refuse(sheet_.name + ": cell reference " + Quote(reference) +
                  " is not in A1 to XFD1048576");
  }
  type_ = attributes.Find("t");
  value_.clear();
  has_formula_ = false;
  return {};
}

Status SheetPart::EndCell() {
  const std::string inline_text = inline_.Take();
  cell_.number = 0;
  cell_.text.clear();
  Status filled = FillCell(type_ == "inlineStr" ? std::string_view(inline_text) : value_);
  if (!filled) return filled;
  const bool is_text = cell_.kind == Cell::Kind::kText || cell_.kind == Cell::Kind::kError;
  const bool is_blank = is_text ? cell_.text.empty() : TrimXmlBlanks(value_).empty();
  if (is_blank && has_formula_)
    (type_ == "str" ? sheet_.emptied : sheet_.uncomputed)
        .push_back({.row = cell_.row, .column = cell_.column});
  if (is_blank) return {};
  if (budget_.cells == 0)
    return Fail(ErrorCode::kInvalidInput, Place() + ": too many cells; split the file");
  if (budget_.text_bytes < cell_.text.size())
    return Fail(ErrorCode::kInvalidInput, Place() + ": too much text; split the file");
  --budget_.cells;
  budget_.text_bytes -= cell_.text.size();
  sheet_.cells.push_back(cell_);
  return {};
}

// Sets the cell's kind and content from `value`, read as `type_` says.
Status SheetPart::FillCell(std::string_view value) {
  if (type_.empty() || type_ == "n") {
    cell_.kind = Cell::Kind::kNumber;
    if (TrimXmlBlanks(value).empty()) return {};
    const std::optional<double> number = ParseNumber<double>(TrimXmlBlanks(value));
    if (!number || !std::isfinite(*number))
      return Refuse(Place() + ": " + Quote(value) + " is not a number");
    cell_.number = AtFifteenDigits(*number);
  } else if (type_ == "s") {
    cell_.kind = Cell::Kind::kText;
    if (TrimXmlBlanks(value).empty()) return {};
    const std::optional<std::size_t> index = ParseNumber<std::size_t>(TrimXmlBlanks(value));
    if (!index || *index >= shared_.size())
      return Refuse(Place() + ": shared string " + Quote(value) + " does not exist, there are " +
                    std::to_string(shared_.size()));
    cell_.text = shared_[*index];
  } else if (type_ == "b") {
    cell_.kind = Cell::Kind::kBoolean;
    cell_.number = value == "1" || value == "true" ? 1 : 0;
  } else if (type_ == "e") {
    cell_.kind = Cell::Kind::kError;
    cell_.text = value;
  } else if (type_ == "str" || type_ == "inlineStr" || type_ == "d") {
    cell_.kind = Cell::Kind::kText;
    if (type_ != "inlineStr") {
      std::string unescaped;
      AppendUnescaped(value, unescaped);
      cell_.text = NormalText(unescaped);
    } else {
      cell_.text = value;
    }
  } else {
    return Refuse(Place() + ": the cell has the unknown type " + Quote(type_));
  }
  return {};
}

Result<Sheet> SheetPart::Take() {
  const auto by_place = [](const Cell& a, const Cell& b) {
    return std::tie(a.row, a.column) < std::tie(b.row, b.column);
  };
  if (!std::ranges::is_sorted(sheet_.cells, by_place))
    std::ranges::stable_sort(sheet_.cells, by_place);
  const auto twice = std::ranges::adjacent_find(sheet_.cells, [](const Cell& a, const Cell& b) {
    return a.row == b.row && a.column == b.column;
  });
  if (twice != sheet_.cells.end())
    return Refuse(sheet_.name + "!" + CellName(twice->row, twice->column) +
                  ": the cell is there twice");
  return std::move(sheet_);
}

}  // namespace lawtrace::ingest
