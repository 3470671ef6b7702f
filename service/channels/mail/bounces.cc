#include "service/channels/mail/bounces.h"

#include <gmime/gmime.h>

#include <algorithm>
#include <array>
#include <initializer_list>
#include <memory>
#include <mutex>
#include <regex>
#include <span>
#include <vector>

#include "model/text.h"

namespace lawtrace::service {
namespace {

constexpr std::string_view kLocalPart = "bounces+";

struct Unref {
  void operator()(void* object) const { g_object_unref(object); }
};
template <typename T>
using Owned = std::unique_ptr<T, Unref>;

Owned<GMimeParser> ParserOf(std::string_view text) {
  const Owned<GMimeStream> stream(g_mime_stream_mem_new_with_buffer(text.data(), text.size()));
  return Owned<GMimeParser>(g_mime_parser_new_with_stream(stream.get()));
}

// The content of the first part of one of the types; absent if there is none.
std::optional<std::string> PartOf(std::string_view mail,
                                  std::initializer_list<std::array<const char*, 2>> types) {
  const Owned<GMimeParser> parser = ParserOf(mail);
  const Owned<GMimeMessage> message(g_mime_parser_construct_message(parser.get(), nullptr));
  if (message == nullptr) return std::nullopt;
  const std::unique_ptr<GMimePartIter, decltype(&g_mime_part_iter_free)> parts(
      g_mime_part_iter_new(GMIME_OBJECT(message.get())), &g_mime_part_iter_free);
  do {
    GMimeObject* part = g_mime_part_iter_get_current(parts.get());
    if (part == nullptr || !GMIME_IS_PART(part)) continue;
    GMimeContentType* type = g_mime_object_get_content_type(part);
    if (std::ranges::none_of(types, [&](const auto& wanted) {
          return g_mime_content_type_is_type(type, wanted[0], wanted[1]) != FALSE;
        }))
      continue;
    GMimeDataWrapper* content = g_mime_part_get_content(GMIME_PART(part));
    if (content == nullptr) continue;
    const Owned<GMimeStream> memory(g_mime_stream_mem_new());
    g_mime_data_wrapper_write_to_stream(content, memory.get());
    const GByteArray* bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(memory.get()));
    return std::string(reinterpret_cast<const char*>(bytes->data), bytes->len);
  } while (g_mime_part_iter_next(parts.get()) != FALSE);
  return std::nullopt;
}

// The groups of fields: the first is about the message, each further one about a recipient.
std::vector<std::string> FieldGroups(std::string content) {
  std::erase(content, '\r');
  std::vector<std::string> groups(1);
  std::size_t begin = 0;
  while (begin < content.size()) {
    const std::size_t end = std::min(content.find('\n', begin), content.size());
    const std::string_view line(content.data() + begin, end - begin);
    if (line.find_first_not_of(" \t") == std::string_view::npos) {
      if (!groups.back().empty()) groups.emplace_back();
    } else {
      groups.back().append(line).append("\n");
    }
    begin = end + 1;
  }
  return groups;
}

// What a typed field says without its type: "rfc822; a@b" gives "a@b".
std::string Untyped(std::string_view value) {
  if (const std::size_t semicolon = value.find(';'); semicolon != std::string_view::npos)
    value.remove_prefix(semicolon + 1);
  const std::size_t begin = std::min(value.find_first_not_of(" \t"), value.size());
  return std::string(value.substr(begin));
}

std::string Field(GMimeHeaderList* headers, const char* name) {
  GMimeHeader* header = g_mime_header_list_get_header(headers, name);
  const char* value = header == nullptr ? nullptr : g_mime_header_get_value(header);
  std::string text = value == nullptr ? "" : value;
  std::ranges::replace_if(
      text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == '\x7f'; }, ' ');
  return text;
}

// An enhanced status code (RFC 3463).
struct EnhancedCode {
  int level;  // 5: for good.
  int subject;
  int detail;
};

// The first code of the form 5.1.1 in `text`; absent if there is none, or if it says nothing.
std::optional<EnhancedCode> EnhancedCodeIn(const std::string& text) {
  static const std::regex code("(?:^|[^0-9.])([245])\\.([0-9]{1,3})\\.([0-9]{1,3})(?![0-9.])");
  std::smatch match;
  if (!std::regex_search(text, match, code)) return std::nullopt;
  const EnhancedCode read{
      .level = std::stoi(match[1]), .subject = std::stoi(match[2]), .detail = std::stoi(match[3])};
  return read.subject == 0 ? std::nullopt : std::optional(read);
}

// Whether the code says that the address takes no mail: X.1.* are about addresses, of which 5 is
// none, 7 and 8 are about the sender's and 9 about the path; X.2.1 is a mailbox that is shut.
bool IsAddressFailure(const EnhancedCode& code) {
  if (code.level != 5) return false;
  if (code.subject == 2) return code.detail == 1;
  return code.subject == 1 && code.detail != 5 && (code.detail < 7 || code.detail > 9);
}

// The reply of SMTP with which `diagnostic` begins, or 0.
int ReplyIn(const std::string& diagnostic) {
  static const std::regex reply("(?:^|[^0-9])([245][0-9]{2})(?![0-9.])");
  std::smatch match;
  return std::regex_search(diagnostic, match, reply) ? std::stoi(match[1]) : 0;
}

bool HasWord(const std::string& diagnostic, std::span<const std::string_view> words) {
  const std::string folded = Folded(diagnostic);
  return std::ranges::any_of(
      words, [&](std::string_view word) { return folded.find(word) != std::string::npos; });
}

// What the server's letter to people says of the recipient: from behind the address to the next
// blank line; empty if it does not name it.
std::string WordsOn(const std::string& recipient, const std::string& letter) {
  const std::size_t at = recipient.empty() ? std::string::npos : letter.find(recipient);
  if (at == std::string::npos) return {};
  const std::size_t begin = at + recipient.size();
  return letter.substr(begin, letter.find("\n\n", begin) - begin);
}

BounceKind KindOf(std::string_view action, const std::string& status,
                  const std::string& diagnostic) {
  constexpr std::array<std::string_view, 8> kRoom = {
      "quota", "full", "storage", "space", "too large", "too big", "size limit", "exceed"};
  constexpr std::array<std::string_view, 10> kPolicy = {
      "spam",       "blocked", "blacklist",   "blocklist", "policy",
      "reputation", "virus",   "unsolicited", "denied",    "rate"};
  // Of a server that found no way to the address itself.
  constexpr std::array<std::string_view, 6> kNoAddress = {
      "unrouteable address", "unroutable address", "unknown user",
      "user unknown",        "no such user",       "unknown local"};
  // RFC 5321: no such mailbox, not here, its name is not allowed; RFC 7504: none take mail there.
  constexpr std::array<int, 5> kAddressReplies = {550, 551, 553, 521, 556};
  const std::string word = Folded(action);
  if (word == "delivered" || word == "relayed" || word == "expanded" || word == "delayed")
    return BounceKind::kNone;
  if (!status.starts_with("5.") || HasWord(diagnostic, kRoom)) return BounceKind::kSoft;
  const std::optional<EnhancedCode> stated = EnhancedCodeIn(status);
  const std::optional<EnhancedCode> quoted = EnhancedCodeIn(diagnostic);
  if (stated || quoted)
    return (!stated || IsAddressFailure(*stated)) && (!quoted || IsAddressFailure(*quoted))
               ? BounceKind::kHard
               : BounceKind::kSoft;
  const bool is_of_address =
      HasWord(diagnostic, kNoAddress) ||
      std::ranges::find(kAddressReplies, ReplyIn(diagnostic)) != kAddressReplies.end();
  return is_of_address && !HasWord(diagnostic, kPolicy) ? BounceKind::kHard : BounceKind::kSoft;
}

// What one group says of a recipient; absent if it is about none.
std::optional<Bounce> RecipientOf(const std::string& group, const std::string& letter) {
  const Owned<GMimeParser> parser = ParserOf(group);
  const Owned<GMimeObject> part(g_mime_parser_construct_part(parser.get(), nullptr));
  if (part == nullptr) return std::nullopt;
  GMimeHeaderList* fields = g_mime_object_get_header_list(part.get());
  const std::string action = Field(fields, "Action");
  if (action.empty()) return std::nullopt;
  Bounce bounce;
  const std::string original = Untyped(Field(fields, "Original-Recipient"));
  bounce.recipient = original.empty() ? Untyped(Field(fields, "Final-Recipient")) : original;
  bounce.status = Field(fields, "Status");
  bounce.status = bounce.status.substr(0, bounce.status.find_first_of(" ("));
  bounce.diagnostic = Untyped(Field(fields, "Diagnostic-Code"));
  // Some servers give the reason to people alone.
  if (bounce.diagnostic.empty()) bounce.diagnostic = PlainLine(WordsOn(bounce.recipient, letter));
  bounce.kind = KindOf(action, bounce.status, bounce.diagnostic);
  return bounce;
}

}  // namespace

Result<Bounce> ReadBounce(std::string_view mail) {
  static std::once_flag once;
  std::call_once(once, g_mime_init);
  const std::optional<std::string> content =
      PartOf(mail, {{"message", "delivery-status"}, {"message", "global-delivery-status"}});
  std::string letter = PartOf(mail, {{"text", "plain"}}).value_or("");
  std::erase(letter, '\r');
  std::optional<Bounce> gravest;
  if (content)
    for (const std::string& group : FieldGroups(*content))
      if (std::optional<Bounce> bounce = RecipientOf(group, letter);
          bounce && (!gravest || bounce->kind < gravest->kind))
        gravest = std::move(bounce);
  if (!gravest)
    return Fail(ErrorCode::kInvalidInput,
                "the mail has no part message/delivery-status that speaks of a recipient; pipe "
                "bounces here whole, headers included");
  return *std::move(gravest);
}

std::string ReasonOf(const Bounce& bounce) {
  return bounce.diagnostic.empty() ? bounce.status : bounce.status + " " + bounce.diagnostic;
}

std::string BounceAddress(std::string_view token, std::string_view domain) {
  return std::string(kLocalPart) + std::string(token) + "@" + std::string(domain);
}

std::optional<std::string> TokenOfBounceAddress(std::string_view address) {
  const std::size_t at = address.rfind('@');
  if (!address.starts_with(kLocalPart) || at == std::string_view::npos) return std::nullopt;
  const std::string_view token = address.substr(kLocalPart.size(), at - kLocalPart.size());
  if (token.empty()) return std::nullopt;
  return std::string(token);
}

}  // namespace lawtrace::service
