#include "ingest/xlsx_reader.h"

#include <expat.h>
#include <zip.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <fstream>
#include <map>
#include <optional>
#include <span>
#include <string_view>
#include <system_error>
#include <utility>

#include "ingest/internal/xlsx_parts.h"
#include "model/check.h"
#include "model/quote.h"

namespace lawtrace::ingest {
namespace {

// Stands between a namespace and a name; no namespace of these files has it.
constexpr XML_Char kNamespaceEnd = '|';
// Real parts nest about ten deep.
constexpr int kMaxDepth = 128;

// The transitional and the strict form of the workbook's namespace, and that of .rels parts.
constexpr std::array<std::string_view, 3> kNamespaces = {
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
    "http://schemas.openxmlformats.org/package/2006/relationships",
};

// The local name of an element of `kNamespaces`; empty for any other element.
std::string_view LocalName(std::string_view name) {
  const std::size_t end = name.find(kNamespaceEnd);
  if (end == std::string_view::npos) return {};
  const bool is_known = std::ranges::find(kNamespaces, name.substr(0, end)) != kNamespaces.end();
  return is_known ? name.substr(end + 1) : std::string_view();
}

// One pass of expat over one part; its events go to `part` until an error stops it.
class XmlPass {
 public:
  // Both references must outlive the pass.
  XmlPass(const std::string& part_name, XmlPart& part)
      : part_name_(part_name),
        part_(part),
        parser_(XML_ParserCreateNS(nullptr, kNamespaceEnd), &XML_ParserFree) {
    Check(parser_ != nullptr, "no memory for an XML parser");
    XML_SetUserData(parser_.get(), this);
    XML_SetElementHandler(parser_.get(), &OnStart, &OnEnd);
    XML_SetCharacterDataHandler(parser_.get(), &OnText);
    XML_SetStartDoctypeDeclHandler(parser_.get(), &OnDoctype);
  }

  Status Feed(std::span<const char> bytes, bool is_last) {
    const auto size = static_cast<int>(bytes.size());
    if (XML_Parse(parser_.get(), bytes.data(), size, is_last ? 1 : 0) == XML_STATUS_OK) return {};
    if (error_) return Fail(*error_);
    return Fail(AtLine(std::string("malformed XML (") +
                       XML_ErrorString(XML_GetErrorCode(parser_.get())) +
                       "); open the file in a spreadsheet program and save it again"));
  }

 private:
  static XmlPass& Self(void* data) { return *static_cast<XmlPass*>(data); }

  static void OnStart(void* data, const XML_Char* name, const XML_Char** attributes) {
    XmlPass& self = Self(data);
    if (++self.depth_ > kMaxDepth) self.Stop(self.AtLine("elements nest too deep"));
    const std::string_view element = LocalName(name);
    if (self.error_ || element.empty()) return;
    if (Status status = self.part_.Start(element, XmlAttributes(attributes)); !status)
      self.Stop(std::move(status).error());
  }

  static void OnEnd(void* data, const XML_Char* name) {
    XmlPass& self = Self(data);
    --self.depth_;
    const std::string_view element = LocalName(name);
    if (self.error_ || element.empty()) return;
    if (Status status = self.part_.End(element); !status) self.Stop(std::move(status).error());
  }

  static void OnText(void* data, const XML_Char* text, int size) {
    XmlPass& self = Self(data);
    if (!self.error_) self.part_.Text({text, static_cast<std::size_t>(size)});
  }

  static void OnDoctype(void* data, const XML_Char*, const XML_Char*, const XML_Char*, int) {
    XmlPass& self = Self(data);
    self.Stop(self.AtLine("a document type is declared, which no workbook needs"));
  }

  Error AtLine(const std::string& what) const {
    const std::string line = std::to_string(XML_GetCurrentLineNumber(parser_.get()));
    return {ErrorCode::kInvalidInput, Quote(part_name_) + " line " + line + ": " + what};
  }

  void Stop(Error error) {
    if (!error_) error_ = std::move(error);
    XML_StopParser(parser_.get(), XML_FALSE);
  }

  const std::string& part_name_;
  XmlPart& part_;
  std::unique_ptr<XML_ParserStruct, decltype(&XML_ParserFree)> parser_;
  std::optional<Error> error_;
  int depth_ = 0;
};

std::string SystemMessage(int error_number) {
  return std::generic_category().message(error_number);
}

// Why a file that exists is no zip archive, told by its first bytes; `fallback` if they do not say.
std::string DescribeForeignFile(std::string_view head) {
  using std::string_view_literals::operator""sv;
  if (head.empty()) return " is not an XLSX workbook: it is empty";
  // The compound file of old .xls, in which encrypted workbooks are wrapped, too.
  if (head.starts_with("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"sv))
    return " is encrypted or an old .xls; save it as .xlsx";
  if (head.starts_with("PK\x03\x04"sv))
    return " is not an XLSX workbook: the zip archive is damaged or cut short; fetch or save it "
           "again";
  return " is not an XLSX workbook: it is not a zip archive; save it as .xlsx";
}

struct CloseZip {
  void operator()(zip_t* zip) const { zip_discard(zip); }
};
using ZipArchive = std::unique_ptr<zip_t, CloseZip>;

Result<ZipArchive> OpenZip(const std::filesystem::path& file, std::uint64_t max_bytes) {
  const std::string name = file.filename().string();
  std::error_code fault;
  const std::filesystem::file_status status = std::filesystem::status(file, fault);
  if (!std::filesystem::exists(status))
    return status.type() == std::filesystem::file_type::not_found
               ? Fail(ErrorCode::kNotFound, file.string() + ": no such file")
               : Fail(ErrorCode::kUnavailable, file.string() + ": " + fault.message());
  if (!std::filesystem::is_regular_file(status))
    return Fail(ErrorCode::kInvalidInput, file.string() + " is not a file");

  std::ifstream stream(file, std::ios::binary);
  if (!stream)
    return Fail(ErrorCode::kUnavailable,
                file.string() + ": cannot be read: " + SystemMessage(errno));
  std::array<char, 8> head{};
  stream.read(head.data(), head.size());
  if (stream.bad()) return Fail(ErrorCode::kUnavailable, file.string() + ": reading failed");
  const std::string_view seen(head.data(), static_cast<std::size_t>(stream.gcount()));
  if (std::filesystem::file_size(file, fault) > max_bytes)
    return Fail(ErrorCode::kInvalidInput,
                name + ": the file is larger than " + std::to_string(max_bytes) + " bytes");

  int zip_fault = ZIP_ER_NOZIP;
  if (seen.starts_with("PK"))
    if (zip_t* zip = zip_open(file.c_str(), ZIP_RDONLY, &zip_fault)) return ZipArchive(zip);
  if (zip_fault == ZIP_ER_OPEN || zip_fault == ZIP_ER_READ || zip_fault == ZIP_ER_MEMORY)
    return Fail(ErrorCode::kUnavailable, file.string() + ": reading failed");
  return Fail(ErrorCode::kInvalidInput, name + DescribeForeignFile(seen));
}

// A name in the archive as all programs mean it: some part folders with backslashes, and letter
// case does not matter.
std::string PartKey(std::string_view name) {
  std::string key(name);
  std::ranges::transform(key, key.begin(), [](char c) {
    if (c == '\\') return '/';
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
  });
  return std::filesystem::path("/" + key).lexically_normal().relative_path().generic_string();
}

// The part that `target`, a relation of the part `source`, names.
std::string ResolveTarget(std::string_view source, std::string target) {
  std::ranges::replace(target, '\\', '/');
  const std::filesystem::path base =
      std::filesystem::path("/") / std::filesystem::path(source).parent_path();
  return (base / target).lexically_normal().relative_path().generic_string();
}

std::string RelationshipsName(std::string_view part) {
  const std::filesystem::path path(part);
  return (path.parent_path() / "_rels" / (path.filename().string() + ".rels")).generic_string();
}

}  // namespace

std::string CellName(std::uint32_t row, std::uint32_t column) {
  std::string letters;
  for (; column > 0; column = (column - 1) / 26)
    letters.insert(letters.begin(), static_cast<char>('A' + (column - 1) % 26));
  return letters + std::to_string(row);
}

struct XlsxReader::Rep {
  std::string file_name;
  XlsxLimits limits;
  ZipArchive zip;
  std::uint64_t bytes_left;
  SheetBudget budget;
  std::map<std::string, zip_uint64_t> parts;  // By PartKey.
  std::vector<std::string> sheet_names;
  std::vector<std::string> sheet_parts;             // Parallel to sheet_names.
  std::vector<SheetVisibility> sheet_visibilities;  // Likewise.
  std::vector<std::string> shared_strings;

  void ListParts() {
    const zip_int64_t count = zip_get_num_entries(zip.get(), 0);
    for (zip_uint64_t i = 0; std::cmp_less(i, count); ++i)
      if (const char* name = zip_get_name(zip.get(), i, 0)) parts.emplace(PartKey(name), i);
  }
  bool Has(const std::string& part) const { return parts.contains(PartKey(part)); }

  tl::unexpected<Error> NotAWorkbook(const std::string& why) const {
    return Fail(ErrorCode::kInvalidInput, file_name + " is not an XLSX workbook: " + why);
  }
  tl::unexpected<Error> Damaged(const std::string& part, const std::string& why) const {
    return Fail(ErrorCode::kInvalidInput, file_name + ": " + Quote(part) + " " + why);
  }

  // Feeds the whole of one part to `consumer`.  The checksum is verified when the end is reached.
  Status Stream(const std::string& part, XmlPart& consumer);
  Result<std::string> FindWorkbookPart();
  Status ReadSharedStrings(const RelationshipsPart& relations, const std::string& workbook_part);
  Status ReadStructure();
};

Status XlsxReader::Rep::Stream(const std::string& part, XmlPart& consumer) {
  zip_stat_t stat;
  const auto entry = parts.find(PartKey(part));
  if (entry == parts.end() || zip_stat_index(zip.get(), entry->second, 0, &stat) != 0)
    return Damaged(part, "is missing; open the file in a spreadsheet program and save it again");
  if ((stat.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && stat.encryption_method != ZIP_EM_NONE)
    return Damaged(part, "is encrypted; save the workbook without a password");
  const std::uint64_t max_bytes = std::min(limits.part_bytes, bytes_left);
  const std::string too_large = "unpacks to more than " + std::to_string(max_bytes) +
                                " bytes; no workbook of this kind is so large";
  if ((stat.valid & ZIP_STAT_SIZE) != 0 && stat.size > max_bytes) return Damaged(part, too_large);

  const std::unique_ptr<zip_file_t, decltype(&zip_fclose)> stream(
      zip_fopen_index(zip.get(), stat.index, 0), &zip_fclose);
  if (stream == nullptr)
    return Damaged(part, "cannot be unpacked (" + std::string(zip_strerror(zip.get())) + ")");
  XmlPass pass(part, consumer);
  std::vector<char> buffer(std::size_t{64} << 10U);
  std::uint64_t size = 0;
  for (;;) {
    const zip_int64_t got = zip_fread(stream.get(), buffer.data(), buffer.size());
    if (got < 0)
      return Damaged(part, "is damaged (" + std::string(zip_file_strerror(stream.get())) +
                               "); fetch or save the file again");
    size += static_cast<std::uint64_t>(got);
    if (size > max_bytes) return Damaged(part, too_large);
    Status fed = pass.Feed(std::span(buffer).first(static_cast<std::size_t>(got)), got == 0);
    if (!fed) return Fail(std::move(fed).error().WithContext(file_name));
    if (got == 0) break;
  }
  bytes_left -= size;
  return {};
}

Result<std::string> XlsxReader::Rep::FindWorkbookPart() {
  std::string part = "xl/workbook.xml";
  if (Has("_rels/.rels")) {
    RelationshipsPart package;
    if (Status read = Stream("_rels/.rels", package); !read) return Fail(std::move(read).error());
    if (const auto* document = package.FindType("officeDocument"))
      part = ResolveTarget("", document->name);
  }
  if (!Has(part)) return NotAWorkbook("the archive has no " + Quote(part));
  return part;
}

Status XlsxReader::Rep::ReadSharedStrings(const RelationshipsPart& relations,
                                          const std::string& workbook_part) {
  const RelationshipsPart::Target* target = relations.FindType("sharedStrings");
  if (target == nullptr) return {};
  SharedStringsPart part(limits.shared_strings);
  Status read = Stream(ResolveTarget(workbook_part, target->name), part);
  if (read) shared_strings = part.TakeStrings();
  return read;
}

Status XlsxReader::Rep::ReadStructure() {
  const Result<std::string> workbook_part = FindWorkbookPart();
  if (!workbook_part) return Fail(workbook_part.error());
  WorkbookPart workbook(limits.sheets);
  if (Status read = Stream(*workbook_part, workbook); !read) return read;
  RelationshipsPart relations;
  if (Status read = Stream(RelationshipsName(*workbook_part), relations); !read) return read;
  for (const WorkbookPart::Entry& sheet : workbook.sheets()) {
    const RelationshipsPart::Target* target = relations.FindId(sheet.relation_id);
    if (target == nullptr) return NotAWorkbook("the sheet " + Quote(sheet.name) + " has no part");
    if (!target->type.ends_with("/worksheet")) continue;  // A chart sheet.
    sheet_names.push_back(sheet.name);
    sheet_parts.push_back(ResolveTarget(*workbook_part, target->name));
    sheet_visibilities.push_back(sheet.visibility);
  }
  if (sheet_names.empty()) return NotAWorkbook("it has no worksheets");
  return ReadSharedStrings(relations, *workbook_part);
}

Result<XlsxReader> XlsxReader::Open(const std::filesystem::path& file, const XlsxLimits& limits) {
  Result<ZipArchive> zip = OpenZip(file, limits.total_bytes);
  if (!zip) return Fail(std::move(zip).error());
  auto rep = std::make_unique<Rep>(Rep{
      .file_name = file.filename().string(),
      .limits = limits,
      .zip = *std::move(zip),
      .bytes_left = limits.total_bytes,
      .budget = {.cells = limits.cells, .text_bytes = limits.text_bytes},
      .parts = {},
      .sheet_names = {},
      .sheet_parts = {},
      .sheet_visibilities = {},
      .shared_strings = {},
  });
  rep->ListParts();
  if (Status read = rep->ReadStructure(); !read) return Fail(std::move(read).error());
  return XlsxReader(std::move(rep));
}

XlsxReader::XlsxReader(std::unique_ptr<Rep> rep) : rep_(std::move(rep)) {}
XlsxReader::XlsxReader(XlsxReader&&) noexcept = default;
XlsxReader& XlsxReader::operator=(XlsxReader&&) noexcept = default;
XlsxReader::~XlsxReader() = default;

const std::vector<std::string>& XlsxReader::sheet_names() const {
  return rep_->sheet_names;
}

SheetVisibility XlsxReader::VisibilityOf(std::size_t index) const {
  Check(index < rep_->sheet_names.size(), "XlsxReader::VisibilityOf: no such sheet");
  return rep_->sheet_visibilities[index];
}

Result<Sheet> XlsxReader::Read(std::size_t index) {
  Check(index < rep_->sheet_names.size(), "XlsxReader::Read: no such sheet");
  SheetPart part(rep_->sheet_names[index], rep_->shared_strings, rep_->budget);
  if (Status read = rep_->Stream(rep_->sheet_parts[index], part); !read)
    return Fail(std::move(read).error());
  Result<Sheet> sheet = part.Take();
  if (!sheet) return Fail(std::move(sheet).error().WithContext(rep_->file_name));
  return sheet;
}

}  // namespace lawtrace::ingest
