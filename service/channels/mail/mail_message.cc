#include "service/channels/mail/mail_message.h"

#include <gmime/gmime.h>

#include <algorithm>
#include <memory>
#include <mutex>

#include "model/digest.h"
#include "model/text.h"

namespace lawtrace::service {
namespace {

struct Unref {
  void operator()(void* object) const { g_object_unref(object); }
};
template <typename T>
using Owned = std::unique_ptr<T, Unref>;

bool IsControl(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == '\x7f';
}

bool HasControl(std::string_view text) {
  return std::ranges::any_of(text, IsControl);
}

void StartLibrary() {
  static std::once_flag once;
  std::call_once(once, g_mime_init);
}

// Quoted-printable keeps lines below 998 bytes and text readable; the charset is always UTF-8.
Owned<GMimeObject> TextPart(const char* subtype, const std::string& text) {
  GMimeTextPart* part = g_mime_text_part_new_with_subtype(subtype);
  g_mime_text_part_set_charset(part, "utf-8");
  g_mime_text_part_set_text(part, XmlText(text).c_str());
  g_mime_part_set_content_encoding(GMIME_PART(part), GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
  return Owned<GMimeObject>(GMIME_OBJECT(part));
}

Owned<GMimeObject> Body(const Mail& mail) {
  Owned<GMimeObject> text = TextPart("plain", mail.text);
  if (mail.html.empty()) return text;
  GMimeMultipart* parts = g_mime_multipart_new_with_subtype("alternative");
  Digest digest;
  for (const std::string* field : {&mail.message_id, &mail.text, &mail.html}) digest.Add(*field);
  g_mime_multipart_set_boundary(parts, ("=_" + digest.Hex()).c_str());
  g_mime_multipart_add(parts, text.get());
  g_mime_multipart_add(parts, TextPart("html", mail.html).get());
  return Owned<GMimeObject>(GMIME_OBJECT(parts));
}

bool IsAscii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

// As it stands, folded behind commas only: addresses in it must not be encoded (RFC 2369).
void AppendPlainHeader(GMimeObject* object, const std::string& name, const std::string& value) {
  std::string raw = " " + value + "\n";
  for (std::size_t at = raw.find(", "); at != std::string::npos; at = raw.find(", ", at))
    raw.replace(at, 2, ",\n ");
  GMimeHeaderList* headers = g_mime_object_get_header_list(object);
  g_mime_header_list_append(headers, name.c_str(), value.c_str(), nullptr);
  g_mime_header_set_raw_value(g_mime_header_list_get_header(headers, name.c_str()), raw.c_str());
}

Status CheckMail(const Mail& mail) {
  const auto refuse = [](std::string_view what, const std::string& text) {
    return Fail(ErrorCode::kInvalidInput, "'" + text + "' is no address for the mail's " +
                                              std::string(what) + "; write NAME@HOST");
  };
  if (!IsMailAddress(mail.from.address)) return refuse("From", mail.from.address);
  if (!IsMailAddress(mail.to)) return refuse("To", mail.to);
  if (!IsMailAddress(mail.envelope_from)) return refuse("envelope sender", mail.envelope_from);
  const auto refuse_header = [](const std::string& name) {
    return Fail(ErrorCode::kInvalidInput,
                "the mail header " + name + " holds a line break or a character that it cannot");
  };
  if (HasControl(mail.from.name)) return refuse_header("From");
  if (HasControl(mail.subject)) return refuse_header("Subject");
  if (!IsMailAddress(mail.message_id)) return refuse_header("Message-ID");
  for (const auto& [name, value] : mail.headers)
    if (HasControl(name) || HasControl(value) || !IsAscii(value)) return refuse_header(name);
  return {};
}

std::string ToText(GMimeMessage* message) {
  std::unique_ptr<GMimeFormatOptions, decltype(&g_mime_format_options_free)> format(
      g_mime_format_options_new(), &g_mime_format_options_free);
  g_mime_format_options_set_newline_format(format.get(), GMIME_NEWLINE_FORMAT_DOS);
  const std::unique_ptr<char, decltype(&g_free)> text(
      g_mime_object_to_string(GMIME_OBJECT(message), format.get()), &g_free);
  return text.get();
}

std::string_view Trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

}  // namespace

bool IsMailAddress(std::string_view text) {
  constexpr std::size_t kLongest = 254;  // RFC 5321, 4.5.3.1.3.
  const std::size_t at = text.find('@');
  return text.size() <= kLongest && at != std::string_view::npos && at > 0 &&
         at + 1 < text.size() && text.find('@', at + 1) == std::string_view::npos &&
         text.find_first_of(" ,;:<>()[]\"\\") == std::string_view::npos && !HasControl(text);
}

Result<Mailbox> ParseMailbox(std::string_view text) {
  Mailbox mailbox;
  const std::string_view whole = Trimmed(text);
  const std::size_t open = whole.find('<');
  if (open == std::string_view::npos) {
    mailbox.address = whole;
  } else if (whole.back() == '>') {
    mailbox.name = Trimmed(whole.substr(0, open));
    mailbox.address = whole.substr(open + 1, whole.size() - open - 2);
  }
  if (!IsMailAddress(mailbox.address) || HasControl(mailbox.name))
    return Fail(ErrorCode::kInvalidInput, "'" + std::string(text) +
                                              "' is no mail address; write NAME@HOST or " +
                                              "\"Full Name <NAME@HOST>\"");
  return mailbox;
}

std::vector<std::pair<std::string, std::string>> HeadersOf(const ListHeaders& list) {
  std::vector<std::pair<std::string, std::string>> headers;
  if (!list.list_id.empty()) headers.emplace_back("List-Id", "<" + list.list_id + ">");
  std::string ways;
  if (!list.unsubscribe_url.empty()) ways = "<" + list.unsubscribe_url + ">";
  if (!list.unsubscribe_address.empty())
    ways += (ways.empty() ? "<mailto:" : ", <mailto:") + list.unsubscribe_address + ">";
  if (!ways.empty()) headers.emplace_back("List-Unsubscribe", ways);
  // RFC 8058 allows one-click over https only.
  if (list.unsubscribe_url.starts_with("https://"))
    headers.emplace_back("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
  return headers;
}

Result<std::string> ComposeMail(const Mail& mail) {
  if (Status status = CheckMail(mail); !status) return Fail(std::move(status).error());
  StartLibrary();
  const Owned<GMimeMessage> message(g_mime_message_new(TRUE));
  g_mime_message_add_mailbox(message.get(), GMIME_ADDRESS_TYPE_FROM,
                             mail.from.name.empty() ? nullptr : mail.from.name.c_str(),
                             mail.from.address.c_str());
  g_mime_message_add_mailbox(message.get(), GMIME_ADDRESS_TYPE_TO, nullptr, mail.to.c_str());
  g_mime_message_set_subject(message.get(), XmlText(mail.subject).c_str(), "utf-8");
  g_mime_message_set_message_id(message.get(), mail.message_id.c_str());
  const std::unique_ptr<GDateTime, decltype(&g_date_time_unref)> date(
      g_date_time_new_from_unix_utc(mail.sent_at.seconds_since_epoch()), &g_date_time_unref);
  g_mime_message_set_date(message.get(), date.get());
  GMimeObject* object = GMIME_OBJECT(message.get());
  g_mime_object_append_header(object, "Auto-Submitted", "auto-generated", nullptr);  // RFC 3834.
  for (const auto& [name, value] : mail.headers) AppendPlainHeader(object, name, value);
  g_mime_message_set_mime_part(message.get(), Body(mail).get());
  return ToText(message.get());
}

}  // namespace lawtrace::service
